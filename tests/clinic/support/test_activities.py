from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import PersonId, ProgramId
from clinic.support.activities import (
    ActivityAudience,
    Reply,
    SoberActivity,
    check_activity,
    is_for,
    is_news,
    reply,
)

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
WALK = SoberActivity(
    "ac_1",
    "Lake walk",
    "Boathouse",
    "Bring water.\nDogs are welcome.",
    NOW + timedelta(days=2),
    NOW + timedelta(days=2, hours=2),
)
ANA = PersonId("pt_ana")
people = st.sampled_from([PersonId(f"pt_{number}") for number in range(6)])


def test_a_walk_in_two_days_is_fine() -> None:
    assert check_activity(WALK, NOW) == []


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"title": ""}, ("title", "field.required")),
        ({"place": "x" * 161}, ("place", "field.too_long")),
        ({"begins": NOW}, ("starts", "activity.past")),
        ({"begins": NOW + timedelta(days=367)}, ("starts", "activity.far")),
        ({"ends": WALK.begins}, ("length_min", "activity.length")),
        ({"ends": WALK.begins - timedelta(hours=1)}, ("length_min", "activity.length")),
        ({"ends": WALK.begins + timedelta(days=2)}, ("length_min", "activity.length")),
        ({"capacity": 0}, ("capacity", "activity.capacity")),
    ],
)
def test_bad_times_and_empty_texts_are_refused(wrong: dict[str, object], found: tuple[str, str]) -> None:
    errors = {(one.field, one.code) for one in check_activity(replace(WALK, **wrong), NOW)}  # type: ignore[arg-type]
    assert found in errors


def test_whom_it_is_for() -> None:
    mine = frozenset({ProgramId("pg_1")})
    assert is_for(WALK, frozenset(), alumni=False)
    assert not is_for(replace(WALK, audience=ActivityAudience.ALUMNI), mine, alumni=False)
    assert is_for(replace(WALK, audience=ActivityAudience.ALUMNI), mine, alumni=True)
    assert not is_for(replace(WALK, programs=frozenset({ProgramId("pg_2")})), mine, alumni=True)
    assert is_for(replace(WALK, programs=mine), mine, alumni=False)


def test_only_another_time_or_place_or_no_activity_is_news() -> None:
    assert not is_news(WALK, replace(WALK, title="Walk", details="", capacity=4, version=2))
    assert is_news(WALK, replace(WALK, place="South gate"))
    assert is_news(WALK, replace(WALK, ends=WALK.ends + timedelta(hours=1)))
    assert is_news(WALK, replace(WALK, cancelled=True))


def test_nobody_replies_to_what_is_cancelled_or_has_begun() -> None:
    with pytest.raises(Refused, match=r"activity\.cancelled"):
        reply(replace(WALK, cancelled=True), Reply(ANA, coming=True), (), NOW)
    with pytest.raises(Refused, match=r"activity\.over"):
        reply(WALK, Reply(ANA, coming=False), (), WALK.begins)


def test_who_does_not_come_shows_no_name() -> None:
    assert reply(WALK, Reply(ANA, coming=False, shows_name=True), (), NOW) == Reply(ANA, coming=False)


@given(st.lists(st.tuples(people, st.booleans()), max_size=30), st.integers(1, 4))
def test_never_more_come_than_there_is_room_and_who_is_in_stays_in(
    wishes: list[tuple[PersonId, bool]], capacity: int
) -> None:
    one, replies = replace(WALK, capacity=capacity), dict[PersonId, Reply]()
    for person, coming in wishes:
        was_in = person in replies and replies[person].coming
        try:
            replies[person] = reply(one, Reply(person, coming), tuple(replies.values()), NOW)
        except Refused:
            assert not was_in
        assert sum(each.coming for each in replies.values()) <= capacity
