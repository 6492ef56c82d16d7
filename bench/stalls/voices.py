"""Everybody speaks at once: whether the relay makes a gap in any voice at any receiver, and how soon somebody hears.

Each voice is a packet each 20 ms, as a browser's. What is late or missing at a receiver is compared with what its
sender did, so only what the relay did counts. Then one more person joins.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence

from bench.figures import Measured, cpu_seconds, percentile
from bench.relay.batch import DatagramBatch
from bench.relay.endpoint import Endpoint
from bench.relay.seat import MICROPHONE, Seat
from bench.relay.single import RelayFailed, one_worker, run_alone
from bench.stalls.gaps import notice
from bench.stalls.guests import Guests
from media.control import Event, PeerConnected
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["GLITCH_MS", "measure_voices"]

GLITCH_MS = 60.0
"""A longer gap empties a browser's jitter buffer on a good network: then sound is made up."""
_WARM_UP_S = 1.0
_SETTLE_S = 0.3
_HEAR_S = 1.0
_ROOM = "voices"


class _Ears:
    """When packets arrived at one receiver, by the SSRC of the slot and the number; wall clock."""

    def __init__(self, seat: Seat, endpoint: Endpoint) -> None:
        self.seat = seat
        self.arrived_ns: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._endpoint = endpoint
        seat.client.take_media(self._on_packets)

    def _on_packets(self, batch: DatagramBatch, indexes: Sequence[int]) -> None:
        for index, (second, sequence, ssrc) in zip(indexes, batch.heads(indexes), strict=True):
            if not 64 <= second & 0x7F < 96:
                self.arrived_ns[ssrc][sequence] = batch.arrival_ns(index)
        self._endpoint.handle_packets(batch, indexes)


def measure_voices(seats: int, seconds: float) -> Measured:
    """Fill a room with people who all speak, listen at each of them, and let one more join.

    Raises:
        RelayFailed: the relay refused a request, or somebody was not heard at all.
    """
    return run_alone(_measure(seats, seconds))


async def _measure(seats: int, seconds: float) -> Measured:
    connected_ns: dict[str, int] = {}

    def on_event(event: Event) -> None:
        if isinstance(event, PeerConnected):
            connected_ns[event.peer] = _now_ns()

    async with one_worker(on_event) as link, asyncio.TaskGroup() as tasks:
        assert link.pid is not None
        guests = Guests(link, _ROOM, seats + 1)
        await guests.prepare()
        *speakers, late = guests.seats
        try:
            await guests.join(tasks, speakers)
            guests.talk(tasks, speakers)
            ears = [
                _Ears(seat, end) for seat, end in zip(speakers, guests.endpoints_of(speakers), strict=True)
            ]
            await asyncio.sleep(_WARM_UP_S)
            cpu_s = cpu_seconds(link.pid)
            begun = [_sent(seat) for seat in speakers]
            await asyncio.sleep(seconds)
            ended = [_sent(seat) for seat in speakers]
            cpu_s = cpu_seconds(link.pid) - cpu_s
            await asyncio.sleep(_SETTLE_S)
            figures = _figures(ears, begun, ended)
            heard_ms = await _join_late(guests, late, speakers, tasks, connected_ns)
        finally:
            await guests.vanish()
    return {
        "seats": seats,
        **figures,
        "cpu_percent": round(100 * cpu_s / seconds, 1),
        "first_heard_ms": round(min(heard_ms), 1),
        "all_heard_ms": round(max(heard_ms), 1),
    }


def _figures(ears: list[_Ears], begun: list[int], ended: list[int]) -> Measured:
    """What all receivers noticed of all voices between these packets of each."""
    noticed = []
    for ear in ears:
        for other, first, last in zip(ears, begun, ended, strict=True):
            if other is ear:
                continue
            seat = other.seat
            sent_ns = seat.sent_ns[seat.sources[MICROPHONE].ssrc]
            numbers = range(first + 1, last + 1)
            arrived_ns = ear.arrived_ns[slot_ssrc(seat.number, Kind.AUDIO)]
            noticed.append(notice({number: sent_ns[number] for number in numbers}, arrived_ns))
    longest = [one.gap_longest_ms for one in noticed]
    return {
        "voices": len(noticed),
        "packets": sum(one.packets for one in noticed),
        "lost": sum(one.lost for one in noticed),
        "glitches": sum(gap > GLITCH_MS for gap in longest),
        "gap_p50_ms": percentile(longest, 0.5),
        "gap_longest_ms": max(longest, default=0.0),
        "kept_longest_ms": max((one.kept_longest_ms for one in noticed), default=0.0),
    }


async def _join_late(
    guests: Guests, late: Seat, speakers: list[Seat], tasks: asyncio.TaskGroup, connected_ns: dict[str, int]
) -> list[float]:
    """How long after it was connected somebody new heard each of the others, in milliseconds."""
    await guests.join(tasks, [late])
    there_ns = _now_ns()
    (endpoint,) = guests.endpoints_of([late])
    ears = _Ears(late, endpoint)
    wanted = [slot_ssrc(seat.number, Kind.AUDIO) for seat in speakers]
    await asyncio.sleep(_HEAR_S)
    if not all(ssrc in ears.arrived_ns for ssrc in wanted):
        raise RelayFailed("somebody who came late did not hear everybody")
    # Both ends say when; what happened before their loops noticed counts as well.
    since_ns = min(there_ns, connected_ns.get(guests.name(late.number), there_ns))
    return [max(0.0, (min(ears.arrived_ns[ssrc].values()) - since_ns) / 1e6) for ssrc in wanted]


def _sent(seat: Seat) -> int:
    return seat.sources[MICROPHONE].packets


def _now_ns() -> int:
    return time.clock_gettime_ns(time.CLOCK_REALTIME)
