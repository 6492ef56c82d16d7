"""Who is together with whom, and which screens only one person looks at (F9)."""

from collections.abc import Iterator
from typing import Any

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.common.checks import runs
from rooms.rules.context import RuleContext
from rooms.state import Place, SeatState

__all__ = [
    "MAIN",
    "has_own_screen",
    "inside",
    "is_present",
    "people_in",
    "space_of",
    "space_of_person",
    "takes_part",
]

MAIN = "main"

_PRESENT = (Place.WAITING, Place.MAIN, Place.PRIVATE)


def space_of(context: RuleContext, seat: SeatId) -> str | None:
    """Return the space of this screen's people; None in the waiting room and outside.

    A companion device is in the space of its owner's seat.
    """
    now = context.state.seats[seat]
    return _space(context.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now)


def space_of_person(context: RuleContext, person: PersonId) -> str | None:
    """Return the space the person is in; None in the waiting room, outside, and if they are not there."""
    return _space(context.seat_of(person))


def _space(seat: SeatState) -> str | None:
    if seat.place is Place.PRIVATE:
        return f"private-{seat.private}"
    return MAIN if seat.place is Place.MAIN else None


def people_in(context: RuleContext, space: str) -> Iterator[PersonId]:
    """Return who is there, including those who are reconnecting."""
    return (person for person in context.state.people if space_of_person(context, person) == space)


def is_present(context: RuleContext, person: PersonId) -> bool:
    """Whether the person is in the session, at least in the waiting room."""
    return context.seat_of(person).place in _PRESENT


def has_own_screen(context: RuleContext, person: PersonId) -> bool:
    """Whether the person is known, and connected on a screen that nobody else looks at: their seat or their phone."""
    if not context.is_known(person):
        return False
    if is_present(context, person) and context.sits_alone(person, context.state.people[person].seat):
        return True
    companion = context.setup.companion_of(person)
    if companion is None:
        return False
    device = context.state.seats[companion]
    return device.place is Place.COMPANION and device.online


def inside(context: RuleContext, command: Any) -> str | None:
    """The session is live and the person sits in the room or in a private one."""
    code = runs(context, command)
    if code:
        return code
    return None if space_of_person(context, command.by) else "seat.not_in_room"


def takes_part(context: RuleContext, command: Any) -> str | None:
    """The person is a member or moderates."""
    return None if context.role(command.by) is Role.MEMBER or context.leads(command.by) else "role.forbidden"
