from dataclasses import fields
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.reminders import PlannedReminder, ReminderKind, plan_reminders
from clinic.people.contact import Contact, SafeChannel
from clinic.people.safe_times import SafeTimes
from tests.app.mail.draws import DAY, HOUR, INSTANTS, SAFE_TIMES, at, office_hours, safe_times

START = at("2026-03-03 19:00")
PLANNED = START - 14 * DAY
ANY_HOUR = Contact(SafeChannel.EMAIL)
CONTACTS = st.builds(Contact, st.just(SafeChannel.EMAIL), st.none() | SAFE_TIMES)


def plan(
    contact: Contact, told_at: datetime = PLANNED, now: datetime = PLANNED
) -> dict[ReminderKind, datetime]:
    return {each.kind: each.due for each in plan_reminders(START, contact, told_at, now)}


def test_without_limits_they_come_a_day_and_an_hour_before() -> None:
    assert plan_reminders(START, ANY_HOUR, PLANNED, PLANNED) == (
        PlannedReminder(ReminderKind.DAY_BEFORE, START - DAY, START - 3 * HOUR),
        PlannedReminder(ReminderKind.HOUR_BEFORE, START - HOUR, START),
    )


@pytest.mark.parametrize("times", [None, office_hours()])
def test_nobody_is_reminded_who_chose_no_channel(times: SafeTimes | None) -> None:
    assert plan(Contact(SafeChannel.NONE, times)) == {}


def test_a_reminder_moves_into_the_safe_hours() -> None:
    assert plan(Contact(SafeChannel.EMAIL, safe_times("mon-sun 08:00-12:00"))) == {
        ReminderKind.DAY_BEFORE: at("2026-03-02 16:50"),
        ReminderKind.HOUR_BEFORE: at("2026-03-03 16:50"),
    }


def test_a_reminder_without_a_safe_hour_is_left_out() -> None:
    nights = Contact(SafeChannel.EMAIL, safe_times("mon-sun 22:00-24:00"))
    assert plan(nights) == {ReminderKind.DAY_BEFORE: at("2026-03-03 03:00")}


def test_who_was_told_today_is_not_reminded_of_tomorrow() -> None:
    told = START - 10 * HOUR
    assert plan(ANY_HOUR, told, told) == {ReminderKind.HOUR_BEFORE: START - HOUR}


def test_a_late_planner_sends_at_once_what_is_still_useful() -> None:
    assert plan(ANY_HOUR, now=START - 20 * HOUR)[ReminderKind.DAY_BEFORE] == START - 20 * HOUR
    assert ReminderKind.DAY_BEFORE not in plan(ANY_HOUR, now=START - 3 * HOUR)
    assert plan(ANY_HOUR, now=START - timedelta(minutes=5)) == {}


@given(CONTACTS, INSTANTS, st.timedeltas(-DAY, 30 * DAY), st.timedeltas(timedelta(0), 3 * DAY))
def test_every_reminder_is_early_enough_in_order_and_at_a_safe_hour(
    contact: Contact, start: datetime, told_before: timedelta, late: timedelta
) -> None:
    told_at = start - told_before
    now = told_at + late
    planned = plan_reminders(start, contact, told_at, now)
    assert [each.kind for each in planned] == sorted(
        (each.kind for each in planned), key=list(ReminderKind).index
    )
    assert all(first.due + HOUR <= second.due for first, second in pairwise(planned))
    for each in planned:
        assert now <= each.due < each.useful_until <= start
        assert contact.safe_times is None or contact.safe_times.contains(each.due)


@given(CONTACTS, INSTANTS)
def test_planning_again_gives_the_same_times_until_they_are_due(contact: Contact, start: datetime) -> None:
    told_at = start - 14 * DAY
    first = plan_reminders(start, contact, told_at, told_at)
    for each in first:
        assert each in plan_reminders(start, contact, told_at, each.due)


def test_nothing_that_is_asked_tells_partners_apart() -> None:
    """A hold, a clearance or a couple is no argument; two people with the same hours get the same plan."""
    assert [field.name for field in fields(Contact)] == ["channel", "safe_times"]
    assert plan_reminders.__code__.co_varnames[:4] == ("start", "contact", "told_at", "now")
    assert plan(Contact(SafeChannel.EMAIL, office_hours())) == plan(
        Contact(SafeChannel.EMAIL, office_hours())
    )
