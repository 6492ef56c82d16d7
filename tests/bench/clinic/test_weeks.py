from collections import Counter

import pytest

from bench.clinic.size import ClinicSize
from bench.clinic.weeks import DAYS, WeeklySession, is_partner, partners_of, weekly_sessions


@pytest.mark.parametrize("clients", [50, 300])
def test_nobody_is_in_two_sessions_at_once(clients: int) -> None:
    sessions = weekly_sessions(ClinicSize.of(clients))
    taken = Counter[tuple[str, int, int, int]]()
    for each in sessions:
        taken.update(("clinician", one, each.day, each.hour) for one in each.leaders)
        taken.update(("client", one, each.day, each.hour) for one in each.members)
    assert set(taken.values()) == {1}
    assert {each.day for each in sessions} == set(range(DAYS))


def test_groups_meet_twice_a_week_with_two_leaders_and_couples_have_a_session_of_their_own() -> None:
    size = ClinicSize.of(100)
    sessions = weekly_sessions(size)
    assert Counter(each.kind for each in sessions) == {
        "group": 2 * size.cohorts,
        "couples": size.couples,
        "individual": size.individual,
    }
    groups = Counter(each.number for each in sessions if each.kind == "group")
    assert set(groups.values()) == {2}
    assert all(len(set(each.leaders)) == (2 if each.kind == "group" else 1) for each in sessions)
    couples = [each for each in sessions if each.kind == "couples"]
    assert [each.members for each in couples] == [partners_of(size, each.number) for each in couples]


def test_whoever_is_in_a_couple_has_no_therapist_of_their_own() -> None:
    size = ClinicSize.of(200)
    alone = {one for each in weekly_sessions(size) if each.kind != "couples" for one in each.members}
    partners = {one for couple in range(size.couples) for one in partners_of(size, couple)}
    assert len(partners) == 2 * size.couples
    assert partners == {client for client in range(size.clients) if is_partner(size, client)}
    assert alone.isdisjoint(partners)


def test_a_week_that_is_too_short_is_refused() -> None:
    crowded = ClinicSize(clients=200, clinicians=1, planners=1, cohorts=0, couples=0, individual=51)
    with pytest.raises(ValueError, match="too short"):
        weekly_sessions(crowded)
    assert weekly_sessions(ClinicSize(2, 1, 1, 0, 0, 1)) == [WeeklySession("individual", 0, (0,), (0,), 0, 8)]
