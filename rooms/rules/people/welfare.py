"""The welfare check: somebody flagged has lost the connection or has left, and staff find out whether they are safe.

Those who lead are asked once somebody flagged has been gone for ``welfare_after_s``. What they do is noted as a step
with its time, never what was said; Attune itself calls nobody. What is not over when the session ends is followed up.
"""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.rules.common.checks import leads_inside
from rooms.rules.common.welfare import flags_of, gone_since, is_back
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, of_leaders, reads
from rooms.state import Phase, Welfare
from rooms.state.subjects import PEOPLE, RUNS

__all__ = ["WELFARE"]


@of_leaders(PEOPLE)
def checks(context: RuleContext) -> frozenset[tuple[PersonId, Welfare]]:
    """On whom there is a welfare check, and how far it is."""
    return frozenset((person, check.state) for person, check in context.state.care.welfare.items())


def _settle(context: RuleContext) -> None:
    for person in context.state.people:
        check = context.state.care.welfare.get(person)
        due_at = _due_at(context, person)
        if due_at is not None and due_at <= context.now:
            context.emit(ev.WelfareDue(person))
        elif check is not None and is_back(context, person):
            if check.state is Welfare.OVER or check.back_at is None:
                context.emit(ev.WelfareBack(person))


def _due_at(context: RuleContext, person: PersonId) -> float | None:
    """Return when a welfare check on the person is due (Unix seconds); None while nothing asks for one."""
    if person in context.state.care.welfare:
        return None
    since = gone_since(context, person)
    if since is None or not flags_of(context, person):
        return None
    return since + context.setup.policy.welfare_after_s


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    if context.state.phase is not Phase.ENDED:
        yield from (_due_at(context, person) for person in context.state.people)


def _flag(context: RuleContext, command: cmd.FlagPerson) -> None:
    if (command.person in context.state.care.flagged) is not command.on:
        context.emit(ev.PersonFlagged(command.person, command.on, command.by))


def _is_client(context: RuleContext, command: cmd.FlagPerson) -> str | None:
    if command.person not in context.state.people:
        return "person.unknown"
    return None if context.role(command.person) is Role.MEMBER else "person.not_member"


@reads(checks)
def _goes_on(context: RuleContext, command: cmd.NoteWelfare) -> str | None:
    check = context.state.care.welfare.get(command.person)
    if check is None:
        return "welfare.none"
    if check.state is Welfare.OVER:
        return "welfare.over"
    never_called = check.state is Welfare.DUE and command.step is WelfareStep.NOT_REACHED
    return "welfare.not_called" if never_called else None


@reads(checks)
def _note_first(person: PersonId, context: RuleContext) -> cmd.NoteWelfare:
    """Aim at a check that goes on; at oneself if there is none."""
    open_ones = (one for one, check in context.state.care.welfare.items() if check.state is not Welfare.OVER)
    return cmd.NoteWelfare(person, next(open_ones, person), WelfareStep.CALLED)


WELFARE = Part(
    handlers={
        cmd.FlagPerson: _flag,
        cmd.NoteWelfare: lambda context, command: context.emit(
            ev.WelfareNoted(command.person, command.step, command.by)
        ),
    },
    checks={
        cmd.FlagPerson: all_of(leads_inside, _is_client),
        cmd.NoteWelfare: all_of(leads_inside, _goes_on),
    },
    examples={
        "flag.mark": lambda person, context: cmd.FlagPerson(
            person, next(iter(context.participants()), person), on=True
        ),
        "welfare.note": _note_first,
    },
    settle=_settle,
    deadlines=_deadlines,
    watches=PEOPLE | RUNS,
)
