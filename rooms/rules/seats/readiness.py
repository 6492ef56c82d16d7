"""Who is ready to come in, as the programme around the room reports it (docs/domain.md 1.3). Pure.

A seat comes in once everybody on it is ready. Whoever is in already stays when that changes, with one exception: who
took back what they need to stay waits again, and with them whoever shares their seat. In a private room staff are there.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.context import RuleContext
from rooms.rules.part import Part
from rooms.state.subjects import PEOPLE

__all__ = ["READINESS", "not_ready", "seat_not_ready"]


def not_ready(context: RuleContext, person: PersonId) -> str | None:
    """Return why the person may not come in yet, or None."""
    readiness = context.state.people[person].readiness
    if readiness.todo:
        return "admission.todo"
    return "admission.held" if readiness.holds else None


def seat_not_ready(context: RuleContext, seat: SeatId) -> str | None:
    """Return why somebody on the seat may not come in yet, or None."""
    codes = (not_ready(context, person) for person in context.state.seats[seat].occupants)
    return next((code for code in codes if code), None)


def _report(context: RuleContext, command: cmd.ReportReadiness) -> None:
    now = context.state.people.get(command.person)
    if now is None:
        raise Refused("person.unknown")
    reported = command.readiness
    if now.readiness != reported:
        context.emit(
            ev.ReadinessReported(
                command.person,
                reported.todo,
                reported.holds,
                reported.notes,
                reported.must_leave,
                reported.no_observers,
                reported.talk,
            )
        )


def _settle(context: RuleContext) -> None:
    """Move out of the group's room whoever may not stay in it."""
    for person, now in context.state.people.items():
        # A member's role may be changed while they are in: staff seats come in by themselves.
        if now.role is Role.MEMBER and now.readiness.must_leave and context.is_in_room(person):
            context.emit(ev.SeatMovedToWaiting(now.seat, None))


READINESS = Part(handlers={cmd.ReportReadiness: _report}, settle=_settle, watches=PEOPLE)
