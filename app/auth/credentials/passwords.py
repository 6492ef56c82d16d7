"""What a password of staff has to be, after NIST SP 800-63B, 3.1.1: long, not well known, and otherwise free.

There are no rules about kinds of characters and no expiry. ``common_passwords.txt`` is what attackers try first; a
password is also refused if half of it or more is one such word, with digits or signs around it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from clinic.common.errors import Refused

__all__ = ["LONGEST_PASSWORD", "SHORTEST_PASSWORD", "PasswordProblem", "check_password", "normalize_password"]

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200
"""Characters, as they are typed and after normalization. Bounds the work of normalizing and hashing."""
_FEWEST_DIFFERENT = 5
_SHORTEST_WORD = 3
_LIST = Path(__file__).with_name("common_passwords.txt")


class PasswordProblem(StrEnum):
    """Why a password cannot be used."""

    TOO_SHORT = "password.too_short"
    TOO_LONG = "password.too_long"
    MONOTONOUS = "password.monotonous"
    """Fewer than five different characters."""
    COMMON = "password.common"
    PERSONAL = "password.personal"
    """It is mostly the person's name or address, or the clinic's name."""


def normalize_password(typed: str) -> str | None:
    """Return the password in the form that is hashed (Unicode NFKC); None if it is too long to be anyone's."""
    if len(typed) > LONGEST_PASSWORD:
        return None
    password = unicodedata.normalize("NFKC", typed)
    return password if len(password) <= LONGEST_PASSWORD else None


def check_password(typed: str, personal: Iterable[str]) -> str:
    """Return the new password in the form that is hashed.

    Args:
        personal: The person's names and e-mail address, the clinic's name.

    Raises:
        Refused: The first problem's code; ``reason`` lists all of them.
    """
    password = normalize_password(typed)
    if password is None:
        raise Refused(PasswordProblem.TOO_LONG, PasswordProblem.TOO_LONG)
    if problems := list(_find_problems(password, personal)):
        raise Refused(problems[0], ",".join(problems))
    return password


def _find_problems(password: str, personal: Iterable[str]) -> Iterator[PasswordProblem]:
    folded = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        yield PasswordProblem.TOO_SHORT
    if len(set(folded)) < _FEWEST_DIFFERENT:
        yield PasswordProblem.MONOTONOUS
    # Names come first: the list has many of them.
    if any(_is_mostly(folded, word) for name in personal for word in _words(name)):
        yield PasswordProblem.PERSONAL
    elif any(_is_mostly(folded, word) for word in _common()):
        yield PasswordProblem.COMMON


def _is_mostly(password: str, word: str) -> bool:
    return 2 * len(word) * password.count(word) >= len(password)


def _words(name: str) -> set[str]:
    parts = re.split(r"\W+", unicodedata.normalize("NFKC", name).casefold())
    return {part for part in parts if len(part) >= _SHORTEST_WORD}


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
