"""The course of a group over weeks, and how a session was for those in it, without anybody's own value. Pure.

An average is shown if at least `FLOOR` people are in it. Nobody's value follows from a difference either:

- an average is made once, when nothing can be added to it any more: a week when it is over, a session's pulse when it
  is asked no longer. It holds whoever answered then, whether they have left since or not;
- everybody counts in one group alone, the one of theirs that they joined first, so that no two groups differ by a few;
- of those in it whose own answers the reader may not see there are none, or at least `FLOOR`: who knows five of six
  values would know the sixth;
- there is no average over groups.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clinic.common.ids import CohortId, PersonId
from clinic.common.local_time import monday_of
from clinic.programme.cohorts import Membership

__all__ = ["FLOOR", "Average", "Given", "Week", "average", "cohort_of", "item_averages", "weeks"]

FLOOR: Final = 5
"""How many people an average has at least."""
_PLACES: Final = 1


@dataclass(frozen=True, slots=True)
class Given:
    """One score of one person on one local day."""

    person: PersonId
    day: date
    total: float


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of a number of people's values, to one place."""

    value: float
    people: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday. ``average`` is None where it may not be shown, or nobody has answered."""

    monday: date
    average: Average | None


def average(values: Mapping[PersonId, float], known: Collection[PersonId]) -> Average | None:
    """Return the average of people's values; None where it may not be shown.

    Args:
        known: People whose own values the reader may see.
    """
    unknown = len(values.keys() - set(known))
    if len(values) < FLOOR or 0 < unknown < FLOOR:
        return None
    return Average(round(sum(values.values()) / len(values), _PLACES), len(values))


def cohort_of(memberships: Iterable[Membership], day: date) -> CohortId | None:
    """Return the one group in which somebody with these memberships counts on that day, if any."""
    there = [each for each in memberships if each.since <= day and (each.until is None or day < each.until)]
    return min(there, key=lambda each: (each.since, each.cohort)).cohort if there else None


def weeks(given: Iterable[Given], known: Collection[PersonId], first: date, today: date) -> tuple[Week, ...]:
    """Return the course of a group's scores, week by week, up to the last week that is over.

    Args:
        given: Scores of those who count in the group on their day; the last one of somebody's in a week counts.
        first: A day of the first week.
    """
    by_week: dict[date, dict[PersonId, float]] = {}
    for each in sorted(given, key=lambda one: one.day):
        by_week.setdefault(monday_of(each.day), {})[each.person] = each.total
    found = []
    monday = monday_of(first)
    while monday + timedelta(days=7) <= today:
        found.append(Week(monday, average(by_week.get(monday, {}), known)))
        monday += timedelta(days=7)
    return tuple(found)


def item_averages(
    answers: Mapping[PersonId, Sequence[int | None]], known: Collection[PersonId], items: int
) -> tuple[Average | None, ...]:
    """Return the average of each item of an instrument without a score; who skipped one is not in its average."""
    columns: list[dict[PersonId, float]] = [{} for _ in range(items)]
    for person, given in answers.items():
        for column, answer in zip(columns, given, strict=True):
            if answer is not None:
                column[person] = float(answer)
    return tuple(average(column, known) for column in columns)
