from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.contact import Contact, SafeChannel, may_reach, next_safe_time
from clinic.people.safe_times import SafeRange, Weekday, parse_safe_times

ZONES = ["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "UTC"]
NEW_YORK = ZoneInfo("America/New_York")
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
ranges = st.builds(SafeRange, st.sampled_from(Weekday), minutes, minutes)
moments = st.builds(
    lambda seconds: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds),
    st.integers(0, 6 * 366 * 86_400),
) | st.sampled_from(
    # Hours around changes of the clocks in the zones above.
    [
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 3, 15, 0, tzinfo=UTC),
        datetime(2026, 4, 4, 14, 45, tzinfo=UTC),
        datetime(2011, 12, 29, 20, 0, tzinfo=UTC),  # Samoa left out a whole Friday.
    ]
)


def contact(times: str, zone: str = "America/New_York", channel: SafeChannel = SafeChannel.EMAIL) -> Contact:
    return Contact(channel, "ana@example.org", zone, parse_safe_times(times))


def wall(*fields: int, fold: int = 0) -> datetime:
    return datetime(*fields, tzinfo=NEW_YORK, fold=fold).astimezone(UTC)  # type: ignore[arg-type, misc]


def is_safe_on_the_wall(times: tuple[SafeRange, ...], zone: str, moment: datetime) -> bool:
    """The rule as a person would say it, to compare with."""
    shown = moment.astimezone(ZoneInfo(zone))
    clock, today, yesterday = shown.time(), shown.weekday(), (shown.weekday() - 1) % 7
    return any(
        (one.day == today and clock >= one.start and (one.is_overnight or clock < one.until))
        or (one.is_overnight and one.day == yesterday and clock < one.until)
        for one in times
    )


def test_without_a_safe_channel_no_mail_ever_leaves() -> None:
    now = wall(2026, 6, 1, 12)
    for silent in (
        contact("", channel=SafeChannel.NONE),
        contact("mon-sun 00:00-24:00", channel=SafeChannel.NONE),
        Contact(SafeChannel.EMAIL, "", "America/New_York"),
    ):
        assert next_safe_time(silent, now) is None
        assert not may_reach(silent, now)


def test_without_safe_times_any_time_is_safe() -> None:
    now = wall(2026, 6, 1, 3)
    assert next_safe_time(contact(""), now) == now


def test_a_mail_waits_for_the_next_safe_hour() -> None:
    ana = contact("mon-fri 09:00-17:00")
    assert may_reach(ana, wall(2026, 6, 1, 9))
    assert not may_reach(ana, wall(2026, 6, 1, 17))
    assert next_safe_time(ana, wall(2026, 6, 5, 17)) == wall(2026, 6, 8, 9)


def test_a_range_overnight_belongs_to_the_day_on_which_it_begins() -> None:
    ana = contact("fri 22:00-06:00")
    assert may_reach(ana, wall(2026, 6, 5, 23))
    assert may_reach(ana, wall(2026, 6, 6, 5, 59))
    assert not may_reach(ana, wall(2026, 6, 5, 5, 59))
    assert not may_reach(ana, wall(2026, 6, 6, 6))


@pytest.mark.parametrize(
    ("times", "now", "expected"),
    [
        # 2026-03-08, 02:00 becomes 03:00: the skipped part of a range is not there.
        ("sun 02:30-04:00", wall(2026, 3, 8, 1), wall(2026, 3, 8, 3)),
        ("sun 02:15-02:45", wall(2026, 3, 8, 1), wall(2026, 3, 15, 2, 15)),
        ("sat 22:00-03:00", wall(2026, 3, 8, 3), wall(2026, 3, 14, 22)),
        # 2026-11-01, 02:00 becomes 01:00: the hour that comes twice is safe, or not, both times.
        ("sun 01:00-01:30", wall(2026, 11, 1, 1, 45), wall(2026, 11, 1, 1, 0, fold=1)),
        ("sun 00:30-01:15", wall(2026, 11, 1, 1, 20), wall(2026, 11, 1, 1, 0, fold=1)),
        ("sun 01:40-01:50", wall(2026, 11, 1, 1, 55), wall(2026, 11, 1, 1, 40, fold=1)),
        ("sun 09:00-10:00", wall(2026, 10, 31, 12), wall(2026, 11, 1, 9)),
    ],
)
def test_changes_of_the_clocks(times: str, now: datetime, expected: datetime) -> None:
    assert next_safe_time(contact(times), now) == expected


@given(st.lists(ranges, min_size=1, max_size=4), st.sampled_from(ZONES), moments)
def test_a_mail_leaves_exactly_when_the_clock_on_the_wall_is_in_a_range(
    times: list[SafeRange], zone: str, now: datetime
) -> None:
    ana = Contact(SafeChannel.EMAIL, "ana@example.org", zone, tuple(times))
    assert may_reach(ana, now) is is_safe_on_the_wall(ana.safe_times, zone, now)


@given(
    st.lists(ranges, min_size=1, max_size=3),
    st.sampled_from(ZONES),
    moments,
    st.floats(0, 1, exclude_max=True),
)
def test_the_next_safe_time_is_safe_and_none_before_it_is(
    times: list[SafeRange], zone: str, now: datetime, part: float
) -> None:
    ana = Contact(SafeChannel.EMAIL, "ana@example.org", zone, tuple(times))
    found = next_safe_time(ana, now)
    assert found is not None
    assert found >= now
    assert found - now < timedelta(days=15)
    assert is_safe_on_the_wall(ana.safe_times, zone, found)
    if found > now:
        last = found - timedelta(microseconds=1)
        for earlier in (now + (last - now) * part, last):
            assert not is_safe_on_the_wall(ana.safe_times, zone, earlier)


def test_a_time_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        may_reach(contact(""), datetime(2026, 1, 1))  # noqa: DTZ001
