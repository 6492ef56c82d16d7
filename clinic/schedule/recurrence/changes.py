"""Changing one session of a series, this one and those that follow, or all. Pure.

What has begun stands. A change of all begins with the first session that has not begun; a series of which some sessions
stand is divided in two.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import SeriesId
from clinic.schedule.recurrence.edits import (
    Changed,
    Edit,
    Plan,
    Scope,
    compared,
    edited_override,
    override_of,
)
from clinic.schedule.recurrence.following import change_following, divide
from clinic.schedule.recurrence.series import (
    Occurrence,
    check_length,
    check_single,
    is_start,
    occurrences,
    zone_of,
)

__all__ = ["change"]


def change(
    plan: Plan,
    key: datetime,
    scope: Scope,
    edit: Edit,
    *,
    now: datetime,
    new_id: SeriesId,
    holidays: Collection[date] = (),
) -> Changed:
    """Change a session of a series and, as the scope says, others with it.

    Args:
        key: The chosen session. A single session has one scope; its cancellation is an override that can be taken back.
        new_id: The id of the series of those that follow, if the series is divided.

    Raises:
        Refused: ``schedule.no_session``: the series has no such session. ``schedule.begun``: it has begun; for all,
            every one has; for other times, one that comes later in the series has. ``schedule.move_rule``: a move to
            another day for which there is no rule (``moves.moved_rule``), or not between its neighbours.
        Invalid: As ``check_single`` says, and the codes of ``starts_of`` for the field ``rule``.
    """
    before = occurrences(plan.series, holidays, plan.overrides)
    chosen = next((each for each in before if each.key == key), None)
    if chosen is None:
        raise Refused("schedule.no_session")
    if plan.series.rule is None:
        scope = Scope.ALL if edit.cancel is None else Scope.ONE
    if chosen.begins <= now and (scope is not Scope.ALL or len(before) == 1):
        raise Refused("schedule.begun")
    _check_form(edit)
    if scope is Scope.ONE:
        return _change_one(plan, chosen, edit, now, holidays)
    first = key if scope is Scope.FOLLOWING else before[0].key
    division = divide(plan, before, first, now)
    return change_following(division, chosen, edit, scope, now=now, new_id=new_id, holidays=holidays)


def _change_one(
    plan: Plan, chosen: Occurrence, edit: Edit, now: datetime, holidays: Collection[date]
) -> Changed:
    if edit.rule is not None:
        raise Refused("schedule.rule", "scope")
    if edit.start is not None:
        length_min = edit.length_min or plan.series.length_min
        if errors := check_single(edit.start, edit.second, length_min, zone_of(plan.series), now):
            raise Invalid(errors)
    edited = edited_override(override_of(plan, chosen.key), edit, chosen.state)
    others = tuple(each for each in plan.overrides if each.key != chosen.key)
    kept = replace(plan, overrides=(*others, edited))
    after = {each.key: each for each in occurrences(kept.series, holidays, kept.overrides)}
    return compared(kept, None, [(chosen, after[chosen.key])])


def _check_form(edit: Edit) -> None:
    errors = [] if edit.length_min is None else check_length(edit.length_min)
    if edit.start is not None and not is_start(edit.start):
        errors = [FieldError("start", "schedule.start"), *errors]
    if errors:
        raise Invalid(errors)
