"""The relays that the lab can put between the same pages: ours, and LiveKit beside it."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.lab.livekit import missing_for_livekit, open_livekit_room
from tests.lab.room import Seat, open_room
from tests.support.browsers.chromium import missing_programs
from tests.support.browsers.netlab import missing_for_netlab
from tests.support.service.troubles.faults import PERFECT, Faults

__all__ = ["FPS", "add_peer_argument", "missing_for", "open_seats"]

# Pictures a second of every camera: as many as two cores can carry for three pages.
FPS = 10
_OURS, _LIVEKIT = "attune", "livekit"


def add_peer_argument(parser: argparse.ArgumentParser) -> None:
    """Let a program of the lab be told which relay to use."""
    parser.add_argument(
        "--peer", choices=(_OURS, _LIVEKIT), default=_OURS, help="the relay of somebody else, instead of ours"
    )


def missing_for(peer: str) -> str | None:
    """What to do before this relay can be measured in the lab, or None."""
    missing = missing_for_netlab() or ", ".join(missing_programs())
    return missing or (missing_for_livekit() if peer == _LIVEKIT else None)


@asynccontextmanager
async def open_seats(peer: str, faults: Faults = PERFECT) -> AsyncIterator[list[Seat]]:
    """A room of three on that relay: ann and ben on one good link, cem alone on one with these faults both ways."""
    if peer == _LIVEKIT:
        async with open_livekit_room(faults, FPS) as seats:
            yield seats
    else:
        async with open_room(faults, FPS) as (_, seats):
            yield seats
