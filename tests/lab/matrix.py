"""What people get over bad links: `python -m tests.lab.matrix`, or `make netlab`, prints a table, then JSON.

Two people are on a good link and one on the link that each cell impairs: loss and delay in both directions, the rate
towards it. For each cell, after some time to settle: what the person on the bad link receives of the first and of the
second, what arrives from them, what the other two receive of each other, and the bits that the bad link carried. For
each delay: when the person on that link, who joins last, saw everybody in full. `--peer livekit` or `--peer
mediasoup` puts another relay in the place of ours.
"""

import argparse
import asyncio
import json
import sys
from dataclasses import dataclass
from itertools import groupby

from tests.lab.figures import Figures
from tests.lab.relays import add_peer_argument, missing_for, open_seats
from tests.lab.room import Seat
from tests.support.service.troubles.faults import Faults

__all__ = ["CELLS", "Cell", "main"]

_COLUMNS = (
    ("fps", "frames/s"),
    ("height", "height"),
    ("freezes", "freezes"),
    ("frozen_s", "frozen s"),
    ("audio_packets", "audio packets"),
    ("concealed_percent", "concealed %"),
    ("silent_percent", "silent %"),
    ("audio_delay_ms", "audio delay ms"),
    ("audio_nacks", "audio NACKs"),
    ("nacks", "NACKs"),
    ("repeats", "RTX"),
    ("plis", "PLIs"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of bad link.

    Attributes:
        loss: share lost in each direction. delay_ms: each way. down_kbps: rate towards the client; None for unlimited.
        up_loss: share lost from the client alone.
    """

    loss: float = 0.0
    delay_ms: int = 0
    down_kbps: int | None = None
    up_loss: float = 0.0

    @property
    def name(self) -> str:
        """Its name in the table."""
        rate = f", {self.down_kbps} kbit/s" if self.down_kbps else ""
        loss = f"{self.up_loss:.0%} up" if self.up_loss else f"{self.loss:.0%}"
        return f"{loss}, {self.delay_ms} ms{rate}"

    def up(self) -> Faults:
        """The impairment of packets from the client."""
        return Faults(self.loss or self.up_loss, self.delay_ms / 1000)

    def down(self) -> Faults:
        """The impairment of packets to the client."""
        rate = self.down_kbps * 1000 if self.down_kbps else None
        return Faults(self.loss, self.delay_ms / 1000, rate)


CELLS = (
    Cell(),
    Cell(up_loss=0.05),
    *(Cell(loss / 100) for loss in (2, 5, 10)),
    *(Cell(down_kbps=rate) for rate in (1024, 512, 256)),
    *(Cell(loss / 100, delay) for delay in (50, 150) for loss in (0, 2, 5, 10)),
    Cell(0.1, 100),
)


async def _between(seats: list[Seat], seconds: float) -> list[dict[int, Figures]]:
    before = [await seat.figures() for seat in seats]
    await asyncio.sleep(seconds)
    after = [await seat.figures() for seat in seats]
    return [
        {slot: now - old[slot] for slot, now in new.items() if slot in old}
        for old, new in zip(before, after, strict=True)
    ]


async def _measure(peer: str, cells: list[Cell], settle_s: float, seconds: float) -> None:
    """One room per delay: a browser mistakes a delay that changes during a call for a queue."""
    print("| loss, delay each way | who gets whom |", " | ".join(title for _, title in _COLUMNS), "|")
    print("|" + "---|" * (len(_COLUMNS) + 2))
    lines = []
    for delay_ms, same in groupby(cells, lambda cell: cell.delay_ms):
        async with open_seats(peer, Faults(delay_s=delay_ms / 1000)) as seats:
            ann, ben, cem = seats
            full_s = round(await cem.full_s((ann.slot, ben.slot)), 1)
            for seat in seats:
                await seat.gets(seats[seat.slot - 1].slot)
            for cell in same:
                rows = await _cell(cell, seats, settle_s, seconds)
                seen = {"peer": peer, "cell": cell.name, "seconds": seconds, "full_s": full_s}
                lines.append(json.dumps(seen | rows))
    print("\n".join(["", *lines]))


async def _cell(cell: Cell, seats: list[Seat], settle_s: float, seconds: float) -> dict[str, object]:
    ann, ben, cem = seats
    cem.link.set(cell.up(), cell.down())
    await asyncio.sleep(settle_s)
    up, down = cem.link.up.octets, cem.link.down.octets
    at_ann, at_ben, at_cem = await _between(seats, seconds)
    views = {
        "bad gets first": (at_cem[ann.slot], 1),
        "bad gets second": (at_cem[ben.slot], 1),
        "good gets bad": (at_ann[cem.slot] + at_ben[cem.slot], 2),
        "good gets good": (at_ann[ben.slot] + at_ben[ann.slot], 2),
    }
    # The rates of a view of two streams are per stream.
    rows = {view: figures.as_row(streams * seconds) for view, (figures, streams) in views.items()}
    for view, row in rows.items():
        print(f"| {cell.name} | {view} |", " | ".join(f"{row[key]:g}" for key, _ in _COLUMNS), "|")
    carried = {
        "down_kbps": round((cem.link.down.octets - down) / 125 / seconds),
        "up_kbps": round((cem.link.up.octets - up) / 125 / seconds),
    }
    print(f"| {cell.name} | carried to and from the bad one, kbit/s |", *carried.values(), "|")
    sys.stdout.flush()
    return {"views": rows} | carried


def main() -> int:
    """Run the cells; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests.lab.matrix", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="measured per cell")
    parser.add_argument("--settle", type=float, default=10, help="waited before, per cell")
    parser.add_argument("--cells", default="", help="only these, by number from 0, with commas")
    add_peer_argument(parser)
    options = parser.parse_args()
    missing = missing_for(options.peer)
    if missing:
        print(f"Not run: {missing}.")
        return 1
    chosen = [CELLS[int(number)] for number in options.cells.split(",") if number] or list(CELLS)
    asyncio.run(_measure(options.peer, chosen, options.settle, options.seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
