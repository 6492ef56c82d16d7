"""Identifiers. Each is a string with a prefix that says what it names; they are made at the edge and passed in."""

from typing import NewType

__all__ = ["PersonId", "RoomId", "SeatId"]

RoomId = NewType("RoomId", str)
"""``ss_…``: a room is the live runtime of one session and carries the session's id."""

SeatId = NewType("SeatId", str)
"""``se_…``: one place in the room, one media connection, one or two people."""

PersonId = NewType("PersonId", str)
"""``pt_…``: one human. People hold hands, turns and talk time; seats and connections do not (invariant F8)."""
