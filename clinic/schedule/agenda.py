"""What happens within a session, part by part: its length, its breaks, and the programme time it makes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from clinic.programme.minutes import TimedSession
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from clinic.schedule.recurrence.series import Occurrence

__all__ = ["AgendaPart", "Part", "around_break", "break_of", "length_of", "programme_time"]


class Part(StrEnum):
    """What a part of a session is for."""

    CHECK_IN = "check_in"
    PSYCHOEDUCATION = "psychoeducation"
    BREAK = "break"
    PROCESS_GROUP = "process_group"
    SKILLS = "skills"
    CLOSING = "closing"
    TALK = "talk"
    """A conversation with one client or one couple."""


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """A part and how long it lasts."""

    part: Part
    minutes: int


def length_of(agenda: Sequence[AgendaPart]) -> int:
    """Return how long a session with this agenda lasts, minutes."""
    return sum(each.minutes for each in agenda)


def break_of(agenda: Sequence[AgendaPart]) -> int:
    """Return how long its breaks are together, minutes."""
    return sum(each.minutes for each in agenda if each.part is Part.BREAK)


def around_break(length_min: int, break_min: int) -> tuple[AgendaPart, ...]:
    """Return the agenda of a session of which only its length and its break are known: the break is in the middle."""
    before = (length_min - break_min) // 2
    return (
        AgendaPart(Part.TALK, before),
        AgendaPart(Part.BREAK, break_min),
        AgendaPart(Part.TALK, length_min - break_min - before),
    )


def programme_time(session: Occurrence, service: Service, agenda: Sequence[AgendaPart]) -> TimedSession:
    """Return a session as programme time. Of a session that was shortened, its end and what lies behind it are cut."""
    breaks, begins = [], session.begins
    for each in agenda:
        ends = begins + timedelta(minutes=each.minutes)
        if each.part is Part.BREAK:
            breaks.append(Span(begins, ends))
        begins = ends
    return TimedSession(Span(session.begins, session.ends), service, tuple(breaks))
