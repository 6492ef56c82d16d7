from dataclasses import replace

import pytest

from clinic.common.errors import FieldError
from clinic.common.ids import ProgramId
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import LONGEST_NAME, WEEK_MIN, Program, check_program

EVENING = Program(ProgramId("pg_evening"), "Evening IOP", LevelOfCare.ASAM_2_1)


def test_a_programme_aims_at_nine_hours_unless_it_says_otherwise() -> None:
    assert EVENING.target_min == 540
    assert check_program(EVENING) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1), "two\nlines", "bell\a"])
def test_a_name_is_short_printable_and_not_blank(name: str) -> None:
    assert check_program(replace(EVENING, name=name)) == [FieldError("name", "programme.name")]


@pytest.mark.parametrize("target", [-1, WEEK_MIN + 1])
def test_all_that_is_wrong_is_listed(target: int) -> None:
    found = check_program(replace(EVENING, name="", target_min=target))
    assert found == [FieldError("name", "programme.name"), FieldError("target_min", "programme.target")]


@pytest.mark.parametrize("target", [0, WEEK_MIN])
def test_a_target_may_be_anything_a_week_holds(target: int) -> None:
    assert check_program(replace(EVENING, target_min=target)) == []
