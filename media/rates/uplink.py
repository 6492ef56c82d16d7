"""The rate each sender is allowed (REMB, draft-alvestrand-rmcat-remb): what arrives well, and what can be used.

Arrival is judged by aiortc's port of WebRTC's receive-side estimator (draft-ietf-rmcat-gcc-02 §5), from the send times
in the packets. It is called once per burst, which costs less than half of calling it for every packet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aiortc.rate import BandwidthUsage, RemoteBitrateEstimator

from media.rates.loss_limit import LossLimit

__all__ = ["FLOOR_BPS", "HOLD_MAX_S", "HOLD_MIN_S", "REPEAT_S", "SILENCE_S", "Uplink", "useful_bps"]

# Retransmissions, padding and key frames come on top of the layers' average rate.
_HEADROOM = 1.25
# Audio and a little more: less would make a browser's estimator sluggish when more is wanted.
FLOOR_BPS = 100_000
# One REMB per second; one that is lower by more than _DROP at once, but not more often than every _GAP_S.
REPEAT_S = 1.0
_DROP = 0.97
_GAP_S = 0.1
# Packets sent within 20 ms form one burst, in 1/2**18 s: at least one audio packet, and most of a video frame, which a
# browser paces in steps of 5 ms. A growing queue shows over several bursts.
_BURST_TICKS = 20 * (1 << 18) // 1000
_WRAP = 1 << 24
# After this much silence the network may have changed: the estimate starts again. Well below the wrap at 64 s.
SILENCE_S = 10.0
# After overuse, slightly less than the received rate is allowed for a while, longer when it happens again near that
# rate; then more in small steps. The estimator alone would swing by a fifth every few seconds.
_CLEAR = 0.92
HOLD_MIN_S = 10.0
HOLD_MAX_S = 60.0
_BEYOND = 1.2
_STEP = 1.08
# Keeps the sent rate finite when a report says that everything was lost.
_MIN_ARRIVING = 0.1
# An uplink is narrow when it is allowed less than this share of what could be used, and is nearly full.
_NARROW = 0.8
_FULL = 0.6


def useful_bps(wanted_bps: Iterable[int], audio_bps: int) -> int:
    """The cap of a sender, from the `max_bps` of its wanted layers and its audio; never below `FLOOR_BPS`."""
    return max(FLOOR_BPS, int((sum(wanted_bps) + audio_bps) * _HEADROOM))


@dataclass(slots=True)
class Uplink:
    """The uplink of one sender.

    Until the first overuse the sender is allowed its cap: a browser starts near 300 kbit/s and grows only as far as it
    is
    allowed.

    Attributes:
        last_remb_bps: the last limit sent; None before the first.
    """

    last_remb_bps: int | None = None
    _last_remb_at: float = float("-inf")
    # Created when the first packet arrives: it is a large object, and many peers never send.
    _made: RemoteBitrateEstimator | None = None
    _estimate_bps: int | None = None
    _overused: bool = False
    _held_bps: float = 0.0
    _hold_s: float = 0.0
    _held_until: float = float("-inf")
    _loss: LossLimit = field(default_factory=LossLimit)
    # The current burst: send times of its first and last packet, arrival of its last, bytes.
    _first: int = 0
    _last: int = 0
    _arrived: float = 0.0
    _size: int = 0
    _unstamped_at: float = float("-inf")

    @property
    def _estimator(self) -> RemoteBitrateEstimator:
        if self._made is None:
            self._made = RemoteBitrateEstimator()
        return self._made

    def on_unstamped(self, size: int, now: float) -> None:
        """Count an incoming packet without a send time: it adds to the received rate only."""
        self._unstamped_at = now
        self._estimator.incoming_bitrate.add(size, int(now * 1000))

    def on_packet(self, send_time: int, size: int, now: float) -> None:
        """Count an incoming packet (audio, video, padding, retransmissions).

        Args:
            send_time: abs-send-time, 24 bits, 1/2**18 s.
            size: of the UDP payload, bytes.
            now: monotonic seconds.
        """
        age = send_time - self._first & _WRAP - 1
        if self._size and not _BURST_TICKS < age < _WRAP // 2:
            # Of this burst, or a late one from before: its bytes count, its time does not.
            if age <= _BURST_TICKS:
                self._last = send_time
            self._size += size
            self._arrived = now
            return
        if self._size:
            self._end_burst(now)
        self._first = self._last = send_time
        self._size = size
        self._arrived = now

    def _end_burst(self, now: float) -> None:
        if now - self._arrived > SILENCE_S:
            self._made = None
            self._estimate_bps = None
            self._overused = False
            self._hold_s, self._held_until = 0.0, float("-inf")
            return
        estimate = self._estimator.add(int(self._arrived * 1000), self._last, self._size, 0)
        if self._estimator.detector.state() is BandwidthUsage.OVERUSING:
            self._overused = True
            self._hold(now)
        if estimate is not None:
            self._estimate_bps = estimate[0]

    def _hold(self, now: float) -> None:
        clear_bps = self._arriving_bps(now) * _CLEAR
        if now < self._held_until:
            self._held_bps = min(self._held_bps, clear_bps)
            return
        is_beyond = clear_bps > self._held_bps * _BEYOND
        self._hold_s = HOLD_MIN_S if is_beyond else min(self._hold_s * 2, HOLD_MAX_S)
        self._held_bps, self._held_until = clear_bps, now + self._hold_s

    def on_loss(self, fraction: float, now: float) -> None:
        """Take the loss we report to the sender, once per report, over all its streams: 0..1 of expected."""
        sent_bps = self._arriving_bps(now) / max(1 - fraction, _MIN_ARRIVING)
        self._loss.on_loss(fraction, sent_bps, now)

    def due(self, cap_bps: int, now: float) -> int | None:
        """The REMB to send now, bits per second; None when none is due. `cap_bps` comes from `useful_bps`."""
        allowed: float = cap_bps
        if self._overused and self._estimate_bps is not None:
            allowed = min(allowed, self._estimate_bps)
            if now < self._held_until:
                allowed = min(allowed, self._held_bps)
            elif self.last_remb_bps is not None:
                allowed = min(allowed, self.last_remb_bps * _STEP)
        bps = max(FLOOR_BPS, int(self._loss.apply(allowed)))
        since = now - self._last_remb_at
        is_drop = self.last_remb_bps is not None and bps < self.last_remb_bps * _DROP
        if since < REPEAT_S and not (is_drop and since >= _GAP_S):
            return None
        self.last_remb_bps = bps
        self._last_remb_at = now
        return bps

    def is_narrow(self, cap_bps: int, now: float) -> bool:
        """Whether the uplink is why less is sent than could be used; a camera that needs little is not narrow."""
        if self.last_remb_bps is None or self.last_remb_bps >= cap_bps * _NARROW:
            return False
        return self._arriving_bps(now) >= self.last_remb_bps * _FULL

    def _arriving_bps(self, now: float) -> int:
        """The rate over the last second; 0 when nothing arrived."""
        latest = max(self._arrived, self._unstamped_at)
        if now - latest > REPEAT_S:
            return 0
        return self._estimator.incoming_bitrate.rate(int(latest * 1000)) or 0
