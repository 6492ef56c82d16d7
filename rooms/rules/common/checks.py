"""Checks that several parts share. Each returns the stable code of a refusal, or None."""

from typing import Any

from rooms.rules.context import RuleContext
from rooms.state import Phase, Place

__all__ = ["fresh", "here", "in_room", "leads", "leads_inside", "on_own_screen", "runs", "works_here"]


def here(context: RuleContext, command: Any) -> str | None:
    """The person's seat is in the session, at least in the waiting room."""
    return "seat.not_in_room" if context.seat_of(command.by).place is Place.OUTSIDE else None


def runs(context: RuleContext, command: Any) -> str | None:
    """The session is live."""
    phase = context.state.phase
    if phase in (Phase.HELD, Phase.SUSPENDED):
        return "room.held"
    return None if phase is Phase.LIVE else "room.not_live"


def in_room(context: RuleContext, command: Any) -> str | None:
    """The session is live and the person sits in the room."""
    return runs(context, command) or (None if context.is_in_room(command.by) else "seat.not_in_room")


def leads(context: RuleContext, command: Any) -> str | None:
    """The person moderates: a facilitator in the room, with the session live."""
    if not context.leads(command.by):
        return "role.forbidden"
    return in_room(context, command)


def leads_inside(context: RuleContext, command: Any) -> str | None:
    """The person moderates, in the room or in one of its private rooms, even while the session is held."""
    if not context.leads(command.by):
        return "role.forbidden"
    if context.state.phase is Phase.WAITING:
        return "room.not_live"
    return None if context.is_inside(command.by) else "seat.not_in_room"


def works_here(context: RuleContext, command: Any) -> str | None:
    """The person is staff in the live room or in one of its private rooms."""
    if not context.is_staff_person(command.by):
        return "role.forbidden"
    if context.seat_of(command.by).place is Place.PRIVATE:
        return runs(context, command)
    return in_room(context, command)


def fresh(context: RuleContext, command: Any) -> str | None:
    """F1: a command formed for another holder, mode or step is stale."""
    return None if command.expected_seq == context.state.floor.seq else "floor.stale"


def on_own_screen(context: RuleContext, command: Any) -> str | None:
    """F9: private actions need a screen that only this person looks at."""
    return None if context.sits_alone(command.by, command.via) else "seat.is_shared"
