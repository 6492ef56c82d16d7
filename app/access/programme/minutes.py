"""A client's week: gross and net programme minutes against the target, and the sessions they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.access.callers import Caller
from app.access.clinic_day import today
from app.access.reading import Reader, is_planner, relations
from app.access.schedule.weeks import Shown, show
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredEpisode
from app.persistence.repositories.schedule.listing import Listed, Span
from app.persistence.repositories.schedule.records import Appointment
from clinic.care_team.overrides import ConflictOverride
from clinic.care_team.reading import Category, ReaderRole
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.common.local_time import monday_of, week_bounds
from clinic.identity.access import Action, PrincipalKind, check
from clinic.programme.minutes import Counting, TimedSession, WeekMinutes, week_minutes
from clinic.programme.tracks import SERVICES, Service, Track
from clinic.schedule.agenda import around_break, programme_time
from clinic.schedule.attendees import Role
from clinic.schedule.recurrence.series import Occurrence, OccurrenceState
from clinic.schedule.states import Status

__all__ = [
    "ClientWeek",
    "OwnProgramme",
    "access_own_programme",
    "access_week",
    "counting_of",
    "target_of",
    "timed",
]

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
        reader = await relations(unit, principal, client)
        known = await unit.people.names([client])
        if client not in known or reader.viewer.roles <= {ReaderRole.FACILITATOR}:
            raise Refused("person.unknown")
        found = await _sessions(unit, client, *week_bounds(monday, unit.zone))
        if not is_planner(principal):
            found = [each for each in found if _may_know(reader, each.appointment)]
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
        begins, ends = week_bounds(today(unit), unit.zone)
        found = await _sessions(unit, principal.person, begins, ends)
        coming = await _sessions(unit, principal.person, caller.now, caller.now + _NEXT)
        minutes = await _minutes(unit, principal.person, today(unit), found)
        asked = await unit.overrides.of_partner(principal.person, caller.now)
    following = next((each for each in coming if each.appointment.status is Status.PLANNED), None)
    return OwnProgramme(
        None if following is None else show(principal, following, caller.now),
        ClientWeek(minutes, tuple(show(principal, each, caller.now) for each in found)),
        ("acknowledge_override",) if any(_waits(each.override, principal.person) for each in asked) else (),
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
    planned = [
        timed(each.appointment)
        for each in found
        if each.appointment.status is Status.PLANNED and _takes_part(each.appointment, client)
    ]
    return week_minutes(planned, day, unit.zone, counting_of(unit.clinic.settings), target_of(episodes, day))


def target_of(episodes: Sequence[StoredEpisode], day: date) -> int:
    """Return the target of a week; of one in which a client changes programmes, the higher one."""
    week = [monday_of(day) + timedelta(days=number) for number in range(7)]
    targets = [each.episode.target_min for each in episodes if any(each.episode.holds(one) for one in week)]
    return max(targets, default=0)


def _waits(override: ConflictOverride, partner: PersonId) -> bool:
    return partner not in {each.partner for each in override.acknowledged}


def _takes_part(appointment: Appointment, client: PersonId) -> bool:
    return any(each.person == client and each.role is Role.MEMBER for each in appointment.people)


def timed(appointment: Appointment) -> TimedSession:
    """Return a planned session as programme time, with its break in the middle."""
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


def _may_know(reader: Reader, appointment: Appointment) -> bool:
    """Return whether one of the client's own clinicians may know of a session, as the table of reading says."""
    if any(each.person == reader.viewer.person for each in appointment.people):
        return True
    categories = [Category.INDIVIDUAL_SESSIONS]
    if appointment.content.track is Track.SUD:
        categories.append(Category.SUD_TRACK)
    if appointment.content.track is Track.COUPLES:
        categories.append(Category.COUPLE_RECORDS)
    return all(reader.may(each) for each in categories)
