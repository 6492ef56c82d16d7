from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import CohortId, EpisodeId, PersonId, ProgramId
from clinic.programme.cohorts import Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.merged import merge_episodes, merge_memberships

KEEP, DROP = PersonId("pt_keep"), PersonId("pt_drop")
FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(60)]


def day(number: int | None) -> date | None:
    return None if number is None else FIRST + timedelta(days=number)


def member(person: PersonId, since: int, until: int | None = None, cohort: str = "co_1") -> Membership:
    return Membership(CohortId(cohort), person, DAYS[since], day(until))


def stay(name: str, person: PersonId, since: int, until: int | None = None, target: int = 540) -> Episode:
    program = ProgramId("pg_1")
    return Episode(EpisodeId(name), person, program, DAYS[since], day(until), LevelOfCare.ASAM_2_1, target)


def test_two_memberships_that_share_days_become_one_and_others_stay_apart() -> None:
    found = merge_memberships(
        KEEP, [member(DROP, 5, 20), member(KEEP, 0, 10), member(KEEP, 20, 25), member(DROP, 0, None, "co_2")]
    )
    assert found == (member(KEEP, 0, 20), member(KEEP, 20, 25), member(KEEP, 0, None, "co_2"))


def test_of_two_episodes_at_a_time_the_kept_records_stays_with_the_days_of_both() -> None:
    merged = merge_episodes(
        KEEP, [stay("ep_1", DROP, 0, 20, 600), stay("ep_2", KEEP, 10), stay("ep_3", DROP, 30, 40)]
    )
    assert merged.stay == (stay("ep_2", KEEP, 0),)
    assert [one.id for one in merged.gone] == ["ep_1", "ep_3"]


def test_episodes_that_share_no_day_both_stay() -> None:
    merged = merge_episodes(KEEP, [stay("ep_1", DROP, 0, 20), stay("ep_2", KEEP, 20)])
    assert [(one.id, one.client) for one in merged.stay] == [("ep_1", KEEP), ("ep_2", KEEP)]
    assert merged.gone == ()


_SPANS = st.tuples(st.integers(0, 30), st.none() | st.integers(1, 20))


def _apart(spans: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """Return spans of one record, which never share a day."""
    found: list[tuple[int, int | None]] = []
    for since, long in sorted(spans, key=lambda one: one[0]):
        last = found[-1][1] if found else 0
        if last is not None and since >= last:
            found.append((since, None if long is None else since + long))
    return found


@given(st.lists(_SPANS, max_size=4), st.lists(_SPANS, max_size=4))
def test_the_merged_record_is_a_member_and_enrolled_on_the_days_of_either_and_never_twice(
    ours: list[tuple[int, int | None]], theirs: list[tuple[int, int | None]]
) -> None:
    spans = [(KEEP, one) for one in _apart(ours)] + [(DROP, one) for one in _apart(theirs)]
    members = [member(person, *span) for person, span in spans]
    episodes = [stay(f"ep_{number}", person, *span) for number, (person, span) in enumerate(spans)]
    joined, merged = merge_memberships(KEEP, members), merge_episodes(KEEP, episodes)
    for one in DAYS:
        expected = any(each.holds(one) for each in members)
        assert [each.holds(one) for each in joined].count(True) == expected
        assert [each.holds(one) for each in merged.stay].count(True) == expected
    assert len(merged.stay) + len(merged.gone) == len(episodes)
