"""Identifiers: strings whose prefix says what they name. They are created at the edge and passed in."""

from typing import NewType

__all__ = ["PersonId", "RoomId", "SeatId"]

RoomId = NewType("RoomId", str)
"""``ss_…``: a room is the runtime of one session and has the session's id."""

SeatId = NewType("SeatId", str)
"""``se_…``: one seat: one media connection, one or two people."""

PersonId = NewType("PersonId", str)
"""``pt_…``: one human. Hands, turns and talk time belong to people, not to seats or connections (F8)."""
