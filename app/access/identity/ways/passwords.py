"""Signing in by password, which is only the first of two proofs, and by one-time or recovery code.

Nothing here tells whether an account exists: what is unknown costs as many hashes as what is known, is counted the same,
and is answered the same.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime

from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.starting import (
    WRONG,
    Started,
    account_of,
    complete_sign_in,
    device_account,
    find_half_signed_in,
    signing_in,
    start_sign_in,
)
from app.auth.credentials.passwords import normalize_password
from app.auth.credentials.recovery_codes import hash_recovery_code
from app.auth.credentials.totp import verify_totp
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.identity.accounts import (
    CLINICS_PER_ADDRESS,
    Account,
    AccountLookup,
    PasswordAccount,
)
from app.persistence.repositories.identity.credentials import RecoveryCodeLookup
from app.persistence.repositories.identity.sign_ins import FoundSignIn
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.recovery import spend_code

__all__ = [
    "check_password_of",
    "check_totp_of",
    "complete_by_recovery_code",
    "complete_by_totp",
    "sign_in_by_password",
    "sign_in_by_recovery_code",
    "spend_recovery_code",
]


async def sign_in_by_password(
    services: IdentityServices, email: str, password: str, visitor: Visitor, now: datetime
) -> Started:
    """Begin a sign-in that awaits its second proof.

    Raises:
        Refused: ``sign_in.wrong``; ``sign_in.busy``; MustWait.
    """
    email_hash = services.store.key.login_hash(email)
    attempt = visitor.attempt(services, email_hash.hex(), now, what="password")
    services.lockout.begin(attempt, now)
    async with services.store.database.transaction(writes=False) as session:
        found = await AccountLookup(session).by_address(email_hash)
    proved, rehashed = await _first_with(services, found, password)
    if proved is None:
        raise Refused(WRONG)
    services.lockout.succeeded(attempt)
    async with signing_in(services, proved.clinic, proved.person, now) as unit:
        account = await account_of(unit, proved.person)
        if rehashed is not None:
            await unit.accounts.set_password(proved.person, rehashed)
        return await start_sign_in(services, unit, account, "password", visitor, second_factor=True)


async def complete_by_totp(
    services: IdentityServices, secret: str, code: str, visitor: Visitor, now: datetime
) -> Started:
    """Complete a sign-in that was begun by password.

    Args:
        secret: Of the sign-in.

    Raises:
        Refused: ``sign_in.needed``: none awaits a second proof. ``totp.wrong``, ``totp.used``, or ``totp.none``: there
            is no authenticator yet. MustWait.
    """
    found = await find_half_signed_in(services, secret, now)
    async with _completing(services, found, now) as unit:
        account = await account_of(unit, found.sign_in.person)
        attempt = visitor.attempt(services, device_account(account), now, what="second")
        services.lockout.begin(attempt, now)
        await check_totp_of(unit, account, code)
        services.lockout.succeeded(attempt)
        return await complete_sign_in(services, unit, found, account, "totp", visitor)


async def complete_by_recovery_code(
    services: IdentityServices, secret: str, code: str, visitor: Visitor, now: datetime
) -> Started:
    """Complete a sign-in that was begun by password, by a recovery code instead of the authenticator.

    Raises:
        Refused: ``sign_in.needed``; ``recovery.wrong``; ``recovery.used``; MustWait.
    """
    found = await find_half_signed_in(services, secret, now)
    async with _completing(services, found, now) as unit:
        account = await account_of(unit, found.sign_in.person)
        attempt = visitor.attempt(services, device_account(account), now, what="second")
        services.lockout.begin(attempt, now)
        await spend_recovery_code(unit, account.person, code)
        services.lockout.succeeded(attempt)
        return await complete_sign_in(services, unit, found, account, "recovery", visitor)


async def sign_in_by_recovery_code(
    services: IdentityServices, email: str, code: str, visitor: Visitor, now: datetime
) -> Started:
    """Begin a sign-in of somebody who lost their only passkey. Whoever has a password gives that first.

    Raises:
        Refused: ``sign_in.wrong``; ``recovery.used``, if two came at once; MustWait.
    """
    email_hash = services.store.key.login_hash(email)
    attempt = visitor.attempt(services, email_hash.hex(), now, what="recovery")
    services.lockout.begin(attempt, now)
    async with services.store.database.transaction(writes=False) as session:
        found = await RecoveryCodeLookup(session).find(email_hash, hash_recovery_code(code))
    if found is None:
        raise Refused(WRONG)
    clinic, person = found
    async with signing_in(services, clinic, person, now) as unit:
        account = await account_of(unit, person)
        await spend_recovery_code(unit, person, code)
        services.lockout.succeeded(attempt)
        return await start_sign_in(services, unit, account, "recovery", visitor)


async def check_password_of(services: IdentityServices, account: Account, password: str) -> None:
    """Check a signed-in person's password. Raises Refused: ``sign_in.wrong``, ``sign_in.busy``."""
    typed = normalize_password(password)
    checked = await services.hasher.check(account.password_hash if typed is not None else None, typed or "")
    if not checked.right:
        raise Refused(WRONG)


async def check_totp_of(unit: ClinicUnit, account: Account, code: str) -> None:
    """Check a one-time password and use it up. Raises Refused: ``totp.none``, ``totp.wrong``, ``totp.used``."""
    if account.totp_secret is None:
        raise Refused("totp.none")
    step = verify_totp(account.totp_secret, code, account.totp_step, unit.now)
    if not await unit.accounts.use_totp_step(account.person, step):
        raise Refused("totp.used")


async def spend_recovery_code(unit: ClinicUnit, person: PersonId, code: str) -> None:
    """Use up a recovery code. Raises Refused: ``recovery.wrong``, ``recovery.used``."""
    hashed = hash_recovery_code(code)
    spend_code(await unit.recovery_codes.find(person), hashed)
    if not await unit.recovery_codes.use(person, hashed, unit.now):
        raise Refused("recovery.used")


def _completing(
    services: IdentityServices, found: FoundSignIn, now: datetime
) -> AbstractAsyncContextManager[ClinicUnit]:
    one = found.sign_in
    return services.store.write(one.clinic, Actor(one.person, one.id), now)


async def _first_with(
    services: IdentityServices, found: list[PasswordAccount], password: str
) -> tuple[PasswordAccount | None, str | None]:
    """Return the first account that has this password, and a newer hash if there is one.

    The number of checks is the same however many accounts there are.
    """
    typed = normalize_password(password)
    first: tuple[PasswordAccount | None, str | None] = (None, None)
    for one in [*found, *[None] * (CLINICS_PER_ADDRESS - len(found))]:
        stored = one.password_hash if one is not None and typed is not None else None
        checked = await services.hasher.check(stored, typed or "")
        if checked.right and first[0] is None:
            first = (one, checked.rehashed)
    return first
