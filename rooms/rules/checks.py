"""Checks that several parts share. Each returns the stable code of a refusal, or None."""

from typing import Any

from rooms.rules.context import Ledger
from rooms.state import Phase, Place

__all__ = ["fresh", "here", "in_room", "leads", "leads_inside", "on_own_screen", "runs", "works_here"]


def here(ledger: Ledger, command: Any) -> str | None:
    """The person's seat is in the session, at least in the waiting room."""
    return "seat.not_in_room" if ledger.seat_of(command.by).place is Place.OUTSIDE else None


def runs(ledger: Ledger, command: Any) -> str | None:
    """The session is live."""
    phase = ledger.state.phase
    if phase in (Phase.HELD, Phase.SUSPENDED):
        return "room.held"
    return None if phase is Phase.LIVE else "room.not_live"


def in_room(ledger: Ledger, command: Any) -> str | None:
    """The session is live and the person sits in the room."""
    return runs(ledger, command) or (None if ledger.is_in_room(command.by) else "seat.not_in_room")


def leads(ledger: Ledger, command: Any) -> str | None:
    """The person moderates here: a facilitator in the running room."""
    if not ledger.leads(command.by):
        return "role.forbidden"
    return in_room(ledger, command)


def leads_inside(ledger: Ledger, command: Any) -> str | None:
    """The person moderates here, in the room or in a private one of it, also while the session is held."""
    if not ledger.leads(command.by):
        return "role.forbidden"
    if ledger.state.phase is Phase.WAITING:
        return "room.not_live"
    return None if ledger.is_inside(command.by) else "seat.not_in_room"


def works_here(ledger: Ledger, command: Any) -> str | None:
    """The person is staff in the running room, or in a private room of it."""
    if not ledger.is_staff_person(command.by):
        return "role.forbidden"
    if ledger.seat_of(command.by).place is Place.PRIVATE:
        return runs(ledger, command)
    return in_room(ledger, command)


def fresh(ledger: Ledger, command: Any) -> str | None:
    """F1: an intent that was formed for another holder, mode or step is stale."""
    return None if command.expected_seq == ledger.state.floor.seq else "floor.stale"


def on_own_screen(ledger: Ledger, command: Any) -> str | None:
    """F9: what is private is asked from a screen that only this person looks at."""
    return None if ledger.sits_alone(command.by, command.via) else "seat.is_shared"
