import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.credentials.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    PasswordProblem,
    check_password,
    normalize_password,
)
from clinic.common.errors import Refused

PERSONAL = ("Dana Whitfield-Ruiz", "dana.ruiz@clinic.example", "Harbor Practice")


def problems(typed: str) -> list[str]:
    try:
        check_password(typed, PERSONAL)
    except Refused as refused:
        assert_first_is_the_code(refused)
        return (refused.reason or "").split(",")
    return []


def assert_first_is_the_code(refused: Refused) -> None:
    assert refused.reason is not None
    assert refused.reason.split(",")[0] == refused.code


@pytest.mark.parametrize(
    "typed",
    [
        "correct horse battery staple",
        "kettle marmot 41 violet",
        "xK3_vv9-Qw7z",
        "сорок тысяч обезьян",
        "四十匹の猿がバナナを食べる朝",
        "x" * 3 + "yzqw" * 40,
    ],
)
def test_a_long_password_of_any_kind_is_taken(typed: str) -> None:
    assert problems(typed) == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("xK3_vv9-Qw7", PasswordProblem.TOO_SHORT),
        ("xK3_vv9-Qw7z" * 17, PasswordProblem.TOO_LONG),
        ("ababababcdcdcd", PasswordProblem.MONOTONOUS),
        ("qwerty123456", PasswordProblem.COMMON),
        ("Password1234", PasswordProblem.COMMON),
        ("sunshine2027!", PasswordProblem.COMMON),
        ("passwordpassword", PasswordProblem.COMMON),
        ("q1w2e3r4t5y6", PasswordProblem.COMMON),
        ("Whitfield2027!", PasswordProblem.PERSONAL),
        ("HarborHarbor1", PasswordProblem.PERSONAL),
        ("danaruizdana", PasswordProblem.PERSONAL),
    ],
)
def test_what_attackers_try_first_is_refused(typed: str, problem: PasswordProblem) -> None:
    assert problem in problems(typed)


def test_all_problems_are_listed_at_once() -> None:
    assert problems("password") == ["password.too_short", "password.common"]
    assert problems("aaaa") == ["password.too_short", "password.monotonous"]


def test_two_ways_to_type_one_character_are_one_password() -> None:
    composed, decomposed = "caf\u00e9 au lait 4711", "cafe\u0301 au lait 4711"
    assert check_password(composed, ()) == check_password(decomposed, ()) == normalize_password(decomposed)


def test_a_character_that_unfolds_cannot_make_a_password_longer_than_the_bound() -> None:
    assert normalize_password("\ufdfa" * 20) is None
    assert normalize_password("x" * (LONGEST_PASSWORD + 1)) is None


def test_a_refusal_never_holds_the_password() -> None:
    with pytest.raises(Refused) as refused:
        check_password("Whitfield2027!", PERSONAL)
    assert "hitfield" not in f"{refused.value} {refused.value.reason}"


@given(st.text(), st.lists(st.text(), max_size=3))
def test_whatever_is_typed_is_taken_within_its_bounds_or_refused(typed: str, personal: list[str]) -> None:
    try:
        taken = check_password(typed, personal)
    except Refused as refused:
        assert_first_is_the_code(refused)
        return
    assert SHORTEST_PASSWORD <= len(taken) <= LONGEST_PASSWORD
