from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from clinic.common.errors import Refused
from clinic.common.ids import CohortId, EpisodeId, PersonId, ProgramId
from clinic.programme.cohorts import Membership
from clinic.programme.episodes import Episode, discharge, enrol
from clinic.programme.levels import LevelOfCare

MONDAY = date(2026, 1, 5)
ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
STAY = Episode(EpisodeId("ep_1"), ANA, ProgramId("pg_1"), MONDAY, None, LevelOfCare.ASAM_2_1, 540)
GROUP, OTHER = CohortId("co_1"), CohortId("co_2")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_a_client_is_enrolled_from_the_first_day_until_discharge() -> None:
    stay = replace(STAY, until=day(7))
    assert [stay.holds(day(number)) for number in (-1, 0, 6, 7)] == [False, True, True, False]
    assert STAY.holds(day(900))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until": MONDAY}, "programme.period"),
        ({"target_min": -1}, "programme.target"),
        ({"since": day(6)}, "programme.enrolled"),
        ({"since": day(-9), "until": day(1)}, "programme.enrolled"),
        ({"since": day(7)}, None),
        ({"since": day(-9), "until": MONDAY}, None),
        ({"program": ProgramId("pg_2")}, None),
        ({"client": BEN}, None),
        ({"id": STAY.id}, None),
    ],
)
def test_a_client_is_in_a_programme_once_at_a_time(changed: dict[str, Any], code: str | None) -> None:
    wanted = replace(STAY, **({"id": EpisodeId("ep_2")} | changed))
    held = [replace(STAY, until=day(7))]
    if code is None:
        assert enrol(wanted, held) is wanted
    else:
        with pytest.raises(Refused) as refused:
            enrol(wanted, held)
        assert refused.value.code == code


def test_discharge_ends_the_memberships_in_the_programmes_cohorts() -> None:
    running, later = Membership(GROUP, ANA, MONDAY), Membership(GROUP, ANA, day(40))
    over, elsewhere, bens = (
        Membership(GROUP, ANA, MONDAY, day(9)),
        Membership(OTHER, ANA, MONDAY),
        Membership(GROUP, BEN, MONDAY),
    )
    done = discharge(STAY, day(30), [running, later, over, elsewhere, bens], [GROUP])
    assert done.episode == replace(STAY, until=day(30))
    assert done.ended == (replace(running, until=day(30)),)
    assert done.withdrawn == (later,)


@pytest.mark.parametrize(
    ("until", "held_until", "code"),
    [(0, None, "programme.period"), (-4, None, "programme.period"), (9, 8, "programme.discharged")],
)
def test_a_discharge_is_after_enrolment_and_only_brought_forward(
    until: int, held_until: int | None, code: str
) -> None:
    stay = replace(STAY, until=None if held_until is None else day(held_until))
    with pytest.raises(Refused) as refused:
        discharge(stay, day(until), [], [GROUP])
    assert refused.value.code == code


def test_a_discharge_may_be_brought_forward() -> None:
    done = discharge(replace(STAY, until=day(30)), day(10), [], [])
    assert done.episode.until == day(10)
