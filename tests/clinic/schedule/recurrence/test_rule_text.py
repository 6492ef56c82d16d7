from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.schedule.recurrence.rule_text import format_rule, parse_rule
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday, fits, local_starts
from tests.clinic.clock_changes import ZONES, local
from tests.clinic.schedule.recurrence.strategies import rules, times

NEW_YORK = ZoneInfo("America/New_York")
START = local("2026-01-05T09:00")
starts = st.builds(datetime.combine, st.dates(local("2026-01-01").date(), local("2027-12-31").date()), times)


def test_a_rule_is_written_as_calendars_read_it() -> None:
    rule = SeriesRule(
        Frequency.MONTHLY,
        interval=2,
        by_day=(ByDay(Weekday.MO, 2), ByDay(Weekday.FR, -1)),
        by_set_pos=(1,),
        count=6,
    )
    assert format_rule(rule, START, NEW_YORK) == "FREQ=MONTHLY;INTERVAL=2;BYDAY=2MO,-1FR;BYSETPOS=1;COUNT=6"
    by_date = SeriesRule(Frequency.MONTHLY, by_month_day=(1, -1), count=6)
    assert format_rule(by_date, START, NEW_YORK) == "FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=6"


@pytest.mark.parametrize(
    ("until", "written"), [("2026-02-02", "20260202T140000Z"), ("2026-07-06", "20260706T130000Z")]
)
def test_the_last_day_is_written_as_the_instant_of_its_session(until: str, written: str) -> None:
    rule = SeriesRule(Frequency.WEEKLY, until=local(until).date())
    assert format_rule(rule, START, NEW_YORK) == f"FREQ=WEEKLY;UNTIL={written}"


@pytest.mark.parametrize(
    ("written", "last"),
    [("20260202", "2026-02-02"), ("20260202T140000Z", "2026-02-02"), ("20260202T135959Z", "2026-02-01"),
     ("20260203T045959Z", "2026-02-02")],
)  # fmt: skip
def test_an_instant_is_read_as_the_last_day_that_has_a_session(written: str, last: str) -> None:
    assert parse_rule(f"FREQ=DAILY;UNTIL={written}", START, NEW_YORK).until == local(last).date()


def test_small_letters_and_the_week_from_monday_are_read() -> None:
    assert parse_rule("freq=weekly;wkst=mo;byday=mo,we;count=3", START, NEW_YORK) == SeriesRule(
        Frequency.WEEKLY, by_day=(ByDay(Weekday.MO), ByDay(Weekday.WE)), count=3
    )


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("", "schedule.rule", None),
        ("COUNT=3", "schedule.rule", "frequency"),
        ("FREQ=YEARLY;COUNT=3", "schedule.rule", "frequency"),
        ("FREQ=WEEKLY", "schedule.endless", None),
        ("FREQ=DAILY;COUNT=9999", "schedule.too_many", None),
        ("FREQ=WEEKLY;COUNT=3;COUNT=4", "schedule.rule", "count"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20260601", "schedule.rule", "count"),
        ("FREQ=WEEKLY;COUNT=-3", "schedule.rule", "count"),
        ("FREQ=WEEKLY;COUNT=99999999999999999999", "schedule.rule", "count"),
        ("FREQ=WEEKLY;INTERVAL=;COUNT=3", "schedule.rule", "interval"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=3", "schedule.rule", "by_day"),
        ("FREQ=WEEKLY;BYDAY=0MO;COUNT=3", "schedule.rule", "by_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2;COUNT=3", "schedule.rule", "by_month_day"),
        ("FREQ=WEEKLY;UNTIL=2026-06-01", "schedule.rule", "until"),
        ("FREQ=WEEKLY;UNTIL=00010101T000000Z", "schedule.rule", "until"),
        ("FREQ=WEEKLY;UNTIL=99991231T235959Z", "schedule.rule", "until"),
        ("FREQ=WEEKLY;BYHOUR=9;COUNT=3", "schedule.rule", None),
        ("FREQ=WEEKLY;WKST=SU;COUNT=3", "schedule.rule", None),
        ("FREQ=WEEKLY;X-SECRET=9;COUNT=3", "schedule.rule", None),
        ("FREQ=WEEKLY;COUNT=3;" + "BYDAY=MO," * 100, "schedule.rule", None),
    ],
)
def test_what_is_beyond_our_rules_is_refused_with_the_part(text: str, code: str, part: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_rule(text, START, NEW_YORK)
    assert (refused.value.code, refused.value.reason) == (code, part)


@given(rules(), starts, st.sampled_from(ZONES).map(ZoneInfo))
def test_a_rule_that_is_written_is_read_as_it_was(rule: SeriesRule, start: datetime, zone: ZoneInfo) -> None:
    assert parse_rule(format_rule(rule, start, zone), start, zone) == rule


@given(rules(), starts, st.sampled_from(ZONES).map(ZoneInfo))
def test_another_program_finds_the_same_days(rule: SeriesRule, start: datetime, zone: ZoneInfo) -> None:
    if not fits(rule, start.date()) or (rule.until is not None and (rule.until - start.date()).days > 900):
        return
    others = rrulestr(format_rule(rule, start, zone), dtstart=start.replace(tzinfo=zone))
    assert [each.date() for each in others] == [each.date() for each in local_starts(rule, start)]


@given(st.text(st.sampled_from("FREQ=WEEKLYDAILYCOUNTBYDAYUNTIL;,-+0123456789TZMO\0é²"), max_size=80))
def test_no_text_does_anything_but_make_a_rule_or_be_refused(text: str) -> None:
    with suppress(Refused):
        rule = parse_rule("FREQ=WEEKLY;" + text, START, NEW_YORK)
        assert rule.count or rule.until
