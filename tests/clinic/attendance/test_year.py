"""A year of a synthetic programme of many clients: its totals are computed a second, plain way, second by second."""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clinic.attendance.presence import Interval, SessionTime, attended, whole_minutes
from clinic.attendance.totals import Attendance, week_total
from clinic.common.ids import PersonId
from clinic.common.local_time import monday_of, to_instant
from clinic.programme.minutes import Counting, TimedSession
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from tests.support.thorough import examples

ZONE = ZoneInfo("America/New_York")
CLIENTS, WEEKS = examples(200), 52
FIRST = date(2026, 1, 5)
COUNTING = Counting(frozenset({Service.GROUP}))
HOURS = (9, 13, 22, 1)
"""Also over midnight, and at an hour at which the clocks change."""


class Meeting(NamedTuple):
    """A session of one client. Times are Unix seconds."""

    begins: int
    ends: int
    rest: tuple[int, int]
    unled: tuple[int, int]
    there: list[tuple[int, int, bool]]
    """From, until, in a private room."""


def make_meeting(dice: random.Random, day: date) -> Meeting:
    local = datetime.combine(day, time(dice.choice(HOURS)))
    begins = int(to_instant(local, ZONE).timestamp())
    ends = begins + 60 * dice.choice((50, 90, 180))
    rest = begins + 1500
    unled = dice.randrange(begins, ends)
    there = []
    at = begins + dice.randint(-300, 900)
    while at < ends:
        until = at + dice.randint(60, 5400)
        there.append((at, until, dice.random() < 0.08))
        if dice.random() < 0.1:
            # Another device at the same time.
            there.append((at + 30, until + dice.randint(0, 300), False))
        at = until + dice.choice((5, 20, 59, 60, 61, 75, 300, 3600))
    return Meeting(begins, ends, (rest, rest + 600), (unled, unled + dice.choice((30, 60, 61, 240))), there)


def make_year(seed: int) -> list[list[Meeting]]:
    dice = random.Random(seed)
    return [
        [
            make_meeting(dice, FIRST + timedelta(weeks=week, days=day))
            for week in range(WEEKS)
            for day in sorted(dice.sample(range(7), 3))
        ]
        for _ in range(CLIENTS)
    ]


def instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, ZoneInfo("UTC"))


def counted(meeting: Meeting) -> Attendance:
    """The session by the rules."""
    held = SessionTime(
        Span(instant(meeting.begins), instant(meeting.ends)),
        (Span(*map(instant, meeting.rest)),),
        (Span(*map(instant, meeting.unled)),),
    )
    intervals = [
        Interval(Span(instant(since), instant(until)), private) for since, until, private in meeting.there
    ]
    planned = TimedSession(held.span, Service.GROUP, held.breaks)
    return Attendance(planned, attended(PersonId("pt_one"), intervals, held).spans)


EARLY, LATE = 600, 7200
"""Seconds before and after a session in which somebody may be connected."""


def plain(meeting: Meeting) -> dict[date, int]:
    """The seconds of each local day, from a strip with one byte for each second."""
    since, length = meeting.begins - EARLY, meeting.ends - meeting.begins + EARLY + LATE
    strip = bytearray(length)
    for begins, ends, private in meeting.there:
        if not private:
            first, last = begins - since, min(ends - since, length)
            strip[first:last] = b"\1" * (last - first)
    hole = strip.find(0, strip.find(1))
    while hole != -1 and (after := strip.find(1, hole)) != -1:
        if after - hole <= 60:
            strip[hole:after] = b"\1" * (after - hole)
        hole = strip.find(0, after)
    taken = [meeting.rest] + ([meeting.unled] if meeting.unled[1] - meeting.unled[0] > 60 else [])
    for begins, ends in taken:
        strip[begins - since : ends - since] = bytes(ends - begins)
    return by_day(strip, meeting.begins, meeting.ends, since)


def by_day(strip: bytearray, begins: int, ends: int, since: int) -> dict[date, int]:
    """Ask the clock of every minute: days and sessions begin with one."""
    found: dict[date, int] = defaultdict(int)
    step = ends - begins if day_of(begins) == day_of(ends - 1) else 60
    for minute in range(begins, ends, step):
        found[day_of(minute)] += strip.count(1, minute - since, minute - since + step)
    return {day: seconds for day, seconds in found.items() if seconds}


def day_of(second: int) -> date:
    return datetime.fromtimestamp(second, ZONE).date()


def test_a_year_of_many_clients_agrees_with_counting_every_second() -> None:
    end = instant(0) + timedelta(days=40_000)
    total = 0
    for meetings in make_year(20260105):
        sessions = [counted(one) for one in meetings]
        days: dict[date, int] = defaultdict(int)
        for one in meetings:
            for day, seconds in plain(one).items():
                days[day] += seconds
        weeks: dict[date, int] = defaultdict(int)
        for day, seconds in days.items():
            weeks[monday_of(day)] += seconds
        by_week: dict[date, list[Attendance]] = defaultdict(list)
        for session in sessions:
            ends = (session.planned.span.begins, session.planned.span.ends)
            for monday in {monday_of(moment.astimezone(ZONE).date()) for moment in ends}:
                by_week[monday].append(session)
        found: dict[date, int] = {}
        for monday, some in by_week.items():
            week = week_total(some, monday, ZONE, COUNTING, 540, end)
            assert week.present_min == weeks[monday] // 60
            found |= {day: there // timedelta(seconds=1) for day, there in week.days.items() if there}
            total += whole_minutes(week.present)
        assert found == days
    assert total > CLIENTS * WEEKS * 100
