"""A seat's link to the relay as the web process sees it: the states and the table of its transitions.

After a change, ``python -m app.live.relay.link_states`` writes the table into docs/relay.md.
"""

from enum import StrEnum
from pathlib import Path
from typing import Final

from rooms.model.machine import STAYS, Machine, Row
from rooms.state.machines.page import with_tables

__all__ = ["COMMAND", "LINK", "PAGE_PATH", "LinkEvent", "LinkState"]

PAGE_PATH: Final = Path(__file__).parents[3] / "docs/relay.md"
COMMAND: Final = "python -m app.live.relay.link_states"


class LinkState(StrEnum):
    """How far a seat's connection to the relay is."""

    NONE = "none"
    """The relay has no peer for the seat."""
    OFFERED = "offered"
    """The page has an offer to answer."""
    ANSWERED = "answered"
    """The relay has the answer; no media passes, not yet or not just now."""
    UP = "up"


class LinkEvent(StrEnum):
    """What moves a link: what the client does, and what the relay reports."""

    OFFERED = "offered"
    RESTARTED = "restarted"
    ANSWERED = "answered"
    CONNECTED = "connected"
    SILENT = "silent"
    CUT = "cut"


_LINKED = (LinkState.OFFERED, LinkState.ANSWERED, LinkState.UP)

LINK: Machine[LinkState] = Machine(
    "relay link",
    tuple(LinkState),
    LinkState.NONE,
    (
        Row(
            (LinkState.NONE,),
            LinkState.OFFERED,
            LinkEvent.OFFERED,
            "the relay created a peer; an older one was closed before",
        ),
        Row(
            (LinkState.ANSWERED, LinkState.UP),
            STAYS,
            LinkEvent.RESTARTED,
            "new ICE credentials are offered for the same connection",
        ),
        Row(
            (LinkState.OFFERED, LinkState.ANSWERED),
            LinkState.ANSWERED,
            LinkEvent.ANSWERED,
            "the relay accepted the page's answer, the first one or the one after a restart",
        ),
        Row(
            (LinkState.UP,),
            STAYS,
            LinkEvent.ANSWERED,
            "the same while media passes; the relay's report may come before its reply",
        ),
        Row(_LINKED, LinkState.UP, LinkEvent.CONNECTED, "`PeerConnected`: media passes, or passes again"),
        Row((LinkState.UP,), LinkState.ANSWERED, LinkEvent.SILENT, "`PeerSilent`: the connection is kept"),
        Row(
            (LinkState.OFFERED, LinkState.ANSWERED),
            STAYS,
            LinkEvent.SILENT,
            "`PeerSilent` while nothing passed; what another process reports is not our error",
        ),
        Row(
            tuple(LinkState),
            LinkState.NONE,
            LinkEvent.CUT,
            "`PeerLost`; the room is lost, a new page comes, or a new offer follows",
        ),
    ),
)


if __name__ == "__main__":
    PAGE_PATH.write_text(with_tables(PAGE_PATH.read_text(), [LINK], COMMAND))
