"""Slows down whoever guesses passwords, PINs and codes, and cannot be used to shut others out. Pure but for its tables.

Wrong proofs are counted in three ways, after OWASP's "Device Cookies" (slow down online guessing with device cookies):

- from a device that has signed in to this account before: for this device and account alone;
- from any other device: for this account and the network it comes from, and
- for this account from all such devices together, with a higher limit.

So guessing from a thousand networks is slow, and the account's owner, on their own device, never waits for what others
did. A new device may have to wait; a one-time link is the way around, and is never counted here.

Accounts are opaque keys. One that does not exist is counted exactly as one that does.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from clinic.common.errors import Refused

__all__ = [
    "ACCOUNT",
    "DEVICE",
    "FORGET_AFTER",
    "NETWORK",
    "TABLE_SIZE",
    "Attempt",
    "Lockout",
    "MustWait",
    "Pace",
    "WrongProofs",
    "count_wrong",
    "wait_left",
]

FORGET_AFTER: Final = timedelta(hours=24)
"""A count without a further wrong proof for this long is forgotten."""
TABLE_SIZE: Final = 50_000
"""Entries of each table; a full one forgets the count that has rested longest. Filling it takes as many proofs, and each
costs its sender a hash of bounded work here (``app/auth/credentials/hashing.py``)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many wrong proofs are free, and how the wait then grows: doubling from ``first`` to ``longest``."""

    free: int
    first: timedelta
    longest: timedelta

    def wait(self, wrong: int) -> timedelta:
        """Return how long to wait after so many wrong proofs."""
        if wrong < self.free:
            return timedelta()
        # Twenty doublings of a second are twelve days; the bound keeps the number small.
        return min(self.longest, self.first * (1 << min(wrong - self.free, 20)))


DEVICE: Final = Pace(free=5, first=timedelta(seconds=2), longest=timedelta(minutes=15))
NETWORK: Final = Pace(free=5, first=timedelta(seconds=2), longest=timedelta(minutes=15))
ACCOUNT: Final = Pace(free=50, first=timedelta(seconds=30), longest=timedelta(hours=1))
"""At most 24 guesses a day after the first fifty, whatever the number of networks: a PIN of six digits, if
it was chosen evenly, is found within a year for fewer than one account in a hundred."""


@dataclass(frozen=True, slots=True)
class WrongProofs:
    """How many, and when the last one came, aware UTC."""

    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody is about to prove who they are.

    Attributes:
        account: Opaque key of the account they name, whether it exists or not.
        network: Opaque key of where they come from: an IPv4 address, or an IPv6 /64.
        device: The device's id, if its cookie is genuine and belongs to this account; else None.
    """

    account: str
    network: str
    device: str | None = None


class MustWait(Refused):
    """There were too many wrong proofs: code ``sign_in.wait``.

    Attributes:
        retry_after_s: Whole seconds until the next attempt is looked at, 1 or more.
    """

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("sign_in.wait", str(retry_after_s))
        self.retry_after_s = retry_after_s


def wait_left(wrong: WrongProofs | None, pace: Pace, now: datetime) -> timedelta:
    """Return how long the next attempt still has to wait; zero if it may come now."""
    if wrong is None or _forgotten(wrong, now):
        return timedelta()
    wait = pace.wait(wrong.count)
    # A clock that was set back makes nobody wait longer than the pace says.
    return max(timedelta(), min(wait, wrong.last_at + wait - now))


def count_wrong(wrong: WrongProofs | None, now: datetime) -> WrongProofs:
    """Return the count after one more wrong proof."""
    if wrong is None or _forgotten(wrong, now):
        return WrongProofs(1, now)
    return WrongProofs(wrong.count + 1, now)


def _forgotten(wrong: WrongProofs, now: datetime) -> bool:
    return now - wrong.last_at >= FORGET_AFTER


class Lockout:
    """The counts of one installation, in bounded tables.

    An attempt is counted as wrong when it begins, and cleared when it succeeds: many at the same time are no way around.
    """

    def __init__(self, table_size: int = TABLE_SIZE) -> None:
        self._size = table_size
        self._devices: _Table = OrderedDict()
        self._networks: _Table = OrderedDict()
        self._accounts: _Table = OrderedDict()

    def begin(self, attempt: Attempt, now: datetime) -> None:
        """Count an attempt that is about to be checked.

        Raises:
            MustWait: It is not to be checked, and was not counted: waiting never grows by asking.
        """
        counted = list(self._counts_of(attempt))
        waits = [wait_left(table.get(key), pace, now) for table, key, pace in counted]
        if longest := max(waits):
            raise MustWait(ceil(longest.total_seconds()))
        for table, key, _ in counted:
            table[key] = count_wrong(table.get(key), now)
            table.move_to_end(key)
            while len(table) > self._size:
                table.popitem(last=False)

    def succeeded(self, attempt: Attempt) -> None:
        """Clear what this device and network got wrong.

        The account's own count loses only this attempt: a person who signs in every morning gives nobody new guesses.
        """
        for table, key, pace in self._counts_of(attempt):
            if pace is not ACCOUNT:
                table.pop(key, None)
            elif (wrong := table.get(key)) is not None:
                table[key] = WrongProofs(wrong.count - 1, wrong.last_at)

    def _counts_of(self, attempt: Attempt) -> Iterator[tuple["_Table", tuple[str, ...], Pace]]:
        if attempt.device is not None:
            yield self._devices, (attempt.account, attempt.device), DEVICE
        else:
            yield self._networks, (attempt.account, attempt.network), NETWORK
            yield self._accounts, (attempt.account,), ACCOUNT


_Table = OrderedDict[tuple[str, ...], WrongProofs]
