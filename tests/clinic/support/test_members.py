from datetime import UTC, date, datetime

import pytest

from clinic.common.errors import FieldError
from clinic.common.ids import ClinicId, CohortId, CoupleId, EpisodeId, PersonId, ProgramId
from clinic.people.couples import CoupleUnit
from clinic.programme.cohorts import Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.support.members import (
    SupportSettings,
    check_settings,
    discharged_on,
    is_alumni,
    known_from_groups,
    partners_ever,
)

ANA, BEN, CLEO = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_cleo")
TODAY = date(2026, 3, 2)
A, B = CohortId("co_a"), CohortId("co_b")


def stay(since: date, until: date | None, level: LevelOfCare = LevelOfCare.ASAM_2_1) -> Episode:
    return Episode(EpisodeId(f"ep_{since}"), ANA, ProgramId("pg_1"), since, until, level, 540)


AFTER = stay(date(2026, 2, 1), None, LevelOfCare.AFTERCARE)


@pytest.mark.parametrize(
    ("episodes", "discharged"),
    [
        ((), None),
        ((stay(date(2025, 10, 1), None),), None),
        ((stay(date(2025, 10, 1), date(2026, 2, 1)),), date(2026, 2, 1)),
        ((stay(date(2025, 10, 1), date(2026, 2, 1)), AFTER), date(2026, 2, 1)),
        ((AFTER,), None),
        ((stay(date(2025, 10, 1), date(2026, 2, 1)), stay(date(2026, 2, 15), None)), None),
        ((stay(date(2025, 10, 1), date(2026, 3, 3)),), None),
        ((stay(date(2024, 1, 1), date(2024, 5, 1)), stay(date(2025, 1, 1), TODAY)), TODAY),
    ],
)
def test_whoever_was_treated_and_is_not_any_more_is_alumni(
    episodes: tuple[Episode, ...], discharged: date | None
) -> None:
    assert discharged_on(episodes, TODAY) == discharged
    assert is_alumni(episodes, TODAY) is (discharged is not None)


def test_people_are_known_from_the_days_in_one_group() -> None:
    first, last = date(2026, 1, 1), date(2026, 2, 1)
    groups = {
        A: [Membership(A, ANA, first, last), Membership(A, BEN, last), Membership(A, CLEO, first)],
        B: [Membership(B, ANA, date(2026, 4, 1)), Membership(B, BEN, date(2026, 1, 1))],
    }
    assert known_from_groups(ANA, groups, TODAY) == {CLEO}
    assert known_from_groups(ANA, groups, date(2026, 4, 1)) == {BEN, CLEO}


def test_partners_stay_partners_here_after_the_couple_has_ended() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    couple = CoupleUnit(CoupleId("cu_1"), ClinicId("cl_1"), (ANA, BEN), at, at)
    other = CoupleUnit(CoupleId("cu_2"), ClinicId("cl_1"), (CLEO, BEN), at)
    assert partners_ever(ANA, [couple, other]) == {BEN}


@pytest.mark.parametrize("days", [(30, 7), (7, 7), (0,), (731,), tuple(range(1, 10))])
def test_days_of_check_ins_are_few_and_in_order(days: tuple[int, ...]) -> None:
    assert check_settings(SupportSettings(check_in_days=days)) == [
        FieldError("check_in_days", "support.check_in_days")
    ]


def test_the_defaults_are_careful_and_no_check_ins_are_fine() -> None:
    assert not SupportSettings().during_programme
    assert check_settings(SupportSettings()) == check_settings(SupportSettings(check_in_days=())) == []
