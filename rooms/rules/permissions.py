"""Who may do what, and when: one check per command, shared by the room that applies and the views that offer."""

from dataclasses import replace
from typing import Any

from rooms.model.commands import Command, Leave, SetDevices, SignalHelp
from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.rules.part import Fact, all_of, read_by
from rooms.rules.parts import PARTS
from rooms.state import Phase, Place

__all__ = ["FACTS", "available", "barred", "facts_of", "refusal", "requests", "staff_refusal"]

_COMMANDS = {command for part in PARTS for command in part.checks}
_CHECKS = {
    command: all_of(*(part.checks[command] for part in PARTS if command in part.checks))
    for command in _COMMANDS
}
"""A part may add a refusal of its own to another part's command."""
_FROM_ANYBODY = frozenset({SetDevices, Leave, SignalHelp})
"""What those may do who have not shown who they are, or are not there as far as staff know."""
_EXAMPLES = {name: example for part in PARTS for name, example in part.examples.items()}


FACTS: tuple[Fact, ...] = tuple(
    sorted(read_by(*_CHECKS.values(), *_EXAMPLES.values()), key=lambda fact: fact.name)
)
"""All facts that checks and examples read, except ``seating``. While they are unchanged, so are the offers."""


def requests() -> tuple[str, ...]:
    """Return the request types that are offered to people."""
    return tuple(_EXAMPLES)


def facts_of(context: RuleContext, request: str, person: PersonId) -> frozenset[Fact]:
    """Return the facts that decide, besides ``seating``, whether the person is offered this request."""
    example = _EXAMPLES[request]
    return read_by(example, _CHECKS[type(example(person, context))])


def refusal(context: RuleContext, command: Command) -> str | None:
    """Return why ``command`` is refused now, or None. Facts from the system are never refused here."""
    check = _CHECKS.get(type(command))
    if check is None:
        return None
    by: PersonId = command.by  # type: ignore[union-attr]  # every command in the table has an acting person
    if by not in context.state.people:
        return "person.unknown"
    if context.state.phase is Phase.ENDED:
        return "room.ended"
    if type(command) not in _FROM_ANYBODY and not context.is_known(by):
        return "person.unproved"
    return check(context, command)


def barred(context: RuleContext, person: PersonId) -> frozenset[str]:
    """Return the request types that the person's role rules out, until somebody moves or changes roles.

    For those who lead, none: their requests may be refused because of the role of the person they are aimed at.
    """
    if context.leads(person):
        return frozenset()
    tried = ((name, refusal(context, example(person, context))) for name, example in _EXAMPLES.items())
    return frozenset(name for name, code in tried if code == "role.forbidden")


def available(
    context: RuleContext, person: PersonId, via: SeatId | None = None, but: frozenset[str] = frozenset()
) -> list[str]:
    """Return the request types that would be accepted from ``person`` now, for some target.

    Args:
        but: Request types known to be refused.
        via: The screen it is sent from; what needs a screen of one's own is not offered on a shared one (F9).
    """
    return [
        name
        for name, example in _EXAMPLES.items()
        if name not in but and refusal(context, _from_screen(example(person, context), via)) is None
    ]


def _from_screen(command: Any, via: SeatId | None) -> Any:
    return replace(command, via=via) if via is not None and hasattr(command, "via") else command


def staff_refusal(context: RuleContext, seat: SeatId) -> str | None:
    """Return why the seat is refused what only staff in the live room may see, or None."""
    if not context.is_staff(seat):
        return "role.forbidden"
    if context.state.phase not in (Phase.LIVE, Phase.HELD, Phase.SUSPENDED):
        return "room.not_live"
    return None if context.state.seats[seat].place in (Place.MAIN, Place.PRIVATE) else "seat.not_in_room"
