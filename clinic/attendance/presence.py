"""How long somebody was present in a session, from what its room recorded (docs/domain.md, Attendance). Pure.

Exact times are kept; minutes are made where they are shown. Being muted or without a picture is being present.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from clinic.common.ids import PersonId
from clinic.programme.spans import Span, clip, length, union, without

__all__ = ["TOLERANCE", "Attended", "Interval", "SessionTime", "attended", "whole_minutes"]

TOLERANCE: Final = timedelta(seconds=60)
"""A connection that is back so soon was never away; a pause that is over so soon was none."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which somebody was connected, as it was recorded: on one seat, in the room or in a private one."""

    span: Span
    private: bool = False


@dataclass(frozen=True, slots=True)
class SessionTime:
    """When a session took place, and what of that is no programme time.

    Attributes:
        span: From its planned beginning until it ended, or until now.
        breaks: Breaks that do not count.
        pauses: When nobody led it, or the service was away.
    """

    span: Span
    breaks: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()

    @property
    def uncounted(self) -> list[Span]:
        """What does not count; short pauses do."""
        return union(
            [*self.breaks, *(one for one in union(self.pauses) if one.ends - one.begins > TOLERANCE)]
        )

    @property
    def counted(self) -> timedelta:
        """How much of it counts."""
        return length(without([self.span], self.uncounted))


@dataclass(frozen=True, slots=True)
class Attended:
    """How one person was present in one session.

    Attributes:
        spans: When they were there and it counted, in order and apart; with a correction, what it says.
        private: When they were in a private room, which is counted apart.
        first_at: When they came first; None if they never did.
        last_at: When they were there last.
        recorded: What the room recorded, without any correction; as ``spans``.
        corrected_by: Who corrected it last.
    """

    person: PersonId
    spans: tuple[Span, ...] = ()
    private: tuple[Span, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    recorded: tuple[Span, ...] = field(default=())
    corrected_by: PersonId | None = None

    @property
    def present(self) -> timedelta:
        """How long they were present, to the microsecond."""
        return length(self.spans)

    @property
    def present_min(self) -> int:
        """Whole minutes of it; a begun one does not count."""
        return whole_minutes(self.present)

    @property
    def private_min(self) -> int:
        """Whole minutes in a private room."""
        return whole_minutes(length(self.private))


def whole_minutes(time: timedelta) -> int:
    """Return how many minutes are complete."""
    return time // timedelta(minutes=1)


def attended(person: PersonId, intervals: Sequence[Interval], session: SessionTime) -> Attended:
    """Return how somebody was present: over all devices and seats, gaps of up to ``TOLERANCE`` closed.

    A short visit to a private room closes no gap of its own: what lies between two times in the room is merged only
    if it is short.
    """
    there = clip(union(_spans(intervals, private=False), TOLERANCE), session.span)
    apart = without(clip(_spans(intervals, private=True), session.span), there)
    spans = tuple(without(there, session.uncounted))
    every = union([*there, *apart])
    return Attended(
        person,
        spans,
        tuple(apart),
        every[0].begins if every else None,
        every[-1].ends if every else None,
        recorded=spans,
    )


def _spans(intervals: Iterable[Interval], *, private: bool) -> list[Span]:
    return [one.span for one in intervals if one.private is private]
