"""A series moved to another day by moving one of its sessions: what its rule becomes. Pure.

In a series on Monday, Wednesday and Friday, moving a Wednesday to Thursday moves all Wednesdays and nothing else.
"""

from dataclasses import replace
from datetime import date, timedelta

from clinic.common.errors import Refused
from clinic.common.local_time import monday_of
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday, fits, nths_of

__all__ = ["moved_rule"]

_LONGEST_SEARCH_DAYS = 366


def moved_rule(rule: SeriesRule, old: date, new: date, first: date) -> tuple[SeriesRule, date]:
    """Return the rule after one session moved to another day, and the new day of the series' first session.

    Args:
        old: The day of the session that moves.
        new: Its new day; between the sessions before and after it.
        first: The day of the series' first session.

    Raises:
        Refused: ``schedule.move_rule``: no rule says what would be meant; the days have to be chosen in the rule.
    """
    if rule.frequency is Frequency.DAILY and not rule.by_day:
        return rule, first + (new - old)
    if rule.frequency is Frequency.WEEKLY and len(rule.by_day) <= 1:
        by_day = (ByDay(Weekday.of(new)),) if rule.by_day else ()
        return replace(rule, by_day=by_day), first + (new - old)
    if rule.frequency is Frequency.WEEKLY:
        rule = _moved_weekday(rule, old, new)
    else:
        rule = _moved_in_month(rule, old, new)
    if fits(rule, first):
        return rule, first
    # The first session is one of those that move. None lies between the two days, so the next that fits is its own.
    day = first - max(timedelta(), old - new)
    while not fits(rule, day):
        day += timedelta(days=1)
        if day > first + timedelta(days=_LONGEST_SEARCH_DAYS):
            raise Refused("schedule.move_rule")
    return rule, day


def _moved_weekday(rule: SeriesRule, old: date, new: date) -> SeriesRule:
    if monday_of(old) != monday_of(new):
        raise Refused("schedule.move_rule")
    days = {each.weekday for each in rule.by_day} - {Weekday.of(old)} | {Weekday.of(new)}
    return replace(rule, by_day=tuple(ByDay(day) for day in Weekday if day in days))


def _moved_in_month(rule: SeriesRule, old: date, new: date) -> SeriesRule:
    same_month = (old.year, old.month) == (new.year, new.month)
    if rule.frequency is not Frequency.MONTHLY or rule.by_set_pos or not same_month:
        raise Refused("schedule.move_rule")
    if not rule.by_day:
        days = rule.by_month_day or (old.day,)
        if old.day not in days:
            raise Refused("schedule.move_rule")
        return replace(rule, by_month_day=tuple(new.day if day == old.day else day for day in days))
    return replace(rule, by_day=tuple(_moved_nth(each, old, new) for each in rule.by_day))


def _moved_nth(by_day: ByDay, old: date, new: date) -> ByDay:
    if by_day.nth is None:
        raise Refused("schedule.move_rule")
    if by_day.weekday is not Weekday.of(old) or by_day.nth not in nths_of(old):
        return by_day
    from_start, from_end = nths_of(new)
    return ByDay(Weekday.of(new), from_start if by_day.nth > 0 else from_end)
