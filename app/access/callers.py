"""Who calls: the sign-in behind a cookie, or the token of an integration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from app.auth.one_time import hash_secret
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.sign_ins import SignInRepository
from clinic.errors import Refused
from clinic.identity.access import Principal
from clinic.identity.sign_ins import SignIn, touch

__all__ = ["Caller", "find_caller", "find_token_caller"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in, at one moment.

    Attributes:
        sign_in: None for an integration.
    """

    principal: Principal
    sign_in: SignIn | None
    now: datetime
    store: ClinicStore

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ClinicUnit]:
        """Open a unit of their clinic that only reads."""
        async with self.store.read(self.principal.clinic, self._actor, self.now) as unit:
            yield unit

    @asynccontextmanager
    async def write(self) -> AsyncIterator[ClinicUnit]:
        """Open a unit of their clinic that is committed at the end."""
        async with self.store.write(self.principal.clinic, self._actor, self.now) as unit:
            yield unit

    @property
    def _actor(self) -> Actor:
        return Actor(self.principal.person, self.principal.sign_in)


async def find_caller(store: ClinicStore, secret: str, now: datetime, *, in_live_room: bool) -> Caller:
    """Return who is signed in with this secret, and remember that they were here.

    Raises:
        Refused: ``sign_in.needed``: nobody is. ``sign_in.idle``, ``sign_in.ended`` or ``sign_in.second_factor``: as
            ``clinic.identity.sign_ins.check_active``.
    """
    hashed = hash_secret(secret)
    if hashed is None:
        raise Refused("sign_in.needed")
    async with store.database.transaction(writes=False) as session:
        found = await SignInRepository(session).find(hashed)
    if found is None:
        raise Refused("sign_in.needed")
    touched = touch(found.sign_in, now, in_live_room=in_live_room)
    if touched is not found.sign_in:
        async with store.database.transaction(writes=True) as session:
            await SignInRepository(session).keep(touched)
    return Caller(found.principal, touched, now, store)


async def find_token_caller(store: ClinicStore, secret: str, now: datetime) -> Caller:
    """Return who acts by this token. Raises Refused: ``token.invalid``."""
    hashed = hash_secret(secret)
    principal = None
    if hashed is not None:
        async with store.database.transaction(writes=False) as session:
            principal = await SignInRepository(session).find_token(hashed, now)
    if principal is None:
        raise Refused("token.invalid")
    return Caller(principal, None, now, store)
