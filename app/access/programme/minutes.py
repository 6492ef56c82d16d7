"""A client's week: gross and net programme minutes against the target, and the sessions they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.access.callers import Caller
from app.access.schedule.sessions.rights import plans_all
from app.access.schedule.weeks import Shown, show
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme import StoredEpisode
from app.persistence.repositories.schedule.listing import Listed, Span
from app.persistence.repositories.schedule.records import Appointment
from clinic.care_team.reading import (
    READS_AS,
    Category,
    ReaderRole,
    ReadingContext,
    Relation,
    Subject,
    Viewer,
    may_read,
)
from clinic.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, PrincipalKind, check
from clinic.ids import PersonId
from clinic.local_time import week_bounds
from clinic.programme.minutes import Counting, TimedSession, WeekMinutes, week_minutes
from clinic.programme.tracks import SERVICES, Service, Track
from clinic.schedule.agenda import around_break, programme_time
from clinic.schedule.attendees import Role
from clinic.schedule.recurrence.series import Occurrence, OccurrenceState
from clinic.schedule.states import Status

__all__ = ["ClientWeek", "OwnProgramme", "access_own_programme", "access_week", "counting_of"]

_MOST: Final = 200
_NEXT: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ClientWeek:
    """A client's week."""

    minutes: WeekMinutes
    sessions: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class OwnProgramme:
    """What a client sees of their own programme.

    Attributes:
        next: The next session, or the one that goes on.
        to_do: Codes of what is still to do.
    """

    next: Shown | None
    week: ClientWeek
    to_do: tuple[str, ...]


async def access_week(caller: Caller, client: PersonId, monday: date) -> ClientWeek:
    """Return a client's week: to planners, and to staff the sessions that they may know of as the client's clinicians.

    Raises:
        Refused: ``access.denied``; ``person.unknown``: there is no such client, or the caller has nothing to do with
            them.
        Invalid: ``schedule.not_monday``.
    """
    principal = caller.principal
    check(principal, Action.SCHEDULE_READ, caller.now)
    if monday.weekday() != 0:
        raise Invalid([FieldError("monday", "schedule.not_monday")])
    async with caller.read() as unit:
        if client not in await unit.surroundings.people([client]):
            raise Refused("person.unknown")
        roles = await _roles(unit, principal.person, client)
        if not plans_all(principal) and not roles:
            raise Refused("person.unknown")
        found = await _sessions(unit, client, *week_bounds(monday, unit.zone))
        if not plans_all(principal):
            viewer = Viewer(principal.person, roles)
            found = [each for each in found if _may_know(viewer, client, each.appointment)]
        minutes = await _minutes(unit, client, monday, found)
        unit.note("week.read", client)
    return ClientWeek(minutes, tuple(show(principal, each, caller.now) for each in found))


async def access_own_programme(caller: Caller) -> OwnProgramme:
    """Return a client's own programme. Raises Refused: ``access.denied``, also for staff."""
    principal = caller.principal
    check(principal, Action.OWN_READ, caller.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", Action.OWN_READ)
    async with caller.read() as unit:
        begins, ends = week_bounds(unit.today, unit.zone)
        found = await _sessions(unit, principal.person, begins, ends)
        coming = await _sessions(unit, principal.person, caller.now, caller.now + _NEXT)
        minutes = await _minutes(unit, principal.person, unit.today, found)
        waits = await unit.surroundings.waits_for(principal.person, caller.now)
    following = next((each for each in coming if each.appointment.status is Status.PLANNED), None)
    return OwnProgramme(
        None if following is None else show(principal, following, caller.now),
        ClientWeek(minutes, tuple(show(principal, each, caller.now) for each in found)),
        ("acknowledge_override",) if waits else (),
    )


def counting_of(settings: Mapping[str, Any]) -> Counting:
    """Return what the clinic's payers count as programme time; without a choice, all treatment but medical visits."""
    counting = settings.get("counting", {})
    services = counting.get("services", [each.value for each in _USUALLY])
    return Counting(frozenset(map(Service, services)), counting.get("breaks", False))


_USUALLY = (Service.GROUP, Service.PSYCHOEDUCATION, Service.INDIVIDUAL, Service.COUPLES)


async def _sessions(unit: ClinicUnit, client: PersonId, since: datetime, until: datetime) -> list[Listed]:
    return await unit.listing.page(Span(since, until, client), _MOST)


async def _minutes(unit: ClinicUnit, client: PersonId, day: date, found: Sequence[Listed]) -> WeekMinutes:
    episodes = await unit.programme.episodes(client, None, _MOST)
    timed = [
        _timed(each.appointment)
        for each in found
        if each.appointment.status is Status.PLANNED and _takes_part(each.appointment, client)
    ]
    return week_minutes(timed, day, unit.zone, counting_of(unit.clinic.settings), _target(episodes, day))


def _target(episodes: Sequence[StoredEpisode], day: date) -> int:
    """The target of a week in which a client changes programmes is the higher one."""
    week = [day - timedelta(days=day.weekday()) + timedelta(days=number) for number in range(7)]
    targets = [each.episode.target_min for each in episodes if any(each.episode.holds(one) for one in week)]
    return max(targets, default=0)


def _takes_part(appointment: Appointment, client: PersonId) -> bool:
    return any(each.person == client and each.role is Role.MEMBER for each in appointment.people)


def _timed(appointment: Appointment) -> TimedSession:
    length = (appointment.ends - appointment.begins) // timedelta(minutes=1)
    occurrence = Occurrence(
        appointment.series,
        appointment.begins.replace(tzinfo=None),
        appointment.begins,
        appointment.ends,
        OccurrenceState.PLANNED,
    )
    agenda = around_break(length, min(appointment.content.break_min, length))
    return programme_time(occurrence, SERVICES[appointment.content.kind], agenda)


async def _roles(unit: ClinicUnit, clinician: PersonId, client: PersonId) -> frozenset[ReaderRole]:
    held = await unit.surroundings.assignments([clinician])
    return frozenset(
        READS_AS[each.role]
        for each in held
        if each.client == client and each.role in READS_AS and each.period.holds(unit.now)
    )


def _may_know(viewer: Viewer, client: PersonId, appointment: Appointment) -> bool:
    """Return whether one of the client's own clinicians may know of a session, as the table of reading says."""
    if any(each.person == viewer.person for each in appointment.people):
        return True
    context = ReadingContext(frozenset({Relation.OWN_CLIENT, Relation.COORDINATED}), is_scheduling=True)
    subject = Subject(frozenset({client}))
    categories = {Category.INDIVIDUAL_SESSIONS}
    if appointment.content.track is Track.SUD:
        categories.add(Category.SUD_TRACK)
    if appointment.content.track is Track.COUPLES:
        categories.add(Category.COUPLE_RECORDS)
    return all(may_read(viewer, category, subject, context) for category in categories)
