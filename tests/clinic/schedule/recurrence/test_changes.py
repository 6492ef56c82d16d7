from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId, SeriesId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.changes import change
from clinic.schedule.recurrence.edits import Changed, Edit, Plan, Scope
from clinic.schedule.recurrence.rules import ByDay, Frequency, SeriesRule, Weekday
from clinic.schedule.recurrence.series import Occurrence, Override, Series, occurrences
from tests.clinic.clock_changes import local

ANA, DANA = PersonId("pt_ana"), PersonId("pt_dana")
OLD, NEW = SeriesId("sr_old"), SeriesId("sr_new")
MONDAYS = Series(
    OLD,
    local("2026-01-05T09:00"),
    "Europe/London",
    60,
    SeriesRule(Frequency.WEEKLY, count=6),
    people=(Attendee(ANA),),
)
PLAN = Plan(MONDAYS)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
AFTER_TWO = datetime(2026, 1, 14, tzinfo=UTC)
"""Two of the six have been held."""


def key(week: int) -> datetime:
    return MONDAYS.start + timedelta(weeks=week)


def changed(scope: Scope, week: int, edit: Edit, now: datetime = BEFORE, plan: Plan = PLAN) -> Changed:
    return change(plan, key(week), scope, edit, now=now, new_id=NEW)


def begins(sessions: list[Occurrence] | tuple[Occurrence, ...]) -> list[str]:
    return [f"{each.begins:%m-%d %H:%M}" for each in sessions]


def all_of(plan: Plan | None) -> list[Occurrence]:
    assert plan is not None
    return occurrences(plan.series, (), plan.overrides)


def refusal(scope: Scope, week: int, edit: Edit, now: datetime = BEFORE, plan: Plan = PLAN) -> str:
    with pytest.raises(Refused) as refused:
        changed(scope, week, edit, now, plan)
    return refused.value.code


def test_one_session_moves_alone_and_stays_the_same_session() -> None:
    done = changed(Scope.ONE, 1, Edit(start=local("2026-01-13T10:00"), length_min=45))
    assert done.new is None
    assert begins(all_of(done.kept))[:3] == ["01-05 09:00", "01-13 10:00", "01-19 09:00"]
    ((before, after),) = done.stay
    assert before.key == after.key == key(1)
    assert after.ends - after.begins == timedelta(minutes=45)
    assert (done.vanish, done.appear) == ((), ())


def test_one_session_is_cancelled_and_comes_back() -> None:
    done = changed(Scope.ONE, 1, Edit(cancel=True))
    assert begins(done.vanish) == ["01-12 09:00"]
    assert done.kept is not None
    back = changed(Scope.ONE, 1, Edit(cancel=False), plan=done.kept)
    assert begins(back.appear) == ["01-12 09:00"]


def test_a_session_that_falls_on_a_holiday_takes_place_when_somebody_says_so() -> None:
    done = change(
        PLAN, key(1), Scope.ONE, Edit(cancel=False), now=BEFORE, new_id=NEW, holidays=[key(1).date()]
    )
    assert begins(done.appear) == ["01-12 09:00"]


def test_one_session_has_a_guest_and_goes_without_another() -> None:
    guest = Attendee(DANA, Role.OBSERVER)
    done = changed(Scope.ONE, 2, Edit(add=(guest,), remove=frozenset({ANA})))
    people = [each.people for each in all_of(done.kept)]
    assert people == [(Attendee(ANA),)] * 2 + [(guest,)] + [(Attendee(ANA),)] * 3


def test_this_and_the_following_become_a_series_of_their_own() -> None:
    done = changed(Scope.FOLLOWING, 2, Edit(start=local("2026-01-20T10:00")), AFTER_TWO)
    assert done.kept is not None
    assert done.new is not None
    assert (done.kept.series.id, done.new.series.id) == (OLD, NEW)
    assert begins(all_of(done.kept)) == ["01-05 09:00", "01-12 09:00"]
    assert begins(all_of(done.new)) == ["01-20 10:00", "01-27 10:00", "02-03 10:00", "02-10 10:00"]
    assert [(before.key, after.series) for before, after in done.stay] == [
        (key(week), NEW) for week in range(2, 6)
    ]


def test_all_means_all_that_have_not_begun() -> None:
    done = changed(Scope.ALL, 0, Edit(length_min=90), AFTER_TWO)
    kept, new = all_of(done.kept), all_of(done.new)
    assert {each.ends - each.begins for each in kept} == {timedelta(minutes=60)}
    assert {each.ends - each.begins for each in new} == {timedelta(minutes=90)}
    assert (len(kept), len(new)) == (2, 4)


def test_all_of_a_series_that_has_not_begun_keeps_its_id() -> None:
    done = changed(Scope.ALL, 3, Edit(start=local("2026-01-26T08:00")))
    assert done.kept is None
    assert done.new is not None
    assert done.new.series.id == OLD
    assert begins(all_of(done.new)) == [f"{each:%m-%d} 08:00" for each in map(key, range(6))]


def test_cancelling_the_following_ends_the_series() -> None:
    done = changed(Scope.FOLLOWING, 4, Edit(cancel=True))
    assert begins(all_of(done.kept)) == begins(occurrences(MONDAYS))[:4]
    assert done.new is None
    assert begins(done.vanish) == begins(occurrences(MONDAYS))[4:]


def test_cancelling_all_of_a_series_that_has_not_begun_leaves_nothing() -> None:
    done = changed(Scope.ALL, 0, Edit(cancel=True))
    assert (done.kept, done.new, len(done.vanish)) == (None, None, 6)


def test_another_rule_keeps_the_sessions_of_days_it_shares() -> None:
    twice = SeriesRule(
        Frequency.WEEKLY, by_day=(ByDay(Weekday.MO), ByDay(Weekday.TH)), until=date(2026, 1, 31)
    )
    done = changed(Scope.FOLLOWING, 2, Edit(rule=twice))
    assert begins(all_of(done.new)) == ["01-19 09:00", "01-22 09:00", "01-26 09:00", "01-29 09:00"]
    assert begins([after for _, after in done.stay]) == ["01-19 09:00", "01-26 09:00"]
    assert begins(done.appear) == ["01-22 09:00", "01-29 09:00"]
    assert begins(done.vanish) == ["02-02 09:00", "02-09 09:00"]


def test_a_count_for_all_includes_the_sessions_that_stand() -> None:
    ten = SeriesRule(Frequency.WEEKLY, count=10)
    assert len(all_of(changed(Scope.ALL, 0, Edit(rule=ten), AFTER_TWO).new)) == 8
    assert len(all_of(changed(Scope.FOLLOWING, 2, Edit(rule=ten), AFTER_TWO).new)) == 10
    two = SeriesRule(Frequency.WEEKLY, count=2)
    assert refusal(Scope.ALL, 0, Edit(rule=two), AFTER_TWO) == "schedule.rule"


def test_a_rule_for_another_day_begins_on_the_first_that_fits() -> None:
    thursdays = SeriesRule(Frequency.WEEKLY, by_day=(ByDay(Weekday.TH),), count=2)
    assert begins(all_of(changed(Scope.FOLLOWING, 2, Edit(rule=thursdays)).new)) == [
        "01-22 09:00",
        "01-29 09:00",
    ]
    wrong = Edit(rule=thursdays, start=local("2026-01-20T09:00"))
    assert refusal(Scope.FOLLOWING, 2, wrong) == "schedule.start_off_rule"


def test_what_single_sessions_had_of_their_own_goes_with_them() -> None:
    own = (
        Override(key(3), start=local("2026-01-28T17:00"), removed=frozenset({ANA})),
        Override(key(4), cancelled=True),
        Override(key(0), length_min=20),
    )
    done = changed(Scope.FOLLOWING, 2, Edit(start=local("2026-01-19T11:00")), plan=Plan(MONDAYS, own))
    assert begins(all_of(done.new)) == ["01-19 11:00", "01-28 17:00", "02-02 11:00", "02-09 11:00"]
    assert all_of(done.new)[1].people == ()
    assert begins([after for _, after in done.stay]) == ["01-19 11:00", "01-28 17:00", "02-09 11:00"]
    assert done.kept is not None
    assert done.kept.overrides == (own[2],)


def test_a_new_length_and_new_people_for_all_replace_those_of_single_sessions() -> None:
    own = Override(key(1), length_min=20, removed=frozenset({ANA}))
    done = changed(
        Scope.ALL, 0, Edit(length_min=75, add=(Attendee(ANA, Role.OBSERVER),)), plan=Plan(MONDAYS, (own,))
    )
    assert done.new is not None
    assert done.new.overrides == ()
    assert done.new.series.people == (Attendee(ANA, Role.OBSERVER),)


def test_what_has_begun_cannot_be_changed() -> None:
    for scope in (Scope.ONE, Scope.FOLLOWING):
        assert refusal(scope, 1, Edit(length_min=30), AFTER_TWO) == "schedule.begun"
    assert refusal(Scope.ALL, 1, Edit(length_min=30), datetime(2027, 1, 1, tzinfo=UTC)) == "schedule.begun"
    single = Plan(replace(MONDAYS, rule=None))
    assert refusal(Scope.ALL, 0, Edit(length_min=30), AFTER_TWO, single) == "schedule.begun"


def test_a_single_session_moves_whatever_the_scope() -> None:
    single = Plan(replace(MONDAYS, rule=None))
    for scope in Scope:
        done = changed(scope, 0, Edit(start=local("2026-01-06T10:00")), plan=single)
        assert done.new is not None
        assert done.new.series == replace(MONDAYS, rule=None, start=local("2026-01-06T10:00"))
        assert len(done.stay) == 1


@pytest.mark.parametrize("scope", Scope)
def test_the_cancellation_of_a_single_session_can_be_taken_back(scope: Scope) -> None:
    single = Plan(replace(MONDAYS, rule=None))
    cancelled = changed(scope, 0, Edit(cancel=True), plan=single)
    assert cancelled.new is None
    assert cancelled.kept is not None
    assert len(cancelled.vanish) == 1
    restored = changed(scope, 0, Edit(cancel=False), plan=cancelled.kept)
    assert [each.begins for each in restored.appear] == [each.begins for each in cancelled.vanish]


def test_a_change_pairs_every_session_of_its_scope_those_that_do_not_take_place_too() -> None:
    cancelled = changed(Scope.ONE, 2, Edit(cancel=True)).kept
    assert cancelled is not None
    moved = changed(Scope.FOLLOWING, 1, Edit(start=local("2026-01-12T11:00")), plan=cancelled)
    moved_keys = [after.key for _, after in moved.pairs if after is not None]
    assert [before.key.replace(hour=11) for before, _ in moved.pairs] == moved_keys
    assert len(moved.pairs) == len(moved.stay) + 1
    assert moved.fresh == ()


def test_a_single_session_becomes_a_series() -> None:
    single = Plan(replace(MONDAYS, rule=None))
    done = changed(Scope.ONE, 0, Edit(rule=SeriesRule(Frequency.WEEKLY, count=3)), plan=single)
    assert (len(done.stay), begins(done.appear)) == (1, ["01-12 09:00", "01-19 09:00"])


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("2026-03-29T01:30", "schedule.time_skipped"),
        ("2026-10-25T01:30", "schedule.time_repeated"),
        ("2025-12-30T09:00", "schedule.past"),
        ("2029-01-01T09:00", "schedule.too_far"),
        ("2026-01-05T09:00:30", "schedule.start"),
    ],
)
def test_one_session_cannot_move_to_a_time_that_is_none(start: str, code: str) -> None:
    assert refusal(Scope.ONE, 1, Edit(start=local(start))) == code
    assert refusal(Scope.ALL, 0, Edit(start=local(start)), plan=Plan(replace(MONDAYS, rule=None))) == code


def test_the_second_of_two_equal_times_may_be_chosen() -> None:
    done = changed(Scope.ONE, 1, Edit(start=local("2026-10-25T01:30"), second=True))
    assert begins([after for _, after in done.stay]) == ["10-25 01:30"]


def test_sessions_cannot_move_into_the_past_or_over_their_neighbours() -> None:
    noon = datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert refusal(Scope.ALL, 0, Edit(start=local("2026-01-05T07:00")), noon) == "schedule.past"
    for start in ("2026-01-05T10:00", "2026-01-19T10:00"):
        assert refusal(Scope.FOLLOWING, 1, Edit(start=local(start))) == "schedule.move_rule"


def test_all_that_is_wrong_is_listed() -> None:
    with pytest.raises(Invalid) as invalid:
        changed(Scope.ONE, 1, Edit(start=local("2026-01-05T09:00:30"), length_min=1))
    assert invalid.value.errors == (
        FieldError("start", "schedule.start"),
        FieldError("length_min", "schedule.length"),
    )


def test_a_session_that_is_none_is_refused_and_so_is_a_rule_for_one() -> None:
    with pytest.raises(Refused) as refused:
        change(PLAN, local("2026-01-06T09:00"), Scope.ONE, Edit(), now=BEFORE, new_id=NEW)
    assert refused.value.code == "schedule.no_session"
    assert refusal(Scope.ONE, 1, Edit(rule=MONDAYS.rule)) == "schedule.rule"
