"""Passwords, authenticators and recovery codes that staff set for themselves."""

from typing import Final

from app.access.callers import Caller
from app.access.identity.services import IdentityServices
from app.access.identity.starting import account_of
from app.auth.credentials.passwords import check_password
from app.auth.credentials.recovery_codes import hash_recovery_code, make_recovery_codes
from app.auth.credentials.totp import make_totp_secret, totp_uri, verify_totp
from clinic.common.errors import Refused
from clinic.identity.access import Action, PrincipalKind, check
from clinic.identity.recovery import issue_codes

__all__ = ["ISSUER", "confirm_totp", "new_recovery_codes", "new_totp", "set_own_password"]

ISSUER: Final = "Attune"
"""What an authenticator app lists the secret by, beside the address."""


async def set_own_password(services: IdentityServices, caller: Caller, password: str) -> None:
    """Replace the caller's password; their other sign-ins end.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed``; those of ``check_password``; ``sign_in.busy``.
    """
    _check(caller)
    async with caller.read() as unit:
        account = await account_of(unit, caller.principal.person)
        personal = (account.name, account.email or "", unit.clinic.name)
    hashed = await services.hasher.hash(check_password(password, personal))
    async with caller.write() as unit:
        await unit.accounts.set_password(account.person, hashed)
        await unit.sign_ins.revoke_all(account.person, unit.now, but=caller.principal.sign_in)
        unit.note("password.set", account.person)


async def new_totp(services: IdentityServices, caller: Caller) -> tuple[str, str]:
    """Return the address for an authenticator app, and the secret in it; ``confirm_totp`` makes it count.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed``.
    """
    _check(caller)
    async with caller.read() as unit:
        account = await account_of(unit, caller.principal.person)
    secret = make_totp_secret()
    services.new_totp.keep(caller.principal.sign_in, secret)
    return totp_uri(secret, account=account.email or account.name, issuer=ISSUER), secret


async def confirm_totp(services: IdentityServices, caller: Caller, code: str) -> None:
    """Replace the caller's authenticator by the new one, which shows this code.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed``; ``totp.none``: there is no new one; ``totp.wrong``.
    """
    _check(caller)
    secret = services.new_totp.look(caller.principal.sign_in)
    if secret is None:
        raise Refused("totp.none")
    step = verify_totp(secret, code, None, caller.now)
    services.new_totp.take(caller.principal.sign_in)
    async with caller.write() as unit:
        await unit.accounts.set_totp(caller.principal.person, secret, step)
        unit.note("totp.set", caller.principal.person)


async def new_recovery_codes(caller: Caller) -> tuple[str, ...]:
    """Return new recovery codes, to be shown once; they replace all earlier ones.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed``.
    """
    _check(caller)
    codes = make_recovery_codes()
    async with caller.write() as unit:
        issued = issue_codes(frozenset(hash_recovery_code(code) for code in codes), unit.now)
        await unit.recovery_codes.replace(caller.principal.person, sorted(issued.unused), issued.made_at)
        unit.note("recovery_codes.set", caller.principal.person)
    return codes


def _check(caller: Caller) -> None:
    check(caller.principal, Action.OWN_CREDENTIALS, caller.now)
    if caller.principal.kind is not PrincipalKind.STAFF:
        raise Refused("access.denied", Action.OWN_CREDENTIALS)
