"""What is to change in a series, what that leads to, and how one session takes it. Pure values and small steps."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clinic.common.ids import PersonId
from clinic.schedule.attendees import Attendee
from clinic.schedule.recurrence.rules import SeriesRule
from clinic.schedule.recurrence.series import Occurrence, OccurrenceState, Override, Series

__all__ = ["Changed", "Edit", "Plan", "Scope", "compared", "edited_override", "edited_people", "override_of"]


class Scope(StrEnum):
    """How far a change goes."""

    ONE = "one"
    FOLLOWING = "following"
    """This session and all after it."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change; what is not said stays.

    Attributes:
        start: When the chosen session begins, naive local time. In a wider scope the others begin at that time of day,
            too, and move to other days as ``moves.moved_rule`` says.
        second: For one session at a time that the clocks show twice: whether the second is meant.
        rule: Another rule, for the wider scopes. For all, its count includes the sessions that stand.
        add: People who come, too, or in another role.
        remove: People who come no longer.
        cancel: True cancels; False takes a cancellation back, and lets one session take place on a holiday.
    """

    start: datetime | None = None
    second: bool | None = None
    length_min: int | None = None
    rule: SeriesRule | None = None
    add: tuple[Attendee, ...] = ()
    remove: frozenset[PersonId] = frozenset()
    cancel: bool | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A series, and how single sessions differ from it."""

    series: Series
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change leads to. Sessions that have begun, or are not in the scope, are in none of the three lists.

    Attributes:
        kept: The series with the sessions that stand; None if there are none.
        new: The series with the others; None if there are none. It has the old id if nothing is kept.
        vanish: Sessions that no longer take place.
        stay: Sessions that still take place, before and after the change, moved or not.
        appear: Sessions that now take place.
        pairs: Every session of the scope as it was and as it is, None if the series has it no longer; those that took
            place neither before nor after are here alone.
        fresh: Every session that there was not before; on a holiday it does not take place.
    """

    kept: Plan | None
    new: Plan | None
    vanish: tuple[Occurrence, ...]
    stay: tuple[tuple[Occurrence, Occurrence], ...]
    appear: tuple[Occurrence, ...]
    pairs: tuple[tuple[Occurrence, Occurrence | None], ...]
    fresh: tuple[Occurrence, ...]


def override_of(plan: Plan, key: datetime) -> Override:
    """Return how a session differs from its series; an override that says nothing if it does not."""
    return next((each for each in plan.overrides if each.key == key), Override(key))


def edited_people(people: tuple[Attendee, ...], edit: Edit) -> tuple[Attendee, ...]:
    """Return the people after those who come and go; who comes in another role has only that one."""
    gone = edit.remove | {each.person for each in edit.add}
    return (*(each for each in people if each.person not in gone), *edit.add)


def edited_override(override: Override, edit: Edit, was: OccurrenceState) -> Override:
    """Return how one session differs from its series after the change.

    Args:
        was: Its state so far. On a holiday it takes place when it is said to, even at its own time.
    """
    start, second = (override.start, override.second) if edit.start is None else (edit.start, edit.second)
    if edit.cancel is False and was is OccurrenceState.HOLIDAY and start is None:
        start = override.key
    return replace(
        override,
        start=start,
        second=second,
        length_min=edit.length_min or override.length_min,
        cancelled=override.cancelled if edit.cancel is None else edit.cancel,
        added=edited_people(override.added, edit),
        removed=(override.removed - {each.person for each in edit.add}) | edit.remove,
    )


def compared(
    kept: Plan | None,
    new: Plan | None,
    pairs: Iterable[tuple[Occurrence, Occurrence | None]],
    others: Iterable[Occurrence] = (),
) -> Changed:
    """Return a change with its three lists.

    Args:
        pairs: Every session of the scope before and after the change.
        others: Sessions that there were not before.
    """
    vanish, stay, appear = [], [], []
    every, fresh = tuple(pairs), tuple(others)
    for before, after in every:
        took_place = before.state is OccurrenceState.PLANNED
        takes_place = after is not None and after.state is OccurrenceState.PLANNED
        if after is not None and took_place and takes_place:
            stay.append((before, after))
        elif took_place:
            vanish.append(before)
        elif after is not None and takes_place:
            appear.append(after)
    appear += [each for each in fresh if each.state is OccurrenceState.PLANNED]
    return Changed(kept, new, tuple(vanish), tuple(stay), tuple(appear), every, fresh)
