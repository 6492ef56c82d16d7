"""Observers: visible, announced, and here only as the policy and those they look at allow (domain.md part 3). Pure."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import ObserverRule
from rooms.rules.checks import here
from rooms.rules.context import Ledger
from rooms.rules.part import Part, all_of
from rooms.state import Place
from rooms.state.subjects import PEOPLE

__all__ = ["OBSERVERS", "observer_refusal", "unanswered"]


def observer_refusal(ledger: Ledger, observer: PersonId) -> str | None:
    """Return why the observer may not come into the room now, or None."""
    match ledger.setup.policy.observers:
        case ObserverRule.NEVER:
            return "observer.never"
        case ObserverRule.CONSENT_OF_ALL:
            answers = ledger.state.observers.get(observer, {})
            agreed = all(answers.get(member) for member in _members_inside(ledger))
            return None if agreed else "observer.no_consent"
        case ObserverRule.NOTICE:
            return None


def unanswered(ledger: Ledger, person: PersonId) -> list[PersonId]:
    """Return the observers, here or waiting, about whom this member has not said yet whether they may be here."""
    if ledger.role(person) is not Role.MEMBER or not _asks_members(ledger):
        return []
    if ledger.seat_of(person).place is Place.OUTSIDE:
        return []
    answers = ledger.state.observers
    return [observer for observer in _observers(ledger) if person not in answers.get(observer, {})]


def _observers(ledger: Ledger) -> list[PersonId]:
    people = ledger.state.people
    return [
        person
        for person, now in people.items()
        if now.role is Role.OBSERVER and ledger.seat_of(person).place is not Place.OUTSIDE
    ]


def _members_inside(ledger: Ledger) -> list[PersonId]:
    people = ledger.state.people.items()
    return [person for person, now in people if now.role is Role.MEMBER and ledger.is_inside(person)]


def _asks_members(ledger: Ledger) -> bool:
    return ledger.setup.policy.observers is ObserverRule.CONSENT_OF_ALL


def _settle(ledger: Ledger) -> None:
    """See out the observers whom anybody in the room does not want here."""
    if not _asks_members(ledger):
        return
    for observer in _observers(ledger):
        answers = ledger.state.observers.get(observer, {})
        unwanted = any(answers.get(member) is False for member in _members_inside(ledger))
        if unwanted and ledger.is_inside(observer):
            ledger.emit(ev.SeatMovedToWaiting(ledger.state.people[observer].seat, None))


def _answer(ledger: Ledger, command: cmd.AnswerObserver) -> None:
    if ledger.state.observers.get(command.observer, {}).get(command.by) is not command.agrees:
        ledger.emit(ev.ObserverAnswered(command.observer, command.by, command.agrees))


def _is_asked(ledger: Ledger, command: cmd.AnswerObserver) -> str | None:
    if ledger.role(command.by) is not Role.MEMBER:
        return "role.forbidden"
    if not _asks_members(ledger):
        return "observer.not_asked"
    return None if command.observer in _observers(ledger) else "observer.unknown"


def _answer_one(person: PersonId, ledger: Ledger) -> cmd.AnswerObserver:
    return cmd.AnswerObserver(person, next(iter(_observers(ledger)), person), agrees=True)


OBSERVERS = Part(
    handlers={cmd.AnswerObserver: _answer},
    checks={cmd.AnswerObserver: all_of(_is_asked, here)},
    examples={"observer.answer": _answer_one},
    settle=_settle,
    watches=PEOPLE,
)
