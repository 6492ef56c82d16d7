"""How a word of the model stands in a view."""

from enum import StrEnum
from typing import TypeVar, cast

__all__ = ["word"]

Word = TypeVar("Word", bound=StrEnum)


def word(member: Word) -> Word:
    """Return the plain string of a member, under the type that says which words there are.

    JSON with members themselves takes twenty times as long to write; views are written for every screen.
    """
    return cast(Word, member.value)
