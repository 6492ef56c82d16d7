from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinic.people.licences import Compact, CompactPrivilege, Credentials, Licence, LicenceType
from clinic.safety.licence_match import LicenceMatch, match_licences, may_treat
from clinic.safety.places import ELSEWHERE
from tests.clinic.safety.people_there import DAY, licensed_in, states

NEW_YORK = Licence("NY", LicenceType.PSYCHOLOGIST, "1", DAY)
leaders = st.lists(st.lists(states, max_size=2).map(lambda held: licensed_in(*held)), max_size=3)


def test_a_licence_reaches_its_state_to_its_last_day() -> None:
    held = Credentials(licences=(NEW_YORK,))
    assert may_treat(held, "NY", DAY)
    assert not may_treat(held, "NY", DAY + timedelta(days=1))
    assert not may_treat(held, "CA", DAY)


def test_a_compact_reaches_the_states_of_its_privilege() -> None:
    privilege = CompactPrivilege(Compact.PSYPACT, frozenset({"TX"}), date(2030, 1, 1))
    held = Credentials(licences=(replace(NEW_YORK, privileges=(privilege,)),))
    assert may_treat(held, "TX", DAY)
    assert not may_treat(held, "TX", DAY + timedelta(days=1)), "the licence behind it is over"


def test_one_of_two_may_be_enough_and_is_told_apart() -> None:
    assert match_licences([licensed_in("NY"), licensed_in("CA")], "CA", DAY) is LicenceMatch.SOME
    assert match_licences([licensed_in("NY", "CA"), licensed_in("CA")], "CA", DAY) is LicenceMatch.ALL


def test_nobody_reaches_a_state_that_is_not_known() -> None:
    for state in (ELSEWHERE, "", "XX"):
        assert match_licences([licensed_in(state)], state, DAY) is LicenceMatch.NONE
    assert match_licences([], "NY", DAY) is LicenceMatch.NONE


@given(leaders, states)
def test_another_leader_never_takes_a_state_away(held: list[Credentials], state: str) -> None:
    alone = match_licences(held, state, DAY)
    with_more = match_licences([*held, licensed_in("NY")], state, DAY)
    assert (with_more is LicenceMatch.NONE) <= (alone is LicenceMatch.NONE)
