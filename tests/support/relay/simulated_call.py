"""A receiver of several cameras behind a simulated link, packet by packet, with transport-wide feedback and the
allocator in the loop.

The receiver reports as Chromium does: every packet once, ten times a second. Video comes in frames, as it does from
senders that are on good links themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from media.net.pacer import Pacer
from media.rates.allocator import Allocation, Allocator, Demand
from media.rates.link.receiver_link import ReceiverLink
from media.rates.rate_window import HEADER_BYTES
from tests.support.relay.simulated_link import SimulatedLink

__all__ = ["STEP_S", "Moment", "PacketCall"]

STEP_S = 0.5
_TICK_S = 0.02
_FEEDBACK_S = 0.1
_PADDING_BYTES = 325
_VIDEO_BYTES = 1100


@dataclass(frozen=True, slots=True)
class Moment:
    """Half a second of a call: when it ended, the decision, and its effect.

    Attributes:
        carried_bps: what the link was thought to carry.
        offered_bps, padding_bps: rate sent, and padding of it.
        lost, sound_lost: shares of all packets and of audio packets.
        unheard: share of audio packets lost together with the next one, which carries their copy.
        delay_s, sound_delay_s: the longest delay of a packet, and of an audio packet.
    """

    at: float
    allocation: Allocation
    carried_bps: float
    offered_bps: float
    padding_bps: float
    lost: float
    sound_lost: float
    unheard: float
    delay_s: float
    sound_delay_s: float


@dataclass(frozen=True, slots=True)
class _Packet:
    number: int
    sent_at: float
    size: int
    is_sound: bool


@dataclass(slots=True)
class _Tally:
    """Packets of half a second."""

    sent: int = 0
    lost: int = 0
    unheard: int = 0


@dataclass(slots=True)
class PacketCall:
    """One receiver of several cameras.

    Attributes:
        link: towards the receiver; feedback takes its delay and is never lost.
        nominal: the room's layers. demands: what is shown; may be changed between runs.
        voices: bits per second of each speaker. now: the time in the call.
    """

    link: SimulatedLink[_Packet]
    nominal: tuple[int, ...]
    demands: Sequence[Demand]
    voices: Sequence[int] = (40_000,)
    now: float = 100.0
    frame_s: float = 0.04
    moments: list[Moment] = field(default_factory=list)
    receiver: ReceiverLink = field(default_factory=ReceiverLink)
    _allocator: Allocator = field(init=False)
    _owed: dict[object, float] = field(default_factory=dict)
    _lost_last: dict[object, bool] = field(default_factory=dict)
    _sent: list[tuple[float, int]] = field(default_factory=list)
    _came: dict[int, float] = field(default_factory=dict)
    _reported: int = 0
    _reports: list[tuple[float, int, list[int | None]]] = field(default_factory=list)
    _report_at: float = 0.0
    _octets: int = 0
    _padded: int = 0
    _random: Random = field(default_factory=lambda: Random(1))
    _delay_s: float = 0.0
    _sound_delay_s: float = 0.0
    _pacer: Pacer = field(init=False)
    _pace_bps: float | None = None
    _pictures: _Tally = field(default_factory=_Tally)

    def __post_init__(self) -> None:
        self._allocator = Allocator(self.nominal)
        self._pacer = Pacer(self, 0.0)  # type: ignore[arg-type]

    def run(self, seconds: float) -> list[Moment]:
        """Run for that long; returns what happened."""
        begin = len(self.moments)
        for _ in range(round(seconds / STEP_S)):
            self.moments.append(self._carry())
        return self.moments[begin:]

    def _allocate(self) -> Allocation:
        audio_bps = sum(self.voices) + 50 * 8 * HEADER_BYTES * len(self.voices)
        allocation = self._allocator.allocate(self.demands, self.receiver.present(audio_bps), self.now)
        self.receiver.take(allocation, self.now)
        self._pace_bps = self.receiver.pace_bps(allocation)
        if self._pace_bps is None:
            self._pacer.release()
        else:
            self._pacer.bps = self._pace_bps
        return allocation

    def add(self, plain: bytes) -> None:
        """Video leaves the pacer."""
        self._count(self._pictures, "pictures", self._send(len(plain), self.now, is_sound=False))

    def flush(self) -> None:
        """Everything is sent at once."""

    def _carry(self) -> Moment:
        sound = _Tally()
        pictures = self._pictures = _Tally()
        self._delay_s = self._sound_delay_s = 0.0
        octets, padded = self._octets, self._padded
        allocation = self._allocate()
        for _ in range(round(STEP_S / _TICK_S)):
            if self.receiver.has_news:
                self.receiver.has_news = False
                allocation = self._allocate()
            self._tick(allocation, sound)
        sent = sound.sent + pictures.sent
        return Moment(
            self.now,
            allocation,
            self.receiver.bps,
            (self._octets - octets) * 8 / STEP_S,
            (self._padded - padded) * 8 / STEP_S,
            (sound.lost + pictures.lost) / sent if sent else 0.0,
            sound.lost / sound.sent if sound.sent else 0.0,
            sound.unheard / sound.sent if sound.sent else 0.0,
            self._delay_s,
            self._sound_delay_s,
        )

    def _tick(self, allocation: Allocation, sound: _Tally) -> None:
        """What comes from the senders in a round of the timer, the padding of the round, and what arrives meanwhile."""
        order = list(enumerate(self._rates(allocation).items()))
        self._random.shuffle(order)
        for place, (number, (name, bps)) in enumerate(order):
            self._owed[name] = self._owed.get(name, 0.0) + bps * _TICK_S / 8
            # Cameras capture at different moments.
            every = round(self.frame_s / _TICK_S)
            if isinstance(name, str) or (round(self.now / _TICK_S) + number) % every == 0:
                at = self.now + _TICK_S * place / len(order)
                self._send_owed(name, sound, at)
        self.now += _TICK_S
        self._pacer.on_round(self.now)
        self._pacer.flush()
        padding = self.receiver.padding(allocation, (len(self._sent), self._octets), self.now)
        for _ in range(-(-padding // _PADDING_BYTES)):
            self._padded += _PADDING_BYTES
            self._send(_PADDING_BYTES, self.now, is_sound=False)
        self._receive()

    def _rates(self, allocation: Allocation) -> dict[object, float]:
        rates: dict[object, float] = {f"voice {number}": bps for number, bps in enumerate(self.voices)}
        for demand in self.demands:
            layer = allocation.layers[demand.slot]
            rates[demand.slot] = 0 if layer is None else dict(demand.available)[layer]
        return rates

    def _send_owed(self, name: object, sound: _Tally, at: float) -> None:
        while self._owed[name] >= 60:
            size = min(_VIDEO_BYTES, int(self._owed[name]))
            self._owed[name] -= size
            if isinstance(name, str):
                # A camera's price includes the headers of the network, a voice's does not.
                self._count(sound, name, self._send(size + HEADER_BYTES, at, is_sound=True))
            elif self._pace_bps is not None:
                self._pacer.add(bytes(size))
            else:
                self._count(self._pictures, name, self._send(size, at, is_sound=False))

    def _count(self, tally: _Tally, name: object, arrives: bool) -> None:
        tally.sent += 1
        tally.lost += not arrives
        tally.unheard += not arrives and self._lost_last.get(name, False)
        self._lost_last[name] = not arrives

    def _send(self, size: int, at: float, *, is_sound: bool) -> bool:
        packet = _Packet(len(self._sent), at, size, is_sound)
        self._sent.append((at, size - HEADER_BYTES))
        self._octets += size
        return self.link.send(packet, size, at)

    def _receive(self) -> None:
        for at, packet in self.link.arrived(self.now):
            delay_s = at - packet.sent_at
            self._delay_s = max(self._delay_s, delay_s)
            if packet.is_sound:
                self._sound_delay_s = max(self._sound_delay_s, delay_s)
            self._came[packet.number] = at
        if self.now >= self._report_at:
            self._report_at = self.now + _FEEDBACK_S
            self._report()
        while self._reports and self._reports[0][0] <= self.now:
            _, first, arrivals = self._reports.pop(0)
            self.receiver.on_feedback(first, arrivals, self._sent[first : first + len(arrivals)], self.now)

    def _report(self) -> None:
        if not self._came:
            return
        last = max(self._came)
        arrivals = [
            None if (at := self._came.get(number)) is None else round(at * 4000) & 0xFFFFFFFF
            for number in range(self._reported, last + 1)
        ]
        self._reports.append((self.now + self.link.delay_s, self._reported, arrivals))
        self._reported = last + 1
        self._came.clear()
