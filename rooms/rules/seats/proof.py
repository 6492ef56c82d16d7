"""Who has shown who they are, and whom staff have seen (docs/domain.md, Who is there). Pure.

In a session that asks for proof, nobody comes in unproved: neither a seat, nor one of two on it. Whom staff confirmed to
be away may still come: they count from when staff confirm that they see them.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.rules.common.checks import works_here
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, reads
from rooms.rules.seats.admission import is_locked, locked, members_inside
from rooms.rules.seats.readiness import not_ready
from rooms.state import Phase, Place, Proof
from rooms.state.subjects import PEOPLE

__all__ = ["PROOF"]

_PROVES = frozenset({Proof.UNPROVED, Proof.ABSENT})
_MAY_BE_AWAY = frozenset({Proof.UNPROVED, Proof.ARRIVING})


def _prove(context: RuleContext, command: cmd.Prove) -> None:
    if command.person not in context.state.seated.get(command.seat, ()):
        raise Refused("person.not_there")
    if context.state.phase is Phase.ENDED:
        raise Refused("room.ended")
    if context.state.people[command.person].proof in _PROVES:
        context.emit(ev.PersonProved(command.person))


def _settle(context: RuleContext) -> None:
    """Let staff in, whom nobody has to admit, as soon as it is known who they are."""
    for seat in context.admissible():
        if context.is_staff(seat) and not context.unproved_on(seat):
            context.emit(ev.SeatAdmitted(seat, None))


def _may_be_away(context: RuleContext, command: cmd.ConfirmAbsent) -> str | None:
    now = context.state.people.get(command.person)
    if now is None:
        return "person.unknown"
    if now.proof not in _MAY_BE_AWAY:
        return "person.is_absent" if now.proof is Proof.ABSENT else "person.is_proved"
    seat = context.state.seats[now.seat]
    if now.proof is Proof.UNPROVED and seat.place is not Place.WAITING:
        return "seat.not_waiting"
    return None if set(seat.occupants) - {command.person} else "person.alone"


@reads(locked)
def _may_come_in(context: RuleContext, command: cmd.ConfirmPresent) -> str | None:
    now = context.state.people.get(command.person)
    if now is None:
        return "person.unknown"
    if now.proof is not Proof.ARRIVING:
        return "person.not_arriving"
    if now.role is not Role.MEMBER:
        return None
    unready = not_ready(context, command.person)
    if unready:
        return unready
    if is_locked(context) and not now.came:
        return "room.locked"
    return "room.full" if members_inside(context) >= context.setup.policy.max_people else None


def _say_absent(person: PersonId, context: RuleContext) -> cmd.ConfirmAbsent:
    """Aim at somebody who may be away, or at oneself if there is nobody."""
    asked = (cmd.ConfirmAbsent(person, other) for other in context.state.people)
    return next(
        (each for each in asked if _may_be_away(context, each) is None), cmd.ConfirmAbsent(person, person)
    )


@reads(locked)
def _say_present(person: PersonId, context: RuleContext) -> cmd.ConfirmPresent:
    """Aim at somebody who is arriving, or at oneself if there is nobody."""
    asked = (cmd.ConfirmPresent(person, other) for other in context.state.people)
    return next(
        (each for each in asked if _may_come_in(context, each) is None), cmd.ConfirmPresent(person, person)
    )


PROOF = Part(
    handlers={
        cmd.Prove: _prove,
        cmd.ConfirmAbsent: lambda context, command: context.emit(
            ev.PersonConfirmedAbsent(command.person, command.by)
        ),
        cmd.ConfirmPresent: lambda context, command: context.emit(
            ev.PersonConfirmedPresent(command.person, command.by)
        ),
    },
    checks={
        cmd.ConfirmAbsent: all_of(works_here, _may_be_away),
        cmd.ConfirmPresent: all_of(works_here, _may_come_in),
    },
    examples={"person.confirm_absent": _say_absent, "person.confirm_present": _say_present},
    settle=_settle,
    watches=PEOPLE,
)
