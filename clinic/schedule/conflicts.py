"""What speaks against a planned session: people who are elsewhere, roles, licences, seats and staff. Pure.

A conflict refuses what must not be saved, or warns of what staff decide:

- Refused: a client in two sessions at once; a facilitator in two at once, for a session needs its facilitator from the
  first minute to the last; more clients or seats than the policy allows; nobody, or nobody licensed, to lead; fewer
  staff than the policy asks for; R1; R8 where the policy keeps partners apart.
- Warned: other staff in two sessions at once; a leader whose licence ends before while another's does not; clients in a
  state for which no leader is licensed, since where they are is asked again in each session; a holiday.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinic.common.ids import AppointmentId, CoupleId, PersonId
from clinic.schedule.attendees import LEADING, STAFF, Attendee, Role, members_of
from clinic.schedule.recurrence.series import LONGEST_MIN
from clinic.schedule.seating import Couple, count_seats, plan_seats

__all__ = [
    "Booking",
    "Conflict",
    "LicenceFact",
    "PolicyFacts",
    "ProposedSession",
    "Severity",
    "Surroundings",
    "find_conflicts",
]

_ALONE = frozenset({Role.FACILITATOR, Role.MEMBER})
"""In these roles nobody can be in two sessions at once."""


class Severity(StrEnum):
    """What a conflict means for saving."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that speaks against a session.

    Attributes:
        people: Whom it concerns; empty for the session as a whole.
        other: The other session, if there is one.
    """

    code: str
    severity: Severity
    people: tuple[PersonId, ...] = ()
    other: AppointmentId | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A session that a person has already. ``begins`` and ``ends`` are instants."""

    session: AppointmentId
    begins: datetime
    ends: datetime
    role: Role


@dataclass(frozen=True, slots=True)
class LicenceFact:
    """A person may treat clients who are in a state until the end of a day, local to the clinic."""

    person: PersonId
    state: str
    until: date


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What of a room's policy matters for planning.

    Attributes:
        couples: Whether couples are treated as such in it: the room's kind is for a couple or for several.
        partners_together: Whether both partners of a couple may be members (R8).
        min_staff: How many staff there must be.
    """

    max_people: int
    max_seats: int
    needs_licence: bool = True
    couples: bool = False
    partners_together: bool = False
    min_staff: int = 1


@dataclass(frozen=True, slots=True)
class ProposedSession:
    """A session as somebody wants to plan it, with the members of its cohort.

    Attributes:
        id: Its own id if it is planned already, so that it does not conflict with itself.
        day: Its local day.
        begins: An instant, as ``ends``.
    """

    id: AppointmentId | None
    day: date
    begins: datetime
    ends: datetime
    people: tuple[Attendee, ...]
    policy: PolicyFacts


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the people of a session have and are, beside it.

    Attributes:
        bookings: The sessions of each person around that time, in the order of their beginnings.
        couples: Couples among the clients.
        kept_apart: Who must not lead a couple's sessions, as R1 says and no override permits.
        licences: Of those who lead.
        states: Where each client lives; those who are missing are not checked.
        holidays: Local days on which the clinic is closed.
    """

    bookings: Mapping[PersonId, Sequence[Booking]] = field(default_factory=dict)
    couples: Collection[Couple] = ()
    kept_apart: frozenset[tuple[PersonId, CoupleId]] = frozenset()
    licences: Collection[LicenceFact] = ()
    states: Mapping[PersonId, str] = field(default_factory=dict)
    holidays: Collection[date] = ()


def find_conflicts(session: ProposedSession, beside: Surroundings) -> list[Conflict]:
    """Return everything that speaks against a session; what refuses comes first."""
    found = [
        *_double_bookings(session, beside),
        *_sizes(session, beside),
        *_couples(session, beside),
        *_licences(session, beside),
        *_staff(session),
    ]
    if session.day in beside.holidays:
        found.append(Conflict("schedule.holiday", Severity.WARN))
    return sorted(found, key=lambda each: each.severity is Severity.WARN)


def _double_bookings(session: ProposedSession, beside: Surroundings) -> Iterator[Conflict]:
    earliest = session.begins - timedelta(minutes=LONGEST_MIN)
    for each in session.people:
        bookings = beside.bookings.get(each.person, ())
        for booking in bookings[bisect_left(bookings, earliest, key=_begins) :]:
            if booking.begins >= session.ends:
                break
            if booking.ends > session.begins and booking.session != session.id:
                alone = each.role in _ALONE or booking.role in _ALONE
                severity = Severity.REFUSE if alone else Severity.WARN
                yield Conflict("schedule.double_booked", severity, (each.person,), booking.session)


def _begins(booking: Booking) -> datetime:
    return booking.begins


def _sizes(session: ProposedSession, beside: Surroundings) -> Iterator[Conflict]:
    if len(members_of(session.people)) > session.policy.max_people:
        yield Conflict("schedule.people", Severity.REFUSE)
    # Nobody has more than one seat: most sessions have room without seating anybody.
    most = session.policy.max_seats
    if len(session.people) > most and count_seats(plan_seats(session.people, beside.couples)) > most:
        yield Conflict("schedule.seats", Severity.REFUSE)


def _couples(session: ProposedSession, beside: Surroundings) -> Iterator[Conflict]:
    members, leaders = frozenset(members_of(session.people)), _in_roles(session, LEADING)
    for couple in beside.couples:
        if session.policy.couples and not members.isdisjoint(couple.partners):
            for leader in leaders:
                if (leader, couple.id) in beside.kept_apart:
                    yield Conflict("schedule.own_clinician", Severity.REFUSE, (leader,))
        if not session.policy.partners_together and members.issuperset(couple.partners):
            yield Conflict("schedule.partners_together", Severity.REFUSE, couple.partners)


def _licences(session: ProposedSession, beside: Surroundings) -> Iterator[Conflict]:
    leaders = _in_roles(session, LEADING)
    if not session.policy.needs_licence or not leaders:
        return
    held = [each for each in beside.licences if each.person in leaders]
    valid = [each for each in held if session.day <= each.until]
    licensed, ever = {each.person for each in valid}, {each.person for each in held}
    ended = tuple(leader for leader in leaders if leader in ever - licensed)
    if ended:
        yield Conflict("schedule.licence_ended", Severity.WARN if licensed else Severity.REFUSE, ended)
    elif not licensed:
        yield Conflict("schedule.no_licence", Severity.REFUSE, leaders)
    states = {each.state for each in valid}
    outside = tuple(
        member
        for member in members_of(session.people)
        if member in beside.states and beside.states[member] not in states
    )
    if licensed and outside:
        yield Conflict("schedule.licence_state", Severity.WARN, outside)


def _staff(session: ProposedSession) -> Iterator[Conflict]:
    if not _in_roles(session, LEADING):
        yield Conflict("schedule.no_facilitator", Severity.REFUSE)
    elif len(_in_roles(session, STAFF)) < session.policy.min_staff:
        yield Conflict("schedule.staff_minimum", Severity.REFUSE)


def _in_roles(session: ProposedSession, roles: Collection[Role]) -> tuple[PersonId, ...]:
    return tuple(each.person for each in session.people if each.role in roles)
