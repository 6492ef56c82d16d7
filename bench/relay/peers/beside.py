"""Our relay and those of others in turn, under the same load on the same machine, and one table of the medians."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.figures import Measured, median_of
from bench.relay.own.rooms import OwnOptions
from bench.relay.own.run import measure_own
from bench.relay.peers.namespace import measure_peer
from bench.relay.peers.program import PeerFailed
from bench.relay.peers.room import PEERS

__all__ = ["Turns", "measure_in_turn", "table_of"]

_HEADS = (
    "Relay",
    "Seats",
    "Forwarded / expected pps",
    "CPU %",
    "CPU µs per packet",
    "Ratio",
    "Added latency p50 / p99 ms",
    "RSS MiB per seat",
    "Gate close ms",
    "Join s",
)


@dataclass(frozen=True, slots=True)
class Turns:
    """What is measured, and how often.

    Attributes:
        own: of our relay; its seats and rooms are those of the other attributes.
        seats: sizes of rooms. rooms: numbers of rooms on our one worker. relays: others, of `PEERS`, one room each.
        runs: so often each, everything in turn.
    """

    own: OwnOptions
    seats: Sequence[int]
    rooms: Sequence[int]
    relays: Sequence[str]
    runs: int

    @property
    def sizes(self) -> list[OwnOptions]:
        """Everything that our relay is measured with."""
        return [
            dataclasses.replace(self.own, seats=seats, rooms=rooms)
            for seats in self.seats
            for rooms in self.rooms
        ]


def measure_in_turn(
    turns: Turns, tell: Callable[[Measured], None], regret: Callable[[str], None]
) -> list[Measured]:
    """Measure everything, one after the other, as often as asked for; returns the medians.

    A relay of somebody else that fails is left out of that turn.

    Args:
        turns: what is measured. tell: gets the figures of each run. regret: gets a sentence about each that failed.

    Raises:
        RelayFailed: ours did.
    """
    figures: defaultdict[tuple[object, ...], list[Measured]] = defaultdict(list)

    def take(some: Measured) -> Measured:
        figures[some["relay"], some["seats"], some.get("rooms")].append(some)
        tell(some)
        return some

    for _ in range(turns.runs):
        fewest: dict[int, Measured] = {}
        for size in turns.sizes:
            ours = measure_own(size)
            if size.rooms > 1 and size.seats in fewest:
                ours["growth"] = _ratio(ours, fewest[size.seats])
            fewest.setdefault(size.seats, take(ours))
            for relay in turns.relays if size.rooms == 1 else ():
                try:
                    theirs = measure_peer(relay, size.seats, size.seconds)
                except PeerFailed as failed:
                    regret(f"{PEERS[relay].program.title} could not be measured: {failed}")
                    continue
                take(theirs | {"ratio": _ratio(ours, theirs)})
    return [{"median_of": len(some), **median_of(some)} for some in figures.values()]


def table_of(medians: Iterable[Measured]) -> str:
    """The medians as a table in Markdown, by size."""
    rows = sorted(medians, key=lambda some: _number(some, "seats"))
    lines = [_HEADS, tuple("---" for _ in _HEADS), *(_row(some) for some in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(some: Measured) -> tuple[str, ...]:
    relay = str(some["relay"])
    title = PEERS[relay].program.title if relay in PEERS else "**Attune**"
    rooms = f", {some['rooms']:.0f} rooms" if "rooms" in some else ""
    latency = some["added_latency_ms"]
    assert isinstance(latency, dict)
    return (
        title + rooms,
        f"{_number(some, 'seats'):.0f}",
        f"{_number(some, 'forwarded_pps'):.0f} / {_number(some, 'expected_pps'):.0f}",
        f"{some['cpu_percent']}",
        f"{some['cpu_us_per_packet']}",
        f"{some.get('ratio', '')}",
        f"{latency['p50']} / {latency['p99']}",
        f"{some['rss_mib_per_seat']}",
        f"{some.get('gate_close_ms', '')}",
        f"{some['join_s']}",
    )


def _ratio(ours: Measured, theirs: Measured) -> float:
    return round(_number(ours, "cpu_us_per_packet") / _number(theirs, "cpu_us_per_packet"), 2)


def _number(some: Measured, name: str) -> float:
    number = some[name]
    assert isinstance(number, int | float)
    return number
