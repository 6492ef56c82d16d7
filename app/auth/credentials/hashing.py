"""Argon2id hashes of passwords and PINs, made and checked a few at a time on threads.

A stranger decides how often a hash is checked, so what they can make us spend is bounded: ``AT_ONCE`` threads and their
memory, and ``WAITING_MAX`` more in line; beyond that they are asked to come back.

Parameters follow OWASP's "Password Storage" cheat sheet (Argon2id, 19 MiB, 2 passes, 1 lane), in RFC 9106's format. All
PINs of six digits can be tried within a day against a stolen hash, so hashes of PINs belong in an encrypted column.
"""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from clinic.common.errors import Refused

__all__ = ["AT_ONCE", "WAITING_MAX", "Checked", "SecretHasher"]

AT_ONCE: Final = 2
"""Threads; each uses one core for about 25 ms and 19 MiB."""
WAITING_MAX: Final = 100
"""A little more than a second of work on two cores."""
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        rehashed: A hash to store instead, where the stored one was made with other parameters; else None.
    """

    right: bool
    rehashed: str | None = None


class SecretHasher:
    """Hashes and checks secrets. Close it when the service ends."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting_max: int = WAITING_MAX) -> None:
        self._argon2 = PasswordHasher(
            time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES, type=Type.ID
        )
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="secret-hasher")
        self._places = BoundedSemaphore(at_once + waiting_max)
        # Checked where there is no hash, so that an account that does not exist takes as long as one that does.
        self._nobodys = self._argon2.hash(secrets.token_urlsafe())

    async def hash(self, secret: str) -> str:
        """Return a new hash of a secret that was normalized and whose length was limited.

        Raises:
            Refused: ``sign_in.busy``: too many are waiting.
        """
        return await self._run(lambda: self._argon2.hash(_bytes(secret)))

    async def check(self, stored: str | None, secret: str) -> Checked:
        """Return whether the secret is the one that was hashed.

        Args:
            stored: None if there is no such account, or it has no such secret; takes the same time.

        Raises:
            Refused: ``sign_in.busy``: too many are waiting.
            argon2.exceptions.Argon2Error: What is stored is damaged.
            argon2.exceptions.InvalidHashError: What is stored is no hash.
        """
        return await self._run(lambda: self._check(stored, secret))

    def close(self) -> None:
        """Finish what runs and drop what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _check(self, stored: str | None, secret: str) -> Checked:
        try:
            self._argon2.verify(self._nobodys if stored is None else stored, _bytes(secret))
        except VerifyMismatchError:
            return Checked(right=False)
        if stored is None:
            return Checked(right=False)
        outdated = self._argon2.check_needs_rehash(stored)
        return Checked(right=True, rehashed=self._argon2.hash(_bytes(secret)) if outdated else None)

    async def _run(self, work: Callable[[], _T]) -> _T:
        if not self._places.acquire(blocking=False):
            raise Refused("sign_in.busy")
        try:
            running: Future[_T] = self._threads.submit(work)
        except BaseException:
            self._places.release()
            raise
        # A thread works on after its caller went away, and keeps its place until then.
        running.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(running)


def _bytes(secret: str) -> bytes:
    # What is typed may hold half a surrogate pair, which is no reason to fail.
    return secret.encode("utf-8", "surrogatepass")
