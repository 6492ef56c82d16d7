"""The relays that the lab can put between the same pages: ours, and LiveKit and mediasoup beside it."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.lab.livekit import missing_for_livekit, open_livekit_room
from tests.lab.mediasoup import missing_for_mediasoup, open_mediasoup_room
from tests.lab.room import Seat, open_room
from tests.support.browsers.chromium import missing_programs
from tests.support.browsers.netlab import missing_for_netlab
from tests.support.service.troubles.faults import PERFECT, Faults

__all__ = ["FPS", "add_peer_argument", "missing_for", "open_seats"]

# Pictures a second of every camera: as many as two cores can carry for three pages.
FPS = 10
_OURS = "attune"
# Of each of the others: what is missing before it can be measured, and its room.
_OTHERS = {
    "livekit": (missing_for_livekit, open_livekit_room),
    "mediasoup": (missing_for_mediasoup, open_mediasoup_room),
}


def add_peer_argument(parser: argparse.ArgumentParser) -> None:
    """Let a program of the lab be told which relay to use."""
    parser.add_argument(
        "--peer", choices=(_OURS, *_OTHERS), default=_OURS, help="the relay of somebody else, instead of ours"
    )


def missing_for(peer: str) -> str | None:
    """What to do before this relay can be measured in the lab, or None."""
    missing = missing_for_netlab() or ", ".join(missing_programs())
    if missing or peer == _OURS:
        return missing or None
    missing_for_other, _ = _OTHERS[peer]
    return missing_for_other()


@asynccontextmanager
async def open_seats(peer: str, faults: Faults = PERFECT) -> AsyncIterator[list[Seat]]:
    """A room of three on that relay: ann and ben on one good link, cem alone on one with these faults both ways."""
    if peer == _OURS:
        async with open_room(faults, FPS) as (_, seats):
            yield seats
    else:
        _, open_other = _OTHERS[peer]
        async with open_other(faults, FPS) as seats:
            yield seats
