from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.programme.cohorts import Membership, leave
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.rosters import JoinsSession, ListedSession, joined_cohort, left_cohort

GROUP, OTHER = CohortId("co_1"), CohortId("co_2")
ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 1, 6, 2, tzinfo=UTC)
"""Monday 5 January, 18:00 in Los Angeles."""
SESSIONS = [
    ListedSession(
        AppointmentId(f"ss_{week}"), FIRST + timedelta(weeks=week), (Attendee(BEN, cohort=GROUP),), GROUP
    )
    for week in range(4)
]
AFTER_ONE = FIRST + timedelta(hours=1)


def ids(effects: tuple[JoinsSession, ...] | tuple[object, ...]) -> list[str]:
    return [each.session for each in effects]  # type: ignore[attr-defined]


def test_a_new_member_comes_to_the_sessions_that_have_not_begun() -> None:
    found = joined_cohort(Membership(GROUP, ANA, date(2026, 1, 1)), SESSIONS, AFTER_ONE, ZONE)
    assert ids(found) == ["ss_1", "ss_2", "ss_3"]
    assert found[0].attendee == Attendee(ANA, cohort=GROUP)


def test_only_on_the_days_of_the_membership_as_the_clinic_counts_them() -> None:
    """The session of 12 January begins on the 13th in UTC."""
    membership = Membership(GROUP, ANA, date(2026, 1, 12), date(2026, 1, 26))
    assert ids(joined_cohort(membership, SESSIONS, FIRST, ZONE)) == ["ss_1", "ss_2"]
    assert ids(joined_cohort(replace(membership, since=date(2026, 1, 13)), SESSIONS, FIRST, ZONE)) == ["ss_2"]


def test_not_to_other_groups_nor_where_they_are_already_or_were_taken_off() -> None:
    here = replace(SESSIONS[1], people=(Attendee(ANA, Role.OBSERVER),))
    off = replace(SESSIONS[2], removed=frozenset({ANA}))
    other = replace(SESSIONS[3], cohort=OTHER)
    assert joined_cohort(Membership(GROUP, ANA, date(2026, 1, 1)), [here, off, other], FIRST, ZONE) == ()


def test_who_leaves_goes_from_the_sessions_after_that() -> None:
    membership = Membership(GROUP, BEN, date(2026, 1, 1))
    assert ids(left_cohort(membership, date(2026, 1, 12), SESSIONS, FIRST, ZONE)) == ["ss_1", "ss_2", "ss_3"]
    assert ids(left_cohort(membership, date(2026, 1, 13), SESSIONS, FIRST, ZONE)) == ["ss_2", "ss_3"]
    assert ids(left_cohort(membership, date(2026, 1, 1), SESSIONS, AFTER_ONE, ZONE)) == [
        "ss_1",
        "ss_2",
        "ss_3",
    ]


def test_who_was_invited_themselves_stays() -> None:
    invited = [replace(each, people=(Attendee(BEN),)) for each in SESSIONS]
    assert left_cohort(Membership(GROUP, BEN, date(2026, 1, 1)), date(2026, 1, 1), invited, FIRST, ZONE) == ()


days = st.integers(0, 30).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@given(days, days, st.integers(-24, 24 * 25))
def test_leaving_undoes_joining_from_that_day_on_and_the_past_stands(
    since: date, until: date, hours: int
) -> None:
    now, membership = FIRST + timedelta(hours=hours), Membership(GROUP, ANA, since)
    joins = joined_cohort(membership, SESSIONS, now, ZONE)
    listed = [
        replace(each, people=(*each.people, *(join.attendee for join in joins if join.session == each.id)))
        for each in SESSIONS
    ]
    leaves = left_cohort(membership, until, listed, now, ZONE)
    left = {each.session for each in leaves}
    remain = [join for join in joins if join.session not in left]
    shorter = leave(membership, until)
    assert remain == ([] if shorter is None else list(joined_cohort(shorter, SESSIONS, now, ZONE)))
    begun = {each.id for each in SESSIONS if each.begins <= now}
    assert begun.isdisjoint({*ids(joins), *left})
