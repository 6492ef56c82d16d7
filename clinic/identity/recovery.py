"""Recovery codes: ten, each good once, for somebody who lost passkey and phone. Pure.

New ones replace the old ones. Codes are made and hashed elsewhere; this module sees hashes only.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from clinic.common.errors import Refused

__all__ = ["CODES", "FEW", "RecoveryCodes", "issue_codes", "spend_code"]

CODES: Final = 10
FEW: Final = 3
"""With so few left, people are asked to make new ones."""


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """One person's codes, as hashes.

    Attributes:
        made_at: Aware UTC.
    """

    made_at: datetime
    unused: frozenset[str]
    used: frozenset[str] = frozenset()


def issue_codes(hashes: frozenset[str], now: datetime) -> RecoveryCodes:
    """Return a new set; it replaces whatever there was.

    Raises:
        ValueError: There are not exactly ``CODES`` different ones.
    """
    if len(hashes) != CODES:
        raise ValueError(f"{CODES} codes make a set")
    return RecoveryCodes(now, hashes)


def spend_code(codes: RecoveryCodes | None, hashed: str) -> RecoveryCodes:
    """Return the set after this code was used.

    Args:
        codes: None if the person has none, or there is no such person.

    Raises:
        Refused: ``recovery.used``: it was good once. ``recovery.wrong``: anything else.
    """
    if codes is not None and hashed in codes.used:
        raise Refused("recovery.used")
    if codes is None or hashed not in codes.unused:
        raise Refused("recovery.wrong")
    return replace(codes, unused=codes.unused - {hashed}, used=codes.used | {hashed})
