from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import SeriesId
from clinic.schedule.attendees import Attendee
from clinic.schedule.recurrence.changes import change
from clinic.schedule.recurrence.edits import Changed, Edit, Plan, Scope
from clinic.schedule.recurrence.following import divide
from clinic.schedule.recurrence.rules import Frequency, SeriesRule
from clinic.schedule.recurrence.series import Occurrence, OccurrenceState, Override, Series, occurrences
from tests.clinic.clock_changes import local
from tests.clinic.schedule.recurrence.strategies import PEOPLE, plans, rules
from tests.support.thorough import examples

NEW = SeriesId("sr_new")
DAILY = Series(
    SeriesId("sr_1"), local("2026-01-05T09:00"), "Asia/Kolkata", 60, SeriesRule(Frequency.DAILY, count=5)
)
CROSSED = Plan(DAILY, (Override(local("2026-01-06T09:00"), start=local("2026-01-20T09:00")),))
"""The second of five was moved behind the others."""
ON_THE_EIGHTH = datetime(2026, 1, 8, tzinfo=UTC)
"""The first and the third have begun; the second has not."""


def test_a_session_moved_behind_others_that_have_begun_is_loose() -> None:
    before = occurrences(DAILY, (), CROSSED.overrides)
    division = divide(CROSSED, before, before[0].key, ON_THE_EIGHTH)
    assert [each.key.day for each in division.standing] == [5, 6, 7]
    assert [each.key.day for each in division.loose] == [6]
    assert [each.key.day for each in division.rest] == [8, 9]


def test_a_loose_session_takes_the_change_but_its_times() -> None:
    edit = Edit(length_min=30, add=(Attendee(PEOPLE[0]),))
    done = change(CROSSED, local("2026-01-06T09:00"), Scope.FOLLOWING, edit, now=ON_THE_EIGHTH, new_id=NEW)
    assert [after.key.day for _, after in done.stay] == [6, 8, 9]
    assert {after.ends - after.begins for _, after in done.stay} == {timedelta(minutes=30)}
    assert {after.people for _, after in done.stay} == {(Attendee(PEOPLE[0]),)}
    assert done.stay[0][1].begins == done.stay[0][0].begins


def test_a_loose_session_keeps_its_own_time_when_all_others_move() -> None:
    edit = Edit(start=local("2026-01-09T10:00"))
    done = change(CROSSED, local("2026-01-09T09:00"), Scope.ALL, edit, now=ON_THE_EIGHTH, new_id=NEW)
    assert [after.begins - before.begins for before, after in done.stay] == [
        timedelta(),
        timedelta(hours=1),
        timedelta(hours=1),
    ]


def test_a_loose_session_has_no_others_to_move_with_it() -> None:
    edit = Edit(start=local("2026-01-21T09:00"))
    with pytest.raises(Refused) as refused:
        change(CROSSED, local("2026-01-06T09:00"), Scope.FOLLOWING, edit, now=ON_THE_EIGHTH, new_id=NEW)
    assert refused.value.code == "schedule.begun"


def test_nothing_is_divided_when_all_have_begun() -> None:
    with pytest.raises(Refused) as refused:
        divide(Plan(DAILY), occurrences(DAILY), DAILY.start, datetime(2027, 1, 1, tzinfo=UTC))
    assert refused.value.code == "schedule.begun"


people = st.sampled_from(PEOPLE)
edits = st.builds(
    Edit,
    start=st.none()
    | st.datetimes(local("2026-01-01"), local("2028-06-01")).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    length_min=st.none() | st.integers(5, 720),
    rule=st.none() | rules(),
    add=st.sets(people, max_size=2).map(lambda some: tuple(map(Attendee, some))),
    remove=st.frozensets(people, max_size=1),
    cancel=st.none() | st.booleans(),
)


def all_of(*plans: Plan | None) -> list[Occurrence]:
    return [each for plan in plans if plan for each in occurrences(plan.series, (), plan.overrides)]


def essence(sessions: Iterable[Occurrence]) -> list[tuple[object, ...]]:
    """What people notice of sessions."""
    return sorted((each.begins, each.ends, each.state, each.people, each.removed) for each in sessions)


def check(plan: Plan, now: datetime, scope: Scope, key: datetime, done: Changed) -> None:
    before, after = all_of(plan), all_of(done.kept, done.new)
    begun = [each for each in before if each.begins <= now]
    assert [each for each in after if each in begun] == begun, "what has begun stands, to the letter"

    touched = [*done.vanish, *(old for old, _ in done.stay)]
    assert all(each.begins > now for each in touched)
    if scope is not Scope.ALL:
        earlier = [each for each in before if each.key < key]
        assert [each for each in after if each in earlier] == earlier

    lists = [*(new for _, new in done.stay), *done.appear]
    others = [each for each in before if each not in touched and each.state is OccurrenceState.PLANNED]
    planned = [each for each in after if each.state is OccurrenceState.PLANNED]
    assert essence(planned) == essence([*others, *lists]), "the three lists say all that changes"
    identities = [(each.series, each.key) for each in after]
    assert len(set(identities)) == len(identities)


@settings(max_examples=examples(600))
@given(plans(), edits, st.sampled_from(Scope), st.integers(0, 30), st.floats(-0.2, 1.1), st.booleans())
def test_a_change_never_touches_what_has_begun_and_says_all_that_it_changes(
    plan: Plan, edit: Edit, scope: Scope, place: int, elapsed: float, nearby: bool
) -> None:
    before = all_of(plan)
    chosen = before[place % len(before)]
    now = before[0].begins + (before[-1].ends - before[0].begins) * elapsed
    if nearby and edit.start is not None:
        edit = replace(
            edit, start=chosen.key + timedelta(minutes=edit.start.minute * 60), rule=None, cancel=None
        )
    try:
        done = change(plan, chosen.key, scope, edit, now=now, new_id=NEW)
    except Refused:
        return
    check(plan, now, scope, chosen.key, done)


@given(plans(), st.integers(0, 30), st.integers(-300, 300))
def test_moving_the_following_by_some_hours_keeps_every_session(plan: Plan, place: int, minutes: int) -> None:
    before = all_of(plan)
    chosen = before[place % len(before)]
    start = chosen.key + timedelta(minutes=minutes)
    if start.date() != chosen.key.date():
        return
    now = before[0].begins - timedelta(days=40)
    done = change(Plan(plan.series), chosen.key, Scope.FOLLOWING, Edit(start=start), now=now, new_id=NEW)
    assert (done.vanish, done.appear) == ((), ())
    assert [new.key - old.key for old, new in done.stay] == [start - chosen.key] * len(done.stay)
    assert len(done.stay) == len([each for each in before if each.key >= chosen.key])
