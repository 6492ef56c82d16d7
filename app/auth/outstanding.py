"""What was given out and has to come back: challenges, sign-ins at a provider, secrets that await their first code.

Kept in memory; after a restart people start that step again. The tables are bounded; when one is full the oldest entry
is evicted.
"""

from collections import OrderedDict
from typing import Final, Generic, TypeVar

from app.auth.credentials.passkeys import KeptChallenge

__all__ = ["MOST", "Challenges", "Outstanding"]

MOST: Final = 10_000
Key = TypeVar("Key")
Value = TypeVar("Value")


class Outstanding(Generic[Key, Value]):
    """What is outstanding, by what it comes back with."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def keep(self, key: Key, value: Value) -> None:
        """Remember something; it replaces what the key had."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def look(self, key: Key) -> Value | None:
        """Return what is remembered, or None."""
        return self._kept.get(key)

    def take(self, key: Key) -> Value | None:
        """Return what is remembered and forget it; None if there is nothing."""
        return self._kept.pop(key, None)


class Challenges:
    """Implements ``app.auth.credentials.passkeys.ChallengeStore``, which looks at the time itself."""

    def __init__(self, most: int = MOST) -> None:
        self._kept: Outstanding[bytes, KeptChallenge] = Outstanding(most)

    async def keep(self, challenge: bytes, kept: KeptChallenge) -> None:
        """Remember a new challenge."""
        self._kept.keep(challenge, kept)

    async def take(self, challenge: bytes) -> KeptChallenge | None:
        """Return what is remembered and forget it in the same step; None if there is nothing."""
        return self._kept.take(challenge)
