"""Series of sessions and single ones: what may be planned, and when each of their sessions is. Pure.

A series keeps the time on the wall: at ten it is at ten in summer and in winter. A session keeps its identity, the local
time at which the rule puts it (``RECURRENCE-ID`` of RFC 5545), however it is moved.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CohortId, PersonId, SeriesId
from clinic.common.local_time import Clock, clock_at, find_zone, to_instant
from clinic.schedule.attendees import Attendee
from clinic.schedule.recurrence.rules import MOST_OCCURRENCES, SeriesRule, fits, local_starts

__all__ = [
    "LONGEST_MIN",
    "SHORTEST_MIN",
    "Occurrence",
    "OccurrenceState",
    "Override",
    "Series",
    "check_length",
    "check_series",
    "check_single",
    "is_start",
    "occurrences",
    "starts_of",
    "zone_of",
]

SHORTEST_MIN, LONGEST_MIN = 5, 12 * 60
"""Minutes that a session may last."""

_HORIZON = timedelta(days=2 * 366)
"""How far ahead of now a session may begin, and how long a series may go on."""

_THIS_MINUTE = timedelta(minutes=1)  # A session planned for now begins at the full minute.
_YEARS = range(1970, 2200)


class OccurrenceState(StrEnum):
    """Whether a session of a series takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HOLIDAY = "holiday"
    """The clinic is closed; it takes place if it is moved to another day."""


@dataclass(frozen=True, slots=True)
class Series:
    """A rule by which sessions repeat, or one session.

    Attributes:
        start: When the first begins, naive local time in ``zone``, whole minutes.
        zone: IANA name.
        rule: None for a single session.
        second: For a single session at a time that the clocks show twice: whether the second is meant; None if not said.
        people: Who is invited themselves. The cohort's members come by their membership on each day.
    """

    id: SeriesId
    start: datetime
    zone: str
    length_min: int
    rule: SeriesRule | None = None
    second: bool | None = None
    people: tuple[Attendee, ...] = ()
    cohort: CohortId | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """How one session of a series differs from it.

    Attributes:
        key: The session: when the rule puts it, naive local time.
        start: When it begins instead, naive local time; None for as planned.
        second: As for a single session.
        length_min: How long it lasts instead; None for as planned.
        added: People who come to this one only, or in another role.
        removed: People who do not come to this one.
    """

    key: datetime
    start: datetime | None = None
    second: bool | None = None
    length_min: int | None = None
    cancelled: bool = False
    added: tuple[Attendee, ...] = ()
    removed: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One session of a series.

    Attributes:
        key: Its identity in the series: when the rule puts it, naive local time.
        begins: An instant, as ``ends``: aware, UTC.
        people: Who is invited, without the members of the cohort.
        removed: Who does not come to this one though their cohort does.
    """

    series: SeriesId
    key: datetime
    begins: datetime
    ends: datetime
    state: OccurrenceState
    people: tuple[Attendee, ...] = ()
    removed: frozenset[PersonId] = frozenset()


def zone_of(series: Series) -> ZoneInfo:
    """Return the zone of a series. Raises Refused (``schedule.zone``) if it is unknown."""
    zone = find_zone(series.zone)
    if zone is None:
        raise Refused("schedule.zone")
    return zone


def starts_of(series: Series) -> list[datetime]:
    """Return when each session begins by the rule, naive local times in order; these are the keys of the sessions.

    Raises:
        Refused: ``schedule.too_many``: more than ``MOST_OCCURRENCES``. ``schedule.too_far``: the last is more than two
            years after the first. ``schedule.start_off_rule``: the rule has no session on the first day.
    """
    if series.rule is None:
        return [series.start]
    if not fits(series.rule, series.start.date()):
        raise Refused("schedule.start_off_rule")
    starts = []
    for start in islice(local_starts(series.rule, series.start), MOST_OCCURRENCES + 1):
        if start - series.start > _HORIZON:
            raise Refused("schedule.too_far")
        starts.append(start)
    if len(starts) > MOST_OCCURRENCES:
        raise Refused("schedule.too_many")
    if not starts:
        raise Refused("schedule.rule", "until")
    return starts


def is_start(start: datetime) -> bool:
    """Return whether a session may begin at such a time: local, in whole minutes, in a year that clocks know."""
    return start.tzinfo is None and not start.second and not start.microsecond and start.year in _YEARS


def check_length(length_min: int) -> list[FieldError]:
    """Return ``schedule.length`` for a session shorter than 5 minutes or longer than 12 hours."""
    good = SHORTEST_MIN <= length_min <= LONGEST_MIN
    return [] if good else [FieldError("length_min", "schedule.length")]


def check_single(
    start: datetime, second: bool | None, length_min: int, zone: ZoneInfo, now: datetime
) -> list[FieldError]:
    """Return what is wrong with the time of one session: codes of the fields ``start`` and ``length_min``.

    ``schedule.start``: no local time in whole minutes. ``schedule.past``, ``schedule.too_far``: before this minute, or
    more than two years ahead. ``schedule.time_skipped``: the clocks never show it. ``schedule.time_repeated``: they
    show it twice and ``second`` is not said. ``schedule.length``: as ``check_length``.
    """
    clock = clock_at(start, zone) if is_start(start) else Clock.ONCE
    if clock is Clock.NEVER:
        code: str | None = "schedule.time_skipped"
    elif clock is Clock.TWICE and second is None:
        code = "schedule.time_repeated"
    else:
        code = _wrong_start(start, zone, now, second=bool(second))
    errors = [FieldError("start", code)] if code else []
    return errors + check_length(length_min)


def check_series(series: Series, now: datetime) -> None:
    """Check that a new series or single session may be planned.

    Raises:
        Invalid: Every error of the fields ``zone``, ``start``, ``length_min`` and ``rule``: ``schedule.zone``, and the
            codes of ``check_single`` and ``starts_of``. Sessions of a series may be at times that clocks skip or repeat.
    """
    zone = find_zone(series.zone)
    if zone is None:
        raise Invalid([FieldError("zone", "schedule.zone"), *check_length(series.length_min)])
    if series.rule is None:
        errors = check_single(series.start, series.second, series.length_min, zone, now)
    else:
        code = _wrong_start(series.start, zone, now)
        errors = [FieldError("start", code)] if code else []
        errors += check_length(series.length_min) + (_wrong_rule(series) if is_start(series.start) else [])
    if errors:
        raise Invalid(errors)


def occurrences(
    series: Series, holidays: Collection[date] = (), overrides: Iterable[Override] = ()
) -> list[Occurrence]:
    """Return every session of a series, those that do not take place too, in the order of their keys.

    Args:
        holidays: Local days on which no session of a series takes place unless it was moved there. A single session on
            a holiday was put there on purpose.
        overrides: At most one for a key; those whose key the rule no longer has are ignored.

    Raises:
        Refused: As ``starts_of`` and ``zone_of``.
    """
    zone, by_key = zone_of(series), {each.key: each for each in overrides}
    closed = frozenset(holidays) if series.rule is not None else frozenset()
    return [
        _occurrence(series, zone, by_key.get(key) or Override(key), closed=key.date() in closed)
        for key in starts_of(series)
    ]


def _occurrence(series: Series, zone: ZoneInfo, override: Override, *, closed: bool) -> Occurrence:
    second = series.second if override.start is None else override.second
    begins = to_instant(override.start or override.key, zone, second=bool(second))
    if override.cancelled:
        state = OccurrenceState.CANCELLED
    elif closed and override.start is None:
        state = OccurrenceState.HOLIDAY
    else:
        state = OccurrenceState.PLANNED
    replaced = override.removed | {each.person for each in override.added}
    return Occurrence(
        series.id,
        override.key,
        begins,
        begins + timedelta(minutes=override.length_min or series.length_min),
        state,
        (*(each for each in series.people if each.person not in replaced), *override.added),
        override.removed,
    )


def _wrong_start(start: datetime, zone: ZoneInfo, now: datetime, *, second: bool = False) -> str | None:
    if not is_start(start):
        return "schedule.start"
    begins = to_instant(start, zone, second=second)
    if begins <= now - _THIS_MINUTE:
        return "schedule.past"
    return "schedule.too_far" if begins > now + _HORIZON else None


def _wrong_rule(series: Series) -> list[FieldError]:
    try:
        starts_of(series)
    except Refused as refused:
        return [FieldError("rule", refused.code)]
    return []
