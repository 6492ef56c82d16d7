"""Plans: which instrument clients of a programme or a group are asked, and how often; and what is due. Pure.

Days are local days of the clinic. What was not answered until the next time comes is not asked for any more: nobody is
ever asked twice at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from clinic.common.errors import FieldError
from clinic.common.ids import CohortId, ProgramId

__all__ = ["EVERY", "Plan", "Rhythm", "Stay", "asks_after", "due_days", "occurrence", "plan_problems"]

EVERY: Final[Mapping[str, tuple[int, int]]] = {"weekly": (1, 12), "days": (1, 90), "session": (1, 1)}
"""How rarely each rhythm may ask: in weeks, days and sessions."""


class Rhythm(StrEnum):
    """When an instrument is asked."""

    WEEKLY = "weekly"
    """On one day of the week, every so many weeks."""
    DAYS = "days"
    """Every so many days, counted from the client's first day."""
    SESSION = "session"
    """After each session."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What clients of one programme, or of one group, are asked.

    Attributes:
        every: Weeks or days from one time to the next.
        weekday: Monday is 0; None but for `Rhythm.WEEKLY`.
        since: The first day on which it asks.
        until: The first day on which it asks no more; None while it goes on.
    """

    id: str
    instrument: str
    rhythm: Rhythm
    every: int
    weekday: int | None
    program: ProgramId | None
    cohort: CohortId | None
    since: date
    until: date | None = None
    version: int = 1

    def holds(self, day: date) -> bool:
        """Return whether it asks on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Stay:
    """A client in a programme or a group, from one day until, and without, another."""

    place: ProgramId | CohortId
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether they are in it on that day."""
        return self.since <= day and (self.until is None or day < self.until)


def plan_problems(plan: Plan, *, known: bool, is_pulse: bool) -> list[FieldError]:
    """Return what is wrong with a new plan.

    Args:
        known: Whether the clinic has the instrument, and may use it.
        is_pulse: Whether it is about a session: then, and only then, it is asked after sessions.
    """
    errors = []
    if not known:
        errors.append(FieldError("instrument", "field.unknown"))
    if (plan.rhythm is Rhythm.SESSION) is not is_pulse:
        errors.append(FieldError("rhythm", "field.choice"))
    low, high = EVERY[plan.rhythm]
    if not low <= plan.every <= high:
        errors.append(FieldError("every", "field.choice"))
    if (plan.weekday is not None) is not (plan.rhythm is Rhythm.WEEKLY):
        errors.append(FieldError("weekday", "field.choice"))
    if (plan.program is None) is (plan.cohort is None):
        errors.append(FieldError("cohort", "field.required"))
    return errors


def occurrence(plan: Plan, stay: Stay, today: date) -> date | None:
    """Return the last day, today included, on which the plan has asked a client with this stay; None if it has not."""
    if plan.rhythm is Rhythm.SESSION or not (plan.holds(today) and stay.holds(today)):
        return None
    first = max(plan.since, stay.since)
    step = plan.every
    if plan.weekday is not None:
        first += timedelta(days=(plan.weekday - first.weekday()) % 7)
        step = 7 * plan.every
    if first > today:
        return None
    return first + timedelta(days=(today - first).days // step * step)


def due_days(plans: Iterable[Plan], stays: Iterable[Stay], today: date) -> dict[str, date]:
    """Return what a client with these stays is asked now: by instrument, the day from which on it is due.

    Several plans may ask the same: it is due once, from the latest of their days.
    """
    places = list(stays)
    found: dict[str, date] = {}
    for plan in plans:
        for stay in places:
            if stay.place not in (plan.program, plan.cohort):
                continue
            day = occurrence(plan, stay, today)
            if day is not None and (plan.instrument not in found or found[plan.instrument] < day):
                found[plan.instrument] = day
    return found


def asks_after(plans: Iterable[Plan], stays: Iterable[Stay], cohort: CohortId | None, day: date) -> bool:
    """Return whether a client with these stays is asked after a session.

    Args:
        cohort: The group that met; a programme's plan asks after every session.
        day: The session's.
    """
    places = {stay.place for stay in stays if stay.holds(day)}
    return any(
        plan.rhythm is Rhythm.SESSION
        and plan.holds(day)
        and (
            plan.program in places or (plan.cohort is not None and plan.cohort == cohort and cohort in places)
        )
        for plan in plans
    )
