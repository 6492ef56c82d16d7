"""Begins sign-ins: what every way to sign in ends with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from app.access.callers import Caller, find_sign_in
from app.access.identity.services import IdentityServices, Visitor
from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.identity.accounts import Account
from app.persistence.repositories.identity.sign_ins import FoundSignIn
from app.runtime.ids import new_sign_in_id
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.access import PrincipalKind
from clinic.identity.sign_ins import SignIn, SignInState, prove, start, state_at

__all__ = [
    "WRONG",
    "DeviceCookie",
    "Started",
    "account_of",
    "complete_sign_in",
    "device_account",
    "find_half_signed_in",
    "signing_in",
    "start_sign_in",
]

WRONG: Final = "sign_in.wrong"
"""The one answer to whoever proves nothing, whether there is such an account or not."""


class DeviceCookie(NamedTuple):
    """A cookie by which the device will be known."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that has begun.

    Attributes:
        secret: For the browser's cookie alone.
        caller: Who is signed in; while a second proof is awaited, who will be.
        device: Only for a sign-in that is complete.
    """

    secret: str = field(repr=False)
    caller: Caller
    device: DeviceCookie | None = field(default=None, repr=False)


def device_account(account: Account) -> str:
    """Return the key of the account's device cookies.

    For staff it is made of their address, which is all that is known when somebody types a password.
    """
    if account.kind is PrincipalKind.STAFF and account.email_hash is not None:
        return account.email_hash.hex()
    return account.person


async def account_of(unit: ClinicUnit, person: PersonId) -> Account:
    """Return the person's account. Raises Refused: ``sign_in.wrong``, if they may not sign in any more."""
    account = await unit.accounts.find(person)
    if account is None:
        raise Refused(WRONG)
    return account


@asynccontextmanager
async def signing_in(
    services: IdentityServices, clinic: ClinicId, person: PersonId, now: datetime
) -> AsyncIterator[ClinicUnit]:
    """Open a unit in which a person acts by the sign-in that ``start_sign_in`` will begin."""
    async with services.store.write(clinic, Actor(person, new_sign_in_id()), now) as unit:
        yield unit


async def start_sign_in(
    services: IdentityServices,
    unit: ClinicUnit,
    account: Account,
    method: str,
    visitor: Visitor,
    *,
    second_factor: bool = False,
) -> Started:
    """Begin a sign-in after its first proof, in a unit of ``signing_in``.

    Args:
        method: How they proved it, such as ``passkey``.
        second_factor: Whether a second proof has to follow before it is active.
    """
    assert unit.actor.sign_in is not None, "the unit was opened by signing_in"
    sign_in = start(
        SignInId(unit.actor.sign_in),
        account.clinic,
        account.person,
        account.kind,
        unit.now,
        second_factor=second_factor,
    )
    secret = make_secret()
    await _tell_of_new_device(services, unit, account, method, visitor, second_factor)
    await unit.sign_ins.add(sign_in, secret.hashed, method, visitor.device)
    unit.note("sign_in.first_proof" if second_factor else "sign_in.start", sign_in.id, method=method)
    device = None if second_factor else _device_cookie(services, account, visitor, unit.now)
    return Started(secret.text, await _caller(services, unit, sign_in), device)


async def find_half_signed_in(services: IdentityServices, secret: str, now: datetime) -> FoundSignIn:
    """Return the sign-in with this secret that awaits its second proof. Raises Refused: ``sign_in.needed``."""
    found = await find_sign_in(services.store, secret)
    if found is None or state_at(found.sign_in, now, in_live_room=False) is not SignInState.SECOND_FACTOR:
        raise Refused("sign_in.needed")
    return found


async def complete_sign_in(
    services: IdentityServices,
    unit: ClinicUnit,
    found: FoundSignIn,
    account: Account,
    method: str,
    visitor: Visitor,
) -> Started:
    """Make a sign-in active after its second proof. It gets a new secret: the first one has proved less.

    Raises:
        Refused: ``sign_in.needed``: it was completed or ended meanwhile.
    """
    await _tell_of_new_device(services, unit, account, method, visitor, False)
    sign_in = prove(found.sign_in, unit.now)
    secret = make_secret()
    if not await unit.sign_ins.complete(sign_in, secret.hashed):
        raise Refused("sign_in.needed")
    unit.note("sign_in.start", sign_in.id, method=method)
    device = _device_cookie(services, account, visitor, unit.now)
    return Started(secret.text, await _caller(services, unit, sign_in), device)


async def _caller(services: IdentityServices, unit: ClinicUnit, sign_in: SignIn) -> Caller:
    found = FoundSignIn(sign_in, await unit.roles.of(sign_in.person))
    return Caller(found.principal, sign_in, unit.now, services.store)


async def _tell_of_new_device(
    services: IdentityServices,
    unit: ClinicUnit,
    account: Account,
    method: str,
    visitor: Visitor,
    second_factor: bool,
) -> None:
    """Tell the person, unless this is their first sign-in, or one by a link that they were just sent."""
    if second_factor or method in _EXPECTED:
        return
    known = visitor.device_id(services, device_account(account), unit.now) is not None
    if not known and await unit.sign_ins.any_of(account.person):
        await services.notices.new_device(unit, account.person)


_EXPECTED = frozenset({"link", "demo"})


def _device_cookie(
    services: IdentityServices, account: Account, visitor: Visitor, now: datetime
) -> DeviceCookie:
    key = device_account(account)
    device = visitor.device_id(services, key, now)
    return DeviceCookie(services.devices.name(key), services.devices.write(key, device, now))
