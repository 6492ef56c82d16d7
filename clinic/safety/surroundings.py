"""What is around somebody during one session: whether they may be overheard, and by whom. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from clinic.common.errors import FieldError

__all__ = ["Company", "Surroundings", "check_surroundings"]


class Company(StrEnum):
    """Who is with them."""

    PARTNER = "partner"
    CHILD = "child"
    SOMEONE = "someone"
    """Another grown-up."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What somebody says of the room they are in.

    Attributes:
        private: Whether nobody else can hear what is said.
        company: Who is with them; nobody if it is empty. Of two people on one camera, who is with both.
    """

    private: bool
    headphones: bool
    company: frozenset[Company] = frozenset()


def check_surroundings(said: Surroundings, *, shared: bool) -> list[FieldError]:
    """Return what is wrong with an answer.

    Args:
        shared: Whether two people answer at one screen. Nobody is asked there about their partner, who reads along.
    """
    if shared and Company.PARTNER in said.company:
        return [FieldError("company", "field.choice")]
    return []
