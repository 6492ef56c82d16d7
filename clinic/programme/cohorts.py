"""Cohorts, their members by date, and joining and leaving them. Pure.

Days are local days of the clinic. A membership holds from its first day until, and without, ``until``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from clinic.common.errors import FieldError, Refused
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.programme.programs import check_name
from clinic.programme.tracks import Track

__all__ = ["Admission", "Cohort", "Membership", "check_cohort", "join", "leave", "members_at"]

_MOST_MEMBERS = 500


class Admission(StrEnum):
    """Until when people may join a cohort."""

    CLOSED = "closed"
    """Until it begins; then the group stays together."""
    ROLLING = "rolling"
    """At any time."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Clients who meet together over weeks.

    Attributes:
        capacity: Members at one time at most.
        starts: The day of the first meeting, or None while it is open.
        part2: Whether 42 CFR Part 2 protects the fact of being in it.
    """

    id: CohortId
    program: ProgramId
    track: Track
    name: str
    admission: Admission
    capacity: int
    starts: date | None = None
    part2: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """A client belongs to a cohort.

    Attributes:
        since: The first day.
        until: The first day on which it no longer holds; None while it is open.
    """

    cohort: CohortId
    person: PersonId
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether the person is a member on that day."""
        return self.since <= day and (self.until is None or day < self.until)

    def meets(self, other: "Membership") -> bool:
        """Return whether there is a day on which both hold."""
        return (self.until is None or other.since < self.until) and (
            other.until is None or self.since < other.until
        )


def check_cohort(cohort: Cohort) -> list[FieldError]:
    """Return what is wrong with a cohort: ``programme.name``, ``programme.capacity``."""
    good = 1 <= cohort.capacity <= _MOST_MEMBERS
    return check_name(cohort.name) + ([] if good else [FieldError("capacity", "programme.capacity")])


def join(cohort: Cohort, memberships: Iterable[Membership], joining: Membership) -> Membership:
    """Check that a client may join and return the membership.

    Args:
        memberships: Those of this cohort; others are ignored.
        joining: The one asked for. Its first day may be past: a clinic that moves in enters its groups as they are.

    Raises:
        Refused: ``programme.period``: it ends before it begins. ``programme.cohort_closed``: the cohort is closed and
            has begun by then. ``programme.already_member``: the client is a member on some of these days.
            ``programme.cohort_full``: on some day there would be more members than the capacity.
    """
    if joining.until is not None and joining.until <= joining.since:
        raise Refused("programme.period")
    if cohort.admission is Admission.CLOSED and cohort.starts is not None and joining.since > cohort.starts:
        raise Refused("programme.cohort_closed")
    others = [each for each in memberships if each.cohort == cohort.id and each.meets(joining)]
    if any(each.person == joining.person for each in others):
        raise Refused("programme.already_member")
    # The number of members grows only on a day on which one begins.
    fullest = max(len(members_at(others, max(each.since, joining.since))) for each in (joining, *others))
    if fullest >= cohort.capacity:
        raise Refused("programme.cohort_full")
    return joining


def leave(membership: Membership, until: date) -> Membership | None:
    """Return the membership ended before that day; None if it then never held.

    Raises:
        Refused: ``programme.not_member``: it has ended by then.
    """
    if membership.until is not None and membership.until < until:
        raise Refused("programme.not_member")
    return replace(membership, until=until) if until > membership.since else None


def members_at(memberships: Iterable[Membership], day: date) -> frozenset[PersonId]:
    """Return who of these memberships is a member on that day."""
    return frozenset(each.person for each in memberships if each.holds(day))
