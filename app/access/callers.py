"""Who calls: the sign-in behind a cookie, or the token of an integration."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from app.auth.one_time import hash_secret
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.identity.sign_ins import FoundSignIn, SignInLookup
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.identity.sign_ins import SignIn, SignInState, check_active, state_at, touch

__all__ = ["Caller", "find_caller", "find_sign_in", "find_token_caller", "is_idle"]


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


def is_idle(sign_in: SignIn, now: datetime) -> bool:
    """Return whether only being in a live room keeps this sign-in from having idled away."""
    return state_at(sign_in, now, in_live_room=False) is SignInState.IDLE


async def find_sign_in(store: ClinicStore, secret: str) -> FoundSignIn | None:
    """Return the sign-in with this secret, whatever its state; None if there is none."""
    hashed = hash_secret(secret)
    if hashed is None:
        return None
    async with store.database.transaction(writes=False) as session:
        return await SignInLookup(session).find(hashed)


async def find_caller(
    store: ClinicStore,
    secret: str,
    now: datetime,
    *,
    in_live_room: Callable[[PersonId], bool],
    active: bool = True,
) -> Caller:
    """Return who is signed in with this secret, and remember that they were here.

    Args:
        in_live_room: Returns whether a person is in a live room now; asked only if that matters.
        active: Whether the request is the person's own doing; what a page asks for by itself keeps nobody signed in.

    Raises:
        Refused: ``sign_in.needed``: nobody is. ``sign_in.idle``, ``sign_in.ended`` or ``sign_in.second_factor``: as
            ``clinic.identity.sign_ins.check_active``.
    """
    found = await find_sign_in(store, secret)
    if found is None:
        raise Refused("sign_in.needed")
    in_room = is_idle(found.sign_in, now) and in_live_room(found.sign_in.person)
    if not active:
        check_active(found.sign_in, now, in_live_room=in_room)
        return Caller(found.principal, found.sign_in, now, store)
    touched = touch(found.sign_in, now, in_live_room=in_room)
    if touched is not found.sign_in:
        async with store.database.transaction(writes=True) as session:
            if not await SignInLookup(session).see(touched):
                raise Refused("sign_in.ended")
    return Caller(found.principal, touched, now, store)


async def find_token_caller(store: ClinicStore, secret: str, now: datetime) -> Caller:
    """Return who acts by this token. Raises Refused: ``token.invalid``."""
    hashed = hash_secret(secret)
    found = None
    if hashed is not None:
        async with store.database.transaction(writes=False) as session:
            found = await SignInLookup(session).find_token(hashed, now)
    if found is None:
        raise Refused("token.invalid")
    if found.is_to_be_seen(now):
        async with store.database.transaction(writes=True) as session:
            await SignInLookup(session).see_token(found.principal.sign_in, now)
    return Caller(found.principal, None, now, store)
