"""Fresh proofs: the person at the screen shows again who they are, before a dangerous act.

Wrong ones are counted for this sign-in alone, so whoever finds an open screen cannot slow its owner down elsewhere.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from app.access.callers import Caller
from app.access.identity.services import IdentityServices
from app.access.identity.starting import account_of
from app.access.identity.ways.passkeys import check_passkey, keep_use
from app.access.identity.ways.passwords import check_password_of, check_totp_of
from app.access.identity.ways.pins import check_pin_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.identity.accounts import Account
from clinic.common.errors import Refused
from clinic.identity.access import PROOF_LASTS
from clinic.identity.lockout import Attempt
from clinic.identity.sign_ins import prove

__all__ = [
    "proof_passkey_options",
    "prove_by_passkey",
    "prove_by_password",
    "prove_by_pin",
    "prove_by_totp",
]


async def proof_passkey_options(services: IdentityServices, caller: Caller) -> dict[str, Any]:
    """Return what the caller's browser needs to prove a passkey of theirs. Raises Refused: ``passkey.unavailable``."""
    async with caller.read() as unit:
        own = [one.id for one in await unit.passkeys.of_person(caller.principal.person)]
    return await services.need_passkeys().sign_in_options(_bound(caller), caller.now, own)


async def prove_by_passkey(
    services: IdentityServices, caller: Caller, credential: Mapping[str, Any]
) -> datetime:
    """Return until when the proof is fresh. Raises Refused: those of ``Passkeys.authenticate``."""
    person = caller.principal.person
    passkey, used = await check_passkey(services, credential, _bound(caller), caller.now, person)
    async with caller.write() as unit:
        await keep_use(unit, passkey, used)
        return await _keep(caller, unit, "passkey")


async def prove_by_password(services: IdentityServices, caller: Caller, password: str) -> datetime:
    """Return until when the proof is fresh. Raises Refused: ``sign_in.wrong``; ``sign_in.busy``; MustWait."""
    with _counted(services, caller):
        await check_password_of(services, await _account(caller), password)
    async with caller.write() as unit:
        return await _keep(caller, unit, "password")


async def prove_by_totp(services: IdentityServices, caller: Caller, code: str) -> datetime:
    """Return until when the proof is fresh.

    Raises:
        Refused: ``totp.none``; ``totp.wrong``; ``totp.used``; MustWait.
    """
    with _counted(services, caller):
        async with caller.write() as unit:
            await check_totp_of(unit, await account_of(unit, caller.principal.person), code)
            return await _keep(caller, unit, "totp")


async def prove_by_pin(services: IdentityServices, caller: Caller, pin: str) -> datetime:
    """Return until when the proof is fresh.

    Raises:
        Refused: ``sign_in.wrong``; ``pin.not_digits``; ``sign_in.busy``; MustWait.
    """
    with _counted(services, caller):
        await check_pin_of(services, await _account(caller), pin)
    async with caller.write() as unit:
        return await _keep(caller, unit, "pin")


@contextmanager
def _counted(services: IdentityServices, caller: Caller) -> Iterator[None]:
    attempt = Attempt(f"proof:{caller.principal.person}", "", caller.principal.sign_in)
    services.lockout.begin(attempt, caller.now)
    yield
    services.lockout.succeeded(attempt)


async def _account(caller: Caller) -> Account:
    # A hash takes long, and is not made while a transaction keeps others waiting.
    async with caller.read() as unit:
        return await account_of(unit, caller.principal.person)


async def _keep(caller: Caller, unit: ClinicUnit, method: str) -> datetime:
    assert caller.sign_in is not None, "a person at a screen"
    if not await unit.sign_ins.keep(prove(caller.sign_in, unit.now, in_live_room=True)):
        raise Refused("sign_in.ended")
    unit.note("sign_in.prove", caller.principal.sign_in, method=method)
    return caller.now + PROOF_LASTS


def _bound(caller: Caller) -> str:
    return f"proof:{caller.principal.sign_in}"
