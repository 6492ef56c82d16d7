"""How evenly a session's turns were shared, in one number about the group and nobody in it. Pure.

It is no score: silence may be the right thing (docs/domain.md, Talk time).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from clinic.common.ids import PersonId
from clinic.measures.courses import FLOOR

__all__ = ["LEAST", "quieter_half"]

LEAST: Final = timedelta(minutes=10)
"""With less in turns than this, a session was led otherwise."""
_STEP: Final = 0.05


def quieter_half(times: Mapping[PersonId, timedelta]) -> float | None:
    """Return which part of the time in turns the half of the group had that had least; 0.5 would be even.

    It is rounded to a twentieth, so that it tells nothing about one person's turn.

    Args:
        times: Of every client who was there. Of an odd number, the one in the middle counts half.

    Returns:
        0 to 0.5; None for fewer than `FLOOR` people, or with less than `LEAST` in turns.
    """
    total = sum(times.values(), timedelta())
    if len(times) < FLOOR or total < LEAST:
        return None
    ordered = sorted(times.values())
    middle, odd = divmod(len(ordered), 2)
    least = sum(ordered[:middle], timedelta()) + (ordered[middle] / 2 if odd else timedelta())
    return round(round(least / total / _STEP) * _STEP, 2)
