"""Which mails tell a person of an appointment. Pure.

What somebody was told last decides: who knows nothing of an appointment yet is told that it is planned, however often
it was moved; who knows its hours is not told again; who was never told of it is not told that it was cancelled. Nothing
here knows whether a couple's session is on hold, so partners are told the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.mail.delivery import DeliveryState
from app.mail.messages import (
    AppointmentCancelled,
    AppointmentMoved,
    AppointmentPlanned,
    Facts,
    Hours,
    Link,
    Reminder,
)
from app.mail.reminders import plan_reminders
from app.mail.stored.contacts import read_contact
from app.mail.stored.facts import read_facts, write_facts
from app.mail.wording import MailKind
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.repositories.mail.reach import Reach
from app.persistence.repositories.mail.records import NewMail, SealedMail
from clinic.common.ids import PersonId

__all__ = [
    "TOLD_AHEAD",
    "Meeting",
    "Told",
    "is_early",
    "last_told",
    "mails_of_cancelling",
    "mails_of_planning",
]

TOLD_AHEAD: Final = timedelta(days=14)
"""People are told of an appointment that long before it, not of a whole year of them at once."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment as it is now, and the people to be told."""

    time: PlannedTime
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The hours that a mail has told a person, and when."""

    hours: Hours
    at: datetime


def last_told(history: Iterable[SealedMail]) -> Told | None:
    """Return what a person knows of an appointment, from all mails to them about it; None if they expect none.

    A mail counts that was sent, and one that a worker has: it may arrive. Raises KeysUnusable.
    """
    known = None
    for mail in sorted(history, key=lambda one: (one.sequence or 0, one.made_at)):
        if mail.state != DeliveryState.SENT and not mail.is_leased:
            continue
        match read_facts(MailKind(mail.kind), mail.open_facts()):
            case AppointmentPlanned(hours=hours) | AppointmentMoved(hours=hours):
                known = Told(hours, mail.done_at or mail.made_at)
            case AppointmentCancelled():
                known = None
    return known


def is_early(time: PlannedTime, told: Told | None, now: datetime) -> bool:
    """Return whether nobody is told of an appointment yet who does not know of it."""
    return told is None and time.begins_at >= now + TOLD_AHEAD


def mails_of_planning(
    time: PlannedTime, reach: Reach, told: Told | None, link: str, now: datetime
) -> Iterator[NewMail]:
    """Yield what tells a person of a planned or moved appointment, and clients' reminders of it.

    Args:
        told: What they know of it; mails that were not sent yet are taken back before.
    """
    if is_early(time, told, now):
        return
    contact = read_contact(reach)
    hours, join = Hours(time.begins_at, time.ends_at), Link(link)
    due = contact.next_safe(now)
    if due is None:
        return
    told_at = told.at if told else now
    if told is None or told.hours != hours:
        facts = AppointmentMoved(hours, told.hours, join) if told else AppointmentPlanned(hours, join)
        if due >= time.ends_at:
            return
        yield _mail(time, reach, facts, due, time.ends_at)
        told_at = due
    if reach.is_staff:
        return
    for each in plan_reminders(time.begins_at, contact, told_at, now):
        yield _mail(time, reach, Reminder(hours, join), each.due, each.useful_until)


def mails_of_cancelling(
    time: PlannedTime, reach: Reach, told: Told | None, now: datetime
) -> Iterator[NewMail]:
    """Yield what tells a person that an appointment does not take place, or not with them."""
    contact = read_contact(reach)
    due = contact.next_safe(now)
    if due is not None and told is not None and due < told.hours.end:
        yield _mail(time, reach, AppointmentCancelled(told.hours), due, told.hours.end)


def _mail(time: PlannedTime, reach: Reach, facts: Facts, due: datetime, useful_until: datetime) -> NewMail:
    return NewMail(reach.person, facts.kind, write_facts(facts), due, useful_until, time.id, time.sequence)
