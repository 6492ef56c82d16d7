"""The system behind an access token, which lasts five minutes at most and is nothing without the system's record."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from itsdangerous import BadData

from app.auth.signed import SignedTexts
from app.exports.fhir.scopes import Scope, allows, read_scopes, write_scopes
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.records.systems import SEEN_EVERY, StoredSystem, SystemLookup

__all__ = ["TOKEN_LASTS", "AccessTokens", "Forbidden", "SystemCaller", "Unauthorized", "find_system_caller"]

TOKEN_LASTS: Final = timedelta(minutes=5)
_LONGEST_TOKEN: Final = 4_000
"""Characters."""


class Unauthorized(Exception):
    """The token is none of ours, has expired, or is of a system that was withdrawn."""


class Forbidden(Exception):
    """The token's scopes do not allow it."""


@dataclass(frozen=True, slots=True)
class SystemCaller:
    """A system that asks, at one moment.

    Attributes:
        zone: Of its clinic.
    """

    system: StoredSystem
    scopes: frozenset[Scope]
    now: datetime
    zone: ZoneInfo
    store: ClinicStore = field(repr=False)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ClinicUnit]:
        """Open a unit of its clinic that only reads."""
        async with self.store.read(self.system.clinic, Actor(self.system.id), self.now) as unit:
            yield unit

    @asynccontextmanager
    async def write(self) -> AsyncIterator[ClinicUnit]:
        """Open a unit of its clinic that is committed at the end."""
        async with self.store.write(self.system.clinic, Actor(self.system.id), self.now) as unit:
            yield unit

    def check(self, type_: str, right: str) -> None:
        """Check that it may read (``r``) or search (``s``) a type. Raises Forbidden."""
        if not allows(self.scopes, type_, right):
            raise Forbidden


class AccessTokens:
    """Writes and reads access tokens. They are signed; what a system may do today is looked up each time."""

    def __init__(self, key: str) -> None:
        self._texts = SignedTexts(key, "fhir access token")

    def write(self, system: str, scopes: frozenset[Scope], now: datetime) -> str:
        """Return a token for a system that lasts ``TOKEN_LASTS``."""
        expires = int((now + TOKEN_LASTS).timestamp())
        text = self._texts.dumps([system, write_scopes(scopes), expires])
        return text if isinstance(text, str) else text.decode()

    def read(self, token: str, now: datetime) -> tuple[str, frozenset[Scope]] | None:
        """Return the system and the scopes of a token that holds now, or None."""
        if len(token) > _LONGEST_TOKEN:
            return None
        try:
            system, scopes, expires = self._texts.loads(token)
        except BadData:
            return None
        if now.timestamp() >= expires:
            return None
        return system, read_scopes(scopes) or frozenset()


async def find_system_caller(
    store: ClinicStore, tokens: AccessTokens, token: str, now: datetime
) -> SystemCaller:
    """Return the system that a token is for, and remember that it was here.

    Raises:
        Unauthorized: It is no good.
        StorageUnavailable: The database cannot be used now.
    """
    read = tokens.read(token, now)
    if read is None:
        raise Unauthorized
    async with store.database.transaction(writes=False) as session:
        system = await SystemLookup(session).find(read[0])
        clinic = None if system is None else await ClinicRepository(session).find(system.clinic)
    if system is None or system.withdrawn_at is not None or clinic is None:
        raise Unauthorized
    # What was taken from the registration meanwhile holds no more.
    registered = read_scopes(system.scopes) or frozenset()
    scopes = frozenset(
        each for each in read[1] if all(allows(registered, each.type, right) for right in each.may)
    )
    caller = SystemCaller(system, scopes, now, ZoneInfo(clinic.time_zone), store)
    if system.used_at is None or now - system.used_at >= SEEN_EVERY:
        async with caller.write() as unit:
            await unit.outward.systems.see(system.id, now)
    return caller
