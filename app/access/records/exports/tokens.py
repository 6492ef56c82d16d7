"""Gives systems their access tokens."""

from dataclasses import dataclass, field
from datetime import datetime

from app.access.records.exports.callers import AccessTokens
from app.access.records.exports.services import SystemServices
from app.auth.assertions import AssertionRefused, issuer_of, verify_assertion
from app.exports.fhir.capability import TOKEN_PATH
from app.exports.fhir.scopes import Scope, granted, read_scopes
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.repositories.records.systems import SystemLookup
from app.persistence.unit_of_work import WriteConflict

__all__ = ["GivenToken", "ScopesRefused", "give_token"]

_UNKNOWN = "There is no such system, or it was withdrawn."
_USED = "This assertion was used before."


class ScopesRefused(Exception):
    """None of the scopes that were asked for may be given."""


@dataclass(frozen=True, slots=True)
class GivenToken:
    """A token and what it allows."""

    text: str = field(repr=False)
    scopes: frozenset[Scope]


async def give_token(
    store: ClinicStore, services: SystemServices, assertion: str, scope: str, now: datetime
) -> GivenToken:
    """Return a token for the system that an assertion is from.

    Raises:
        AssertionRefused: It is no good, was used before, or its system is not known.
        ScopesRefused: No scope that was asked for may be given.
        StorageUnavailable: The database cannot be used now.
    """
    async with store.database.transaction(writes=False) as session:
        system = await SystemLookup(session).find(issuer_of(assertion)[:40])
    if system is None or system.withdrawn_at is not None:
        raise AssertionRefused(_UNKNOWN)
    keys = await services.keys.find(system)
    good = verify_assertion(
        assertion, keys, client_id=system.id, audience=f"{services.base}{TOKEN_PATH}", now=now
    )
    scopes = granted(read_scopes(scope) or (), read_scopes(system.scopes) or ())
    try:
        async with store.write(system.clinic, Actor(system.id), now) as unit:
            await unit.outward.systems.forget_assertions(now)
            if not await unit.outward.systems.use(system.id, good.hash, good.expires_at):
                raise AssertionRefused(_USED)
            if scopes:
                await unit.outward.systems.see(system.id, now)
    except WriteConflict:
        raise AssertionRefused(_USED) from None
    if not scopes:
        raise ScopesRefused
    tokens: AccessTokens = services.tokens
    return GivenToken(tokens.write(system.id, scopes, now), scopes)
