"""Passkeys: signing in with one, and having some."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from app.access.callers import Caller
from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.starting import Started, account_of, signing_in, start_sign_in
from app.auth.credentials.passkeys import NewPasskey, PasskeyOwner, PasskeyUse, StoredPasskey
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.identity.accounts import Account
from app.persistence.repositories.identity.credentials import Passkey, PasskeyLookup
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, check

__all__ = [
    "MOST_PASSKEYS",
    "access_passkeys",
    "add_passkey",
    "check_passkey",
    "keep_use",
    "new_passkey_options",
    "passkey_id",
    "passkey_options",
    "register_passkey",
    "registration_options",
    "remove_passkey",
    "sign_in_by_passkey",
    "store_passkey",
]

MOST_PASSKEYS: Final = 20


async def passkey_options(services: IdentityServices, browser: str, now: datetime) -> dict[str, Any]:
    """Return what the browser needs to sign in with any passkey. Raises Refused: ``passkey.unavailable``."""
    return await services.need_passkeys().sign_in_options(f"browser:{browser}", now)


async def sign_in_by_passkey(
    services: IdentityServices, credential: Mapping[str, Any], visitor: Visitor, now: datetime
) -> Started:
    """Sign in with a passkey, which is two factors in one.

    Raises:
        Refused: Those of ``Passkeys.authenticate``.
    """
    passkey, used = await check_passkey(services, credential, f"browser:{visitor.browser}", now)
    async with signing_in(services, passkey.clinic, passkey.person, now) as unit:
        account = await account_of(unit, passkey.person)
        await keep_use(unit, passkey, used)
        return await start_sign_in(services, unit, account, "passkey", visitor)


async def check_passkey(
    services: IdentityServices,
    credential: Mapping[str, Any],
    bound_to: str,
    now: datetime,
    owner: PersonId | None = None,
) -> tuple[Passkey, PasskeyUse]:
    """Check the answer to a challenge; return the passkey as it was stored, and what to store now.

    Args:
        owner: Whose passkey it has to be; None for anybody's.

    Raises:
        Refused: Those of ``Passkeys.authenticate``.
    """
    passkeys = services.need_passkeys()
    async with services.store.database.transaction(writes=False) as session:
        found = await PasskeyLookup(session).find(passkeys.find_credential_id(credential))
    if found is not None and owner not in (None, found.person):
        found = None
    stored = None
    if found is not None:
        stored = StoredPasskey(found.public_key, found.sign_count, _handle(found.person))
    try:
        used = await passkeys.authenticate(credential, stored, bound_to, now)
    except Refused as refused:
        if refused.code == "passkey.cloned" and found is not None:
            async with services.store.write(found.clinic, Actor("system"), now) as unit:
                unit.note("passkey.cloned", found.person)
        raise
    assert found is not None, "an unknown passkey was refused"
    return found, used


async def keep_use(unit: ClinicUnit, passkey: Passkey, used: PasskeyUse) -> None:
    """Store that a passkey was used. Raises Refused: ``passkey.challenge``, if it was used elsewhere meanwhile."""
    if not await unit.passkeys.use(passkey, used.sign_count, unit.now):
        raise Refused("passkey.challenge")


async def registration_options(
    services: IdentityServices, unit: ClinicUnit, account: Account, bound_to: str
) -> dict[str, Any]:
    """Return what the browser needs to make a passkey for this account."""
    existing = [one.id for one in await unit.passkeys.of_person(account.person)]
    owner = PasskeyOwner(_handle(account.person), account.email or account.name, account.name)
    return await services.need_passkeys().registration_options(owner, existing, bound_to, unit.now)


async def register_passkey(
    services: IdentityServices, credential: Mapping[str, Any], bound_to: str, now: datetime
) -> NewPasskey:
    """Check the browser's new passkey. Raises Refused: those of ``Passkeys.register``."""
    return await services.need_passkeys().register(credential, bound_to, now)


async def store_passkey(unit: ClinicUnit, person: PersonId, new: NewPasskey, label: str) -> Passkey:
    """Store a new passkey. Raises Refused: ``passkey.too_many``."""
    if len(await unit.passkeys.of_person(person)) >= MOST_PASSKEYS:
        raise Refused("passkey.too_many")
    passkey = Passkey(
        new.credential_id, unit.clinic.id, person, new.public_key, new.sign_count, label, unit.now, None
    )
    await unit.passkeys.add(passkey)
    unit.note("passkey.add", person)
    return passkey


async def access_passkeys(caller: Caller) -> list[Passkey]:
    """Return the caller's own passkeys, the oldest first."""
    check(caller.principal, Action.OWN_READ, caller.now)
    async with caller.read() as unit:
        return await unit.passkeys.of_person(caller.principal.person)


async def new_passkey_options(services: IdentityServices, caller: Caller) -> dict[str, Any]:
    """Return what the caller's browser needs to make one more passkey."""
    check(caller.principal, Action.OWN_CREDENTIALS, caller.now)
    async with caller.read() as unit:
        account = await account_of(unit, caller.principal.person)
        return await registration_options(services, unit, account, caller.principal.sign_in)


async def add_passkey(
    services: IdentityServices, caller: Caller, credential: Mapping[str, Any], label: str
) -> Passkey:
    """Give the caller one more passkey. Raises Refused: those of ``Passkeys.register``; ``passkey.too_many``."""
    check(caller.principal, Action.OWN_CREDENTIALS, caller.now)
    new = await register_passkey(services, credential, caller.principal.sign_in, caller.now)
    async with caller.write() as unit:
        return await store_passkey(unit, caller.principal.person, new, label)


async def remove_passkey(caller: Caller, passkey: str) -> None:
    """Remove one of the caller's passkeys.

    Raises:
        Refused: ``passkey.unknown``; ``passkey.last``: they could not sign in any more.
    """
    check(caller.principal, Action.OWN_CREDENTIALS, caller.now)
    person = caller.principal.person
    async with caller.write() as unit:
        if not await unit.passkeys.remove(person, _credential_of(passkey)):
            raise Refused("passkey.unknown")
        account = await account_of(unit, person)
        if not (account.has_password_and_totp or account.pin_hash or await unit.passkeys.of_person(person)):
            raise Refused("passkey.last")
        unit.note("passkey.remove", person)


def passkey_id(passkey: Passkey) -> str:
    """Return the passkey's id as it stands in addresses: base64url without padding."""
    return urlsafe_b64encode(passkey.id).decode().rstrip("=")


def _credential_of(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        raise Refused("passkey.unknown") from None


def _handle(person: PersonId) -> bytes:
    # Random already, and the same for good (Web Authentication, 14.6.1).
    return person.encode()
