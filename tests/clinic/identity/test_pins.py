from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.identity.pins import (
    LONGEST_PIN,
    SHORTEST_PIN,
    PinProblem,
    check_pin,
    find_pin_problems,
    normalize_pin,
)


@pytest.mark.parametrize("pin", ["493817", "602843", "8472915", "40718263", "957204816371"])
def test_an_ordinary_pin_is_taken(pin: str) -> None:
    assert check_pin(pin) == pin


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("49381", PinProblem.TOO_SHORT),
        ("4938174938173", PinProblem.TOO_LONG),
        ("111111", PinProblem.REPEATS),
        ("121212", PinProblem.REPEATS),
        ("112122", PinProblem.REPEATS),
        ("493493", PinProblem.REPEATS),
        ("4934934", PinProblem.REPEATS),
        ("123456", PinProblem.SEQUENCE),
        ("890123", PinProblem.SEQUENCE),
        ("987654", PinProblem.SEQUENCE),
        ("112233", PinProblem.SEQUENCE),
        ("102030", PinProblem.SEQUENCE),
        ("147258", PinProblem.SEQUENCE),
        ("159753", PinProblem.SEQUENCE),
        ("140382", PinProblem.DATE),
        ("031482", PinProblem.DATE),
        ("820314", PinProblem.DATE),
        ("290200", PinProblem.DATE),
        ("03141982", PinProblem.DATE),
        ("19820314", PinProblem.DATE),
    ],
)
def test_a_pin_that_is_tried_first_is_refused(pin: str, problem: PinProblem) -> None:
    assert problem in find_pin_problems(pin)
    with pytest.raises(Refused):
        check_pin(pin)


def test_all_problems_are_listed_at_once() -> None:
    with pytest.raises(Refused) as refused:
        check_pin("1234")
    assert (refused.value.code, refused.value.reason) == ("pin.too_short", "pin.too_short,pin.sequence")


@pytest.mark.parametrize("typed", ["493 817", "493-817", " 493817 ", "４９３８１７", "٤٩٣٨١٧"])
def test_spaces_hyphens_and_other_scripts_digits_make_the_same_pin(typed: str) -> None:
    assert normalize_pin(typed) == "493817"


@pytest.mark.parametrize("typed", ["", "   ", "49381a", "49.381", "④⑨③⑧①⑦", "4" * 65])
def test_anything_but_digits_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normalize_pin(typed)
    assert refused.value.code == "pin.not_digits"


@given(
    st.dates(date(1926, 1, 1), date(2027, 12, 31)), st.sampled_from(["%d%m%y", "%m%d%y", "%y%m%d", "%d%m%Y"])
)
def test_no_birthday_is_a_pin(day: date, written: str) -> None:
    assert PinProblem.DATE in find_pin_problems(day.strftime(written))


@given(st.text(alphabet="0123456789", min_size=1, max_size=9), st.integers(2, 6))
def test_no_block_over_and_over_is_a_pin(block: str, times: int) -> None:
    pin = (block * times)[:LONGEST_PIN]
    if len(pin) >= 2 * len(block):
        assert PinProblem.REPEATS in find_pin_problems(pin)


@given(st.text())
def test_whatever_is_typed_becomes_a_pin_or_a_refusal(typed: str) -> None:
    with suppress(Refused):
        pin = check_pin(typed)
        assert pin.isascii()
        assert pin.isdigit()
        assert SHORTEST_PIN <= len(pin) <= LONGEST_PIN


def test_most_pins_of_six_digits_are_free_to_choose() -> None:
    free = sum(not find_pin_problems(f"{number:06}") for number in range(0, 1_000_000, 37))
    assert free / len(range(0, 1_000_000, 37)) > 0.85
