"""Changing a session of a series and those that follow: the series is divided, and the second part is changed. Pure.

Sessions moved by hand may have begun before others that come earlier in the series. Those others cannot be part of
the new series; they take what changes but its times, one by one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import SeriesId
from clinic.schedule.recurrence.edits import (
    Changed,
    Edit,
    Plan,
    Scope,
    compared,
    edited_override,
    edited_people,
    override_of,
)
from clinic.schedule.recurrence.moves import moved_rule
from clinic.schedule.recurrence.rules import SeriesRule, fits
from clinic.schedule.recurrence.series import (
    Occurrence,
    OccurrenceState,
    Override,
    Series,
    check_single,
    occurrences,
    starts_of,
    zone_of,
)

__all__ = ["Division", "change_following", "divide"]

_LONGEST_SEARCH_DAYS = 62


@dataclass(frozen=True, slots=True)
class Division:
    """A series divided where a change begins.

    Attributes:
        standing: The sessions that keep the series, in order.
        loose: Those of them that have not begun and take the change one by one.
        rest: All after them; none has begun.
    """

    plan: Plan
    standing: tuple[Occurrence, ...]
    loose: tuple[Occurrence, ...]
    rest: tuple[Occurrence, ...]


def divide(plan: Plan, before: Sequence[Occurrence], first: datetime, now: datetime) -> Division:
    """Divide a series where a change of the session ``first`` and of those that follow begins.

    Args:
        before: Its sessions, in order.

    Raises:
        Refused: ``schedule.begun``: all of them have begun.
    """
    stand = max(
        (number for number, each in enumerate(before, 1) if each.begins <= now or each.key < first), default=0
    )
    standing = tuple(before[:stand])
    loose = tuple(each for each in standing if each.key >= first and each.begins > now)
    rest = tuple(before[stand:])
    if not loose and not rest:
        raise Refused("schedule.begun")
    return Division(plan, standing, loose, rest)


def change_following(
    division: Division,
    chosen: Occurrence,
    edit: Edit,
    scope: Scope,
    *,
    now: datetime,
    new_id: SeriesId,
    holidays: Collection[date],
) -> Changed:
    """Change the sessions after a division.

    Raises:
        Refused, Invalid: As ``changes.change`` says.
    """
    retimed = edit.start is not None or edit.rule is not None
    if retimed and (not division.rest or chosen in division.loose):
        raise Refused("schedule.begun")
    kept, new, keys = _kept(division, edit), None, dict[datetime, datetime]()
    if division.rest and edit.cancel is not True:
        series = _changed_series(division, chosen, edit, scope)
        keys = _new_keys(division, series, edit)
        overrides = _carried(division, keys, chosen, edit)
        new = Plan(replace(series, id=new_id if kept else series.id), overrides)
    unchanged, followers = _by_key(kept, holidays), _by_key(new, holidays)
    if retimed and new is not None:
        _check_times(new.series, followers.values(), edit, now)
    pairs = [(each, unchanged[each.key]) for each in division.loose]
    pairs_after = [
        (each, followers.pop(keys[each.key], None) if each.key in keys else None) for each in division.rest
    ]
    return compared(kept, new, [*pairs, *pairs_after], followers.values())


def _kept(division: Division, edit: Edit) -> Plan | None:
    if not division.standing:
        return None
    plan, series = division.plan, division.plan.series
    if division.rest and series.rule is not None:
        series = replace(series, rule=replace(series.rule, count=len(division.standing), until=None))
    lone = replace(edit, start=None)
    loose = {
        each.key: edited_override(override_of(plan, each.key), lone, OccurrenceState.PLANNED)
        for each in division.loose
    }
    standing = {each.key for each in division.standing}
    stays = [each for each in plan.overrides if each.key in standing - loose.keys()]
    return Plan(series, (*stays, *loose.values()))


def _changed_series(division: Division, chosen: Occurrence, edit: Edit, scope: Scope) -> Series:
    series = division.plan.series
    start, rule = _new_times(division, chosen, edit, scope)
    return replace(
        series,
        start=start,
        rule=rule,
        second=series.second if edit.start is None else edit.second,
        length_min=edit.length_min or series.length_min,
        people=edited_people(series.people, edit),
    )


def _new_times(
    division: Division, chosen: Occurrence, edit: Edit, scope: Scope
) -> tuple[datetime, SeriesRule | None]:
    rule, first, count = division.plan.series.rule, division.rest[0].key, len(division.rest)
    if edit.rule is not None:
        standing = len(division.standing) if scope is Scope.ALL else 0
        return _start_of_rule(first, chosen, edit), _without(edit.rule, standing)
    if rule is None:
        return edit.start or first, None
    if rule.count is not None:
        rule = replace(rule, count=count)
    if edit.start is None:
        return first, rule
    day = first.date()
    if edit.start.date() != chosen.key.date():
        _check_between_neighbours(division, chosen, edit.start.date())
        # The days that the rule's end names may not be those of the moved sessions.
        rule = replace(rule, count=count, until=None)
        rule, day = moved_rule(rule, chosen.key.date(), edit.start.date(), day)
    return datetime.combine(day, edit.start.time()), rule


def _start_of_rule(first: datetime, chosen: Occurrence, edit: Edit) -> datetime:
    """Return where a new rule begins: where it is put, else on the first day that fits it."""
    if edit.start is not None and chosen.key == first:
        return edit.start
    days = (first.date() + timedelta(days=number) for number in range(_LONGEST_SEARCH_DAYS))
    day = next((day for day in days if edit.rule is not None and fits(edit.rule, day)), first.date())
    return datetime.combine(day, (edit.start or first).time())


def _without(rule: SeriesRule, standing: int) -> SeriesRule:
    if rule.count is None:
        return rule
    if rule.count <= standing:
        raise Invalid([FieldError("rule", "schedule.rule")])
    return replace(rule, count=rule.count - standing)


def _check_between_neighbours(division: Division, chosen: Occurrence, day: date) -> None:
    keys = [each.key for each in (*division.standing, *division.rest)]
    place = keys.index(chosen.key)
    after_previous = place == 0 or keys[place - 1].date() < day
    before_next = place + 1 == len(keys) or day < keys[place + 1].date()
    if not (after_previous and before_next):
        raise Refused("schedule.move_rule")


def _new_keys(division: Division, series: Series, edit: Edit) -> dict[datetime, datetime]:
    """Return which session of the changed series each one becomes: by place, under another rule by day."""
    try:
        starts = starts_of(series)
    except Refused as refused:
        raise Invalid([FieldError("rule", refused.code)]) from None
    old = [each.key for each in division.rest]
    if edit.rule is None:
        return dict(zip(old, starts, strict=True))
    by_day = {start.date(): start for start in starts}
    return {key: by_day[key.date()] for key in old if key.date() in by_day}


def _carried(
    division: Division, keys: Mapping[datetime, datetime], chosen: Occurrence, edit: Edit
) -> tuple[Override, ...]:
    """Return the overrides of the changed series: what single sessions had of their own, they keep."""
    named = edit.remove | {each.person for each in edit.add}
    carried = [
        replace(
            each,
            key=keys[each.key],
            start=None if edit.start is not None and each.key == chosen.key else each.start,
            length_min=each.length_min if edit.length_min is None else None,
            cancelled=each.cancelled and edit.cancel is not False,
            added=edited_people(each.added, Edit(remove=named)),
            removed=each.removed - named,
        )
        for each in division.plan.overrides
        if each.key in keys
    ]
    return tuple(each for each in carried if each != Override(each.key))


def _by_key(plan: Plan | None, holidays: Collection[date]) -> dict[datetime, Occurrence]:
    if plan is None:
        return {}
    return {each.key: each for each in occurrences(plan.series, holidays, plan.overrides)}


def _check_times(series: Series, sessions: Iterable[Occurrence], edit: Edit, now: datetime) -> None:
    if series.rule is None:
        errors = check_single(series.start, series.second, series.length_min, zone_of(series), now)
    elif any(each.begins <= now and each.state is OccurrenceState.PLANNED for each in sessions):
        errors = [FieldError("start", "schedule.past")]
    else:
        errors = []
    if errors:
        raise Invalid(errors)
