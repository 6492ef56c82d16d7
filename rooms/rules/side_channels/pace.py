"""Limits on how fast and how much a person may write, so that nobody pushes out anybody else's words. Pure.

Everybody has their own quota of kept items (``keep``) and their own rate (``spend``).
"""

from collections.abc import Callable
from math import ceil
from typing import TypeVar

from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext

__all__ = ["BURST", "CAPTIONS_PER_S", "MESSAGES_PER_S", "keep", "spend"]

_Kept = TypeVar("_Kept")

BURST = 10.0
"""How much may come at once."""
MESSAGES_PER_S = 1 / 3
CAPTIONS_PER_S = 2.0


def spend(context: RuleContext, person: PersonId, what: str, per_s: float, cost: float = 1.0) -> None:
    """Charge ``cost`` to the person's allowance of this kind, which refills by ``per_s`` each second.

    Raises:
        Refused: ``rate.limited``, with the seconds to wait; nothing is charged.
    """
    left, at = context.side_channels.paces.get((person, what), (BURST, context.now))
    left = min(BURST, left + max(0.0, context.now - at) * per_s)
    if left < cost:
        raise Refused("rate.limited", str(ceil((cost - left) / per_s)))
    context.side_channels.paces[person, what] = (left - cost, context.now)


def keep(kept: list[_Kept], new: _Kept, most: int, belongs: Callable[[_Kept], object]) -> _Kept | None:
    """Add ``new``. If more than ``most`` items belong with it, remove the oldest of them and return it."""
    same = [each for each in kept if belongs(each) == belongs(new)]
    kept.append(new)
    if len(same) < most:
        return None
    kept.remove(same[0])
    return same[0]
