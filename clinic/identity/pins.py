"""PINs of clients: six digits or more, and none that is guessed first. Pure.

A PIN alone opens nothing: it goes with a session's link or a device that is known, and wrong ones are slowed down
(``lockout``). So the rule only has to keep out what a partner or a thief would try at once.
"""

import unicodedata
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from clinic.common.errors import Refused

__all__ = ["LONGEST_PIN", "SHORTEST_PIN", "PinProblem", "check_pin", "find_pin_problems", "normalize_pin"]

SHORTEST_PIN: Final = 6
LONGEST_PIN: Final = 12
_MOST_TYPED: Final = 64
_KEYPAD = ("147258369", "963852741", "258147369", "159357", "159753", "357159", "753159", "357951", "951753")
"""Paths over a telephone's keys."""


class PinProblem(StrEnum):
    """Why a PIN cannot be used."""

    NOT_DIGITS = "pin.not_digits"
    TOO_SHORT = "pin.too_short"
    TOO_LONG = "pin.too_long"
    REPEATS = "pin.repeats"
    """One or two digits only, or one block over and over: 111111, 121212, 123123."""
    SEQUENCE = "pin.sequence"
    """Counting up or down, or a path over the keys: 123456, 908070, 112233, 147258."""
    DATE = "pin.date"
    """It reads as a day of the last hundred years or so: 140382, 03141982."""


def normalize_pin(typed: str) -> str:
    """Return the typed PIN with any script's digits as ASCII and without spaces and hyphens.

    Raises:
        Refused: ``pin.not_digits``: there is something else in it, or it is absurdly long.
    """
    signs = [sign for sign in typed if not (sign.isspace() or sign == "-")]
    if len(typed) > _MOST_TYPED or not signs or not all(sign.isdecimal() for sign in signs):
        raise Refused(PinProblem.NOT_DIGITS)
    return "".join(str(unicodedata.decimal(sign)) for sign in signs)


def find_pin_problems(pin: str) -> tuple[PinProblem, ...]:
    """Return everything that is wrong with a normalized PIN; empty if it can be used."""
    found = []
    if len(pin) < SHORTEST_PIN:
        found.append(PinProblem.TOO_SHORT)
    if len(pin) > LONGEST_PIN:
        found.append(PinProblem.TOO_LONG)
    if _repeats(pin):
        found.append(PinProblem.REPEATS)
    elif _counts(pin):
        found.append(PinProblem.SEQUENCE)
    if _is_date(pin):
        found.append(PinProblem.DATE)
    return tuple(found)


def check_pin(typed: str) -> str:
    """Return the PIN to hash.

    Raises:
        Refused: The first problem's code; ``reason`` lists all of them.
    """
    pin = normalize_pin(typed)
    if problems := find_pin_problems(pin):
        raise Refused(problems[0], ",".join(problems))
    return pin


def _repeats(pin: str) -> bool:
    blocks = (pin[:length] for length in range(1, len(pin) // 2 + 1))
    return len(set(pin)) <= 2 or any((block * len(pin))[: len(pin)] == pin for block in blocks)


def _counts(pin: str) -> bool:
    each = (pin, pin[::2] if pin[::2] == pin[1::2] else "", pin[::2] if set(pin[1::2]) == {"0"} else "")
    return any(_steps_by_one(digits) for digits in each) or any(pin in path for path in _KEYPAD)


def _steps_by_one(digits: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    return steps in ({1}, {9})


def _is_date(pin: str) -> bool:
    if len(pin) == 8:
        return any(
            1900 <= year < 2100 and _exists(year, month, day)
            for year, month, day in (
                (int(pin[4:]), int(pin[2:4]), int(pin[:2])),
                (int(pin[4:]), int(pin[:2]), int(pin[2:4])),
                (int(pin[:4]), int(pin[4:6]), int(pin[6:])),
            )
        )
    if len(pin) != 6:
        return False
    one, two, three = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    # 2000 was a leap year, so 29 February of any two-digit year that could have one counts.
    return any(
        _exists(2000 + year, month, day)
        for year, month, day in ((three, two, one), (three, one, two), (one, two, three))
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
