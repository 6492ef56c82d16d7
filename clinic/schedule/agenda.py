"""The agenda: what a session is to be, item by item; its length, its breaks, and the programme time it makes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from clinic.common.errors import FieldError
from clinic.programme.minutes import TimedSession
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from clinic.schedule.recurrence.series import Occurrence

__all__ = [
    "ITEMS_MAX",
    "MINUTES_MAX",
    "AgendaItem",
    "Part",
    "around_break",
    "break_of",
    "check_agenda",
    "length_of",
    "programme_time",
]

ITEMS_MAX: Final = 20
MINUTES_MAX: Final = 240


class Part(StrEnum):
    """What an item is for."""

    CHECK_IN = "check_in"
    PSYCHOEDUCATION = "psychoeducation"
    BREAK = "break"
    PROCESS_GROUP = "process_group"
    SKILLS = "skills"
    CLOSING = "closing"
    TALK = "talk"
    """A conversation with one client or one couple."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of a session's agenda.

    Attributes:
        minutes: How long it is to last.
        mode: How turns start while it lasts, as rooms name it; None for the way that the room has anyway.
        protocol: What it starts, as rooms name it; None for nothing.
        options: What is chosen for the protocol beforehand, by name; JSON values, and never people.
        id: Stays with the item of a prepared session; "" in a template.
    """

    part: Part
    minutes: int
    mode: str | None = None
    protocol: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""


def check_agenda(agenda: Sequence[AgendaItem]) -> list[FieldError]:
    """Return what is wrong with an agenda: ``agenda.too_many``, ``agenda.minutes``.

    That it is longer or shorter than the session is no error: whoever prepares it sees that.
    """
    found = [FieldError("items", "agenda.too_many")] if len(agenda) > ITEMS_MAX else []
    for place, item in enumerate(agenda):
        if not 1 <= item.minutes <= MINUTES_MAX:
            found.append(FieldError(f"items.{place}.minutes", "agenda.minutes"))
    return found


def length_of(agenda: Sequence[AgendaItem]) -> int:
    """Return how long a session with this agenda lasts, minutes."""
    return sum(each.minutes for each in agenda)


def break_of(agenda: Sequence[AgendaItem]) -> int:
    """Return how long its breaks are together, minutes."""
    return sum(each.minutes for each in agenda if each.part is Part.BREAK)


def around_break(length_min: int, break_min: int) -> tuple[AgendaItem, ...]:
    """Return the agenda of a session of which only its length and its break are known: the break is in the middle."""
    before = (length_min - break_min) // 2
    return (
        AgendaItem(Part.TALK, before),
        AgendaItem(Part.BREAK, break_min),
        AgendaItem(Part.TALK, length_min - break_min - before),
    )


def programme_time(session: Occurrence, service: Service, agenda: Sequence[AgendaItem]) -> TimedSession:
    """Return a session as programme time. Of a session that was shortened, its end and what lies behind it are cut."""
    breaks, begins = [], session.begins
    for each in agenda:
        ends = begins + timedelta(minutes=each.minutes)
        if each.part is Part.BREAK:
            breaks.append(Span(begins, ends))
        begins = ends
    return TimedSession(Span(session.begins, session.ends), service, tuple(breaks))
