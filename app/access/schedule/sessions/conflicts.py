"""What speaks against sessions as somebody wants to plan them, all of them in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.access.schedule.sessions.building import Around
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment
from clinic.care_team.merged import merged_assignment, merged_override
from clinic.care_team.overrides import ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.care_team.separation import check_separation, led_session
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, CoupleId, PersonId
from clinic.common.local_time import to_local
from clinic.people.couples import CoupleUnit
from clinic.people.licences import reach_of
from clinic.people.merge import Pair
from clinic.programme.tracks import Track
from clinic.schedule.attendees import LEADING, Attendee, Role
from clinic.schedule.conflicts import (
    Booking,
    Conflict,
    LicenceFact,
    PolicyFacts,
    ProposedSession,
    Severity,
    Surroundings,
    find_conflicts,
)
from clinic.schedule.seating import Couple, CoupleSeats
from clinic.schedule.states import Status

__all__ = ["Conflicted", "FoundConflict", "find_all", "refuse"]


_Rules = tuple[str, tuple[tuple[str, object], ...]]
"""A kind of session, and what differs from its policy: sessions that share these share the facts of their policy."""


@dataclass(frozen=True, slots=True)
class FoundConflict:
    """A conflict, when its session begins, and the display names of those it concerns."""

    conflict: Conflict
    at: datetime
    names: Mapping[PersonId, str]


class Conflicted(Refused):
    """Sessions were refused because of conflicts, which are listed. The code is that of the first."""

    def __init__(self, found: Sequence[FoundConflict], reason: str | None = None) -> None:
        super().__init__(found[0].conflict.code, reason)
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class _Team:
    """What R1 is checked from, and who may treat whom."""

    licences: Sequence[LicenceFact]
    held: Sequence[Assignment]
    overrides: Sequence[ConflictOverride]


def refuse(found: Sequence[FoundConflict]) -> None:
    """Raise Conflicted if one of the conflicts refuses."""
    if any(each.conflict.severity is Severity.REFUSE for each in found):
        raise Conflicted(found)


async def find_all(
    unit: ClinicUnit,
    sessions: Sequence[Appointment],
    around: Around,
    replaced: Collection[AppointmentId] = (),
    pair: Pair | None = None,
) -> list[FoundConflict]:
    """Return the conflicts of sessions, in order of time, what refuses first; cancelled ones have none.

    Args:
        sessions: As they are to be; they must not meet each other, either.
        replaced: Stored appointments that do not count, beside those with the ids of the sessions.
        pair: Two records that are about to be one. The sessions and what is around them name the kept one only; what
            is stored of either counts.
    """
    planned = sorted(
        (each for each in sessions if each.status is Status.PLANNED), key=lambda each: (each.begins, each.id)
    )
    if not planned:
        return []
    people = {each.person for session in planned for each in session.people}
    leaders = {each.person for session in planned for each in session.people if each.role in LEADING}
    spans = sorted({(each.begins, each.ends) for each in planned})
    stored = await unit.surroundings.bookings(
        pair.both(people) if pair else people, spans, {*replaced, *(each.id for each in planned)}
    )
    team = await _team(unit, leaders, planned[0].begins, pair, with_roles=bool(around.couples))
    beside = Surroundings(
        _with_own(stored, planned, pair),
        licences=team.licences,
        states={each.id: each.state for each in around.people.values() if each.state},
        holidays=around.holidays,
    )
    names = {person: known.name for person, known in around.people.items()}
    facts = dict[_Rules, PolicyFacts]()
    found = []
    for session in planned:
        rules = session.content.kind, tuple(sorted(session.content.policy.items()))
        if rules not in facts:
            facts[rules] = around.facts_of(session.content)
        for conflict in _conflicts(session, around, facts[rules], beside, team):
            concerned = {each: names[each] for each in conflict.people}
            found.append(FoundConflict(conflict, session.begins, concerned))
    return sorted(found, key=lambda each: each.conflict.severity is Severity.WARN)


async def _team(
    unit: ClinicUnit, leaders: Collection[PersonId], since: datetime, pair: Pair | None, *, with_roles: bool
) -> _Team:
    """Return what has to be known of those who lead; R1 concerns couples alone."""
    stored = pair.both(leaders) if pair else leaders
    licences = [
        LicenceFact(pair.one(each.person) if pair else each.person, state, until)
        for each in await unit.licences.of(stored)
        for state, until in reach_of(each.licence)
    ]
    if not with_roles:
        return _Team(licences, (), ())
    held = [each.assignment for each in await unit.assignments.of_clinicians(stored, since)]
    overrides = [each.override for each in await unit.overrides.of_clinicians(stored, since)] if held else []
    if pair:
        held = [merged_assignment(each, pair) for each in held]
        overrides = [merged_override(each, pair) for each in overrides]
    return _Team(licences, held, overrides)


def _with_own(
    stored: Mapping[PersonId, Sequence[Booking]], planned: Sequence[Appointment], pair: Pair | None
) -> dict[PersonId, list[Booking]]:
    bookings: dict[PersonId, list[Booking]] = defaultdict(list)
    for person, ones in stored.items():
        bookings[pair.one(person) if pair else person].extend(ones)
    for session in planned:
        for each in session.people:
            bookings[each.person].append(Booking(session.id, session.begins, session.ends, each.role))
    for ones in bookings.values():
        ones.sort(key=lambda one: one.begins)
    return bookings


def _conflicts(
    session: Appointment, around: Around, facts: PolicyFacts, beside: Surroundings, team: _Team
) -> list[Conflict]:
    couples = _couples(session, around)
    proposed = ProposedSession(
        session.id,
        to_local(session.begins, around.zone).date(),
        session.begins,
        session.ends,
        tuple(Attendee(each.person, each.role, serves=each.serves) for each in session.people),
        facts,
    )
    seated = [_seats(session, couple) for couple in couples]
    with_couples = replace(beside, couples=seated, kept_apart=_kept_apart(session, couples, team))
    return [*_as_counselor(session, couples, team), *find_conflicts(proposed, with_couples)]


def _couples(session: Appointment, around: Around) -> list[CoupleUnit]:
    members = {each.person for each in session.people if each.role is Role.MEMBER}
    return [
        couple
        for couple in around.couples
        if couple.is_active(session.begins) and not members.isdisjoint(couple.partners)
    ]


def _seats(session: Appointment, couple: CoupleUnit) -> Couple:
    shared = any(each.couple == couple.id and each.cameras == 1 for each in session.people)
    return Couple(couple.id, couple.partners, CoupleSeats.SHARED if shared else CoupleSeats.TWO)


def _kept_apart(
    session: Appointment, couples: Sequence[CoupleUnit], team: _Team
) -> frozenset[tuple[PersonId, CoupleId]]:
    period = Period(session.begins, session.ends)
    return frozenset(
        (leader, couple.id)
        for leader in _leaders(session)
        for couple in couples
        for assignment in led_session(leader, CareTeamRole.COUPLES_THERAPIST, period, couples=[couple.id])
        if not _is_separate(assignment, couples, team)
    )


def _as_counselor(session: Appointment, couples: Sequence[CoupleUnit], team: _Team) -> list[Conflict]:
    """Who leads a session of the SUD track is its members' counselor while it lasts; R1 holds the other way round."""
    if session.content.track is not Track.SUD:
        return []
    members = [each.person for each in session.people if each.role is Role.MEMBER]
    period = Period(session.begins, session.ends)
    return [
        Conflict("schedule.couples_therapist", Severity.REFUSE, (leader,))
        for leader in _leaders(session)
        if not all(
            _is_separate(assignment, couples, team)
            for assignment in led_session(leader, CareTeamRole.SUD_COUNSELOR, period, clients=members)
        )
    ]


def _leaders(session: Appointment) -> list[PersonId]:
    return [each.person for each in session.people if each.role in LEADING]


def _is_separate(assignment: Assignment, couples: Sequence[CoupleUnit], team: _Team) -> bool:
    try:
        check_separation(assignment, team.held, couples, team.overrides)
    except Refused:
        return False
    return True
