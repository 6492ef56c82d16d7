"""Observers: visible, announced, and admitted only as policy and members allow (docs/domain.md, Observers). Pure."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import ObserverRule
from rooms.rules.common.checks import here
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state import Place
from rooms.state.subjects import PEOPLE

__all__ = ["OBSERVERS", "observer_refusal", "unanswered"]


def observer_refusal(context: RuleContext, observer: PersonId) -> str | None:
    """Return why the observer may not enter the room now, or None."""
    match context.setup.policy.observers:
        case ObserverRule.NEVER:
            return "observer.never"
        case ObserverRule.CONSENT_OF_ALL:
            agreed = all(_answer_of(context, member, observer) for member in _members_inside(context))
            return None if agreed else "observer.no_consent"
        case ObserverRule.NOTICE:
            return None


def unanswered(context: RuleContext, person: PersonId) -> list[PersonId]:
    """Return the observers, in the room or waiting, about whom this member has not answered yet."""
    if context.role(person) is not Role.MEMBER or not context.is_known(person) or not _asks_members(context):
        return []
    if context.seat_of(person).place is Place.OUTSIDE:
        return []
    return [observer for observer in _observers(context) if _answer_of(context, person, observer) is None]


def _observers(context: RuleContext) -> list[PersonId]:
    people = context.state.people
    return [
        person
        for person, now in people.items()
        if now.role is Role.OBSERVER and context.seat_of(person).place is not Place.OUTSIDE
    ]


def _members_inside(context: RuleContext) -> list[PersonId]:
    people = context.state.people.items()
    return [person for person, now in people if now.role is Role.MEMBER and context.is_inside(person)]


def _answer_of(context: RuleContext, member: PersonId, observer: PersonId) -> bool | None:
    """Return whether the member agrees to this observer, None if they have not said. Who agrees to none is not asked."""
    if context.state.people[member].readiness.no_observers:
        return False
    return context.state.observers.get(observer, {}).get(member)


def _asks_members(context: RuleContext) -> bool:
    return context.setup.policy.observers is ObserverRule.CONSENT_OF_ALL


def _settle(context: RuleContext) -> None:
    """Move observers out whom anybody in the room does not accept."""
    if not _asks_members(context):
        return
    for observer in _observers(context):
        unwanted = any(_answer_of(context, member, observer) is False for member in _members_inside(context))
        if unwanted and context.is_inside(observer):
            context.emit(ev.SeatMovedToWaiting(context.state.people[observer].seat, None))


def _answer(context: RuleContext, command: cmd.AnswerObserver) -> None:
    if context.state.observers.get(command.observer, {}).get(command.by) is not command.agrees:
        context.emit(ev.ObserverAnswered(command.observer, command.by, command.agrees))


def _is_asked(context: RuleContext, command: cmd.AnswerObserver) -> str | None:
    if context.role(command.by) is not Role.MEMBER:
        return "role.forbidden"
    if not _asks_members(context):
        return "observer.not_asked"
    return None if command.observer in _observers(context) else "observer.unknown"


def _answer_one(person: PersonId, context: RuleContext) -> cmd.AnswerObserver:
    return cmd.AnswerObserver(person, next(iter(_observers(context)), person), agrees=True)


OBSERVERS = Part(
    handlers={cmd.AnswerObserver: _answer},
    checks={cmd.AnswerObserver: all_of(_is_asked, here)},
    examples={"observer.answer": _answer_one},
    settle=_settle,
    watches=PEOPLE,
)
