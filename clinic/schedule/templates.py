"""A programme's week as a template, and the series it becomes. Pure data.

Times are examples that a clinic changes before it saves them. Nothing here names a diagnosis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from clinic.common.errors import FieldError, Invalid
from clinic.common.local_time import find_zone
from clinic.programme.tracks import Service, Track
from clinic.schedule.agenda import AgendaItem, Part, length_of
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday

__all__ = ["MOST_WEEKS", "TEMPLATES", "Audience", "SeriesDraft", "Template", "TemplateSession", "instantiate"]

MOST_WEEKS = 104


class Audience(StrEnum):
    """For whom a session of a template is."""

    COHORT = "cohort"
    """Once for each cohort. Partners of a couple are in different ones unless the clinic allows otherwise (R8)."""
    CLIENT = "client"
    """Once for each client."""
    COUPLE = "couple"
    """Once for each couple."""


@dataclass(frozen=True, slots=True)
class TemplateSession:
    """A session that recurs in a template's week.

    Attributes:
        room: The kind of room, as rooms name it.
        at: Local time.
        every_weeks: 1 for weekly, 2 for every second week.
    """

    audience: Audience
    track: Track
    service: Service
    room: str
    days: tuple[Weekday, ...]
    at: time
    agenda: tuple[AgendaItem, ...]
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class Template:
    """A week of a programme; its name and description are words of the screen, chosen by ``code``."""

    code: str
    sessions: tuple[TemplateSession, ...]


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A series that is not planned yet: nobody is invited, and it has no identity.

    Attributes:
        start: When the first begins, naive local time in ``zone``.
    """

    session: TemplateSession
    start: datetime
    zone: str
    length_min: int
    rule: SeriesRule


def instantiate(template: Template, first_monday: date, zone: str, weeks: int) -> tuple[SeriesDraft, ...]:
    """Return the series of a programme that follows the template for so many weeks.

    Raises:
        Invalid: ``schedule.not_monday``, ``schedule.zone``, ``schedule.weeks`` (1 to 104), for the fields of these
            arguments.
    """
    checks = {
        ("first_monday", "schedule.not_monday"): first_monday.weekday() == 0,
        ("zone", "schedule.zone"): find_zone(zone) is not None,
        ("weeks", "schedule.weeks"): 1 <= weeks <= MOST_WEEKS,
    }
    if errors := [FieldError(*named) for named, good in checks.items() if not good]:
        raise Invalid(errors)
    last_sunday = first_monday + timedelta(days=7 * weeks - 1)
    return tuple(_draft(session, first_monday, last_sunday, zone) for session in template.sessions)


def _draft(session: TemplateSession, monday: date, last: date, zone: str) -> SeriesDraft:
    first = monday + timedelta(days=min(day.number for day in session.days))
    rule = SeriesRule(
        Frequency.WEEKLY,
        interval=session.every_weeks,
        by_day=tuple(ByDay(day) for day in Weekday if day in session.days),
        until=last,
    )
    return SeriesDraft(session, datetime.combine(first, session.at), zone, length_of(session.agenda), rule)


_BLOCK = (
    AgendaItem(Part.CHECK_IN, 20),
    AgendaItem(Part.PSYCHOEDUCATION, 50),
    AgendaItem(Part.BREAK, 10),
    AgendaItem(Part.PROCESS_GROUP, 75),
    AgendaItem(Part.CLOSING, 25),
)
_MON_WED_FRI = (Weekday.MO, Weekday.WE, Weekday.FR)


def _block(track: Track, at: time) -> TemplateSession:
    return TemplateSession(Audience.COHORT, track, Service.GROUP, "group", _MON_WED_FRI, at, _BLOCK)


def _talk(
    audience: Audience,
    service: Service,
    room: str,
    day: Weekday,
    at: time,
    minutes: int,
    every_weeks: int = 1,
) -> TemplateSession:
    agenda = (AgendaItem(Part.TALK, minutes),)
    track = Track(service.value)
    return TemplateSession(audience, track, service, room, (day,), at, agenda, every_weeks)


_INDIVIDUAL = _talk(Audience.CLIENT, Service.INDIVIDUAL, "individual", Weekday.TU, time(10), 50)
_PRESCRIBER = _talk(
    Audience.CLIENT, Service.MEDICAL, "medical_visit", Weekday.TH, time(13), 20, every_weeks=2
)
_COUPLE = _talk(Audience.COUPLE, Service.COUPLES, "couples", Weekday.TH, time(10), 50)
_ALUMNI = TemplateSession(
    Audience.COHORT,
    Track.GROUP,
    Service.ALUMNI,
    "alumni",
    (Weekday.MO,),
    time(18),
    (AgendaItem(Part.CHECK_IN, 20), AgendaItem(Part.TALK, 30), AgendaItem(Part.CLOSING, 10)),
)

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.code: template
        for template in (
            Template("couples_week", (_block(Track.GROUP, time(9)), _INDIVIDUAL, _COUPLE, _PRESCRIBER)),
            Template("day_week", (_block(Track.GROUP, time(9)), _INDIVIDUAL, _PRESCRIBER)),
            Template("evening_week", (_block(Track.GROUP, time(18)), _INDIVIDUAL, _PRESCRIBER)),
            Template("alumni_week", (_ALUMNI,)),
        )
    }
)
"""Every template by its code."""
