"""Who is signed in, until when, and where else."""

from dataclasses import dataclass
from datetime import datetime

from app.access.callers import Caller, find_sign_in
from app.access.identity.own.provider_proofs import proof_provider
from app.access.identity.services import IdentityServices
from app.access.identity.starting import account_of
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.clinics import ClinicRecord
from app.persistence.repositories.identity.accounts import Account
from app.persistence.repositories.identity.sign_ins import StoredSignIn
from clinic.common.errors import Refused
from clinic.common.ids import PersonId, SignInId
from clinic.identity.access import PROOF_LASTS, Action, Principal, PrincipalKind, check, may
from clinic.identity.recovery import FEW
from clinic.identity.sign_ins import Deadline, SignInEvent, SignInState, deadline, end, state_at

__all__ = [
    "Me",
    "access_me",
    "access_own_sign_ins",
    "end_own_sign_in",
    "own_deadline",
    "sign_out",
]


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in.

    Attributes:
        can: What they may do, were their proof fresh.
        missing: What they still have to set up: ``totp``, ``recovery_codes``.
        proof_provider: Host of the identity provider by which they may prove who they are.
    """

    account: Account
    clinic: ClinicRecord
    principal: Principal
    can: tuple[Action, ...]
    proved_until: datetime
    deadline: Deadline
    missing: tuple[str, ...]
    proof_provider: str | None


async def access_me(services: IdentityServices, caller: Caller) -> Me:
    """Return who the caller is."""
    check(caller.principal, Action.OWN_READ, caller.now)
    async with caller.read() as unit:
        account = await account_of(unit, caller.principal.person)
        return Me(
            account,
            unit.clinic,
            caller.principal,
            tuple(action for action in Action if may(caller.principal, action)),
            caller.principal.proved_at + PROOF_LASTS,
            own_deadline(services, caller),
            await _missing(unit, account),
            proof_provider(unit, account, caller.principal.roles),
        )


def own_deadline(services: IdentityServices, caller: Caller) -> Deadline:
    """Return when the caller's sign-in ends if nothing happens."""
    assert caller.sign_in is not None, "a person at a screen"
    in_room = services.in_live_room(caller.principal.person)
    found = deadline(caller.sign_in, in_live_room=in_room)
    assert found is not None, "it is active"
    return found


async def access_own_sign_ins(services: IdentityServices, caller: Caller) -> list[StoredSignIn]:
    """Return where the caller is signed in now, the newest first."""
    check(caller.principal, Action.OWN_READ, caller.now)
    async with caller.read() as unit:
        return await _active(services, unit, caller.principal.person)


async def end_own_sign_in(caller: Caller, sign_in: SignInId) -> None:
    """End one of the caller's sign-ins. Raises Refused: ``sign_in.unknown``."""
    check(caller.principal, Action.OWN_WRITE, caller.now)
    event = SignInEvent.SIGNED_OUT if sign_in == caller.principal.sign_in else SignInEvent.REVOKED
    async with caller.write() as unit:
        found = await unit.sign_ins.find(caller.principal.person, sign_in)
        if found is None or not await unit.sign_ins.keep(end(found, event, unit.now)):
            raise Refused("sign_in.unknown")
        unit.note("sign_in.end", sign_in)


async def sign_out(services: IdentityServices, secret: str, now: datetime) -> None:
    """End the sign-in with this secret, whatever its state; do nothing if there is none."""
    found = await find_sign_in(services.store, secret)
    if found is None:
        return
    one = found.sign_in
    async with services.store.write(one.clinic, Actor(one.person, one.id), now) as unit:
        if await unit.sign_ins.keep(end(one, SignInEvent.SIGNED_OUT, now)):
            unit.note("sign_in.end", one.id)


async def _active(services: IdentityServices, unit: ClinicUnit, person: PersonId) -> list[StoredSignIn]:
    in_room = services.in_live_room(person)
    return [
        one
        for one in await unit.sign_ins.of_person(person)
        if state_at(one.sign_in, unit.now, in_live_room=in_room) is SignInState.ACTIVE
    ]


async def _missing(unit: ClinicUnit, account: Account) -> tuple[str, ...]:
    if account.kind is not PrincipalKind.STAFF:
        return ()
    if account.password_hash is None and not await unit.passkeys.of_person(account.person):
        return ()
    missing = []
    if account.password_hash is not None and account.totp_secret is None:
        missing.append("totp")
    if await unit.recovery_codes.count_unused(account.person) <= FEW:
        missing.append("recovery_codes")
    return tuple(missing)
