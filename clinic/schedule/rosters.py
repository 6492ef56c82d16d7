"""Who joins or leaves a cohort joins or leaves its future sessions; what has begun stands. Pure.

The sessions here are planned ones with everybody on their list. A person who was invited to a session themselves, not
through the cohort, stays on its list when they leave the cohort.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.common.local_time import to_local
from clinic.programme.cohorts import Membership
from clinic.schedule.attendees import Attendee

__all__ = ["JoinsSession", "LeavesSession", "ListedSession", "joined_cohort", "left_cohort"]


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A planned session and who is on its list.

    Attributes:
        begins: An instant.
        cohort: Whose session it is; None if it is nobody's.
        removed: Members of the cohort who were taken off this one by hand.
    """

    id: AppointmentId
    begins: datetime
    people: tuple[Attendee, ...]
    cohort: CohortId | None = None
    removed: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class JoinsSession:
    """A person is put on a session's list."""

    session: AppointmentId
    attendee: Attendee


@dataclass(frozen=True, slots=True)
class LeavesSession:
    """A person is taken off a session's list."""

    session: AppointmentId
    person: PersonId


def joined_cohort(
    membership: Membership, sessions: Iterable[ListedSession], now: datetime, zone: ZoneInfo
) -> tuple[JoinsSession, ...]:
    """Return to which sessions a new member comes: all of the cohort that begin later, on days of the membership.

    Args:
        zone: The clinic's, in which a session has its day.
    """
    return tuple(
        JoinsSession(each.id, Attendee(membership.person, cohort=membership.cohort))
        for each in _to_come(sessions, membership.cohort, now)
        if membership.holds(_day(each, zone))
        and membership.person not in each.removed
        and membership.person not in {attendee.person for attendee in each.people}
    )


def left_cohort(
    membership: Membership, until: date, sessions: Sequence[ListedSession], now: datetime, zone: ZoneInfo
) -> tuple[LeavesSession, ...]:
    """Return from which sessions a member goes who leaves before the day ``until``."""
    return tuple(
        LeavesSession(each.id, membership.person)
        for each in _to_come(sessions, membership.cohort, now)
        if _day(each, zone) >= until
        and any(
            attendee.person == membership.person and attendee.cohort == membership.cohort
            for attendee in each.people
        )
    )


def _to_come(sessions: Iterable[ListedSession], cohort: CohortId, now: datetime) -> Iterable[ListedSession]:
    return (each for each in sessions if each.cohort == cohort and each.begins > now)


def _day(session: ListedSession, zone: ZoneInfo) -> date:
    return to_local(session.begins, zone).date()
