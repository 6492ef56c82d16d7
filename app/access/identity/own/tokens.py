"""Personal tokens, by which an integration acts in the name of a member of staff, within scopes."""

from datetime import timedelta
from typing import Final

from app.access.callers import Caller
from app.auth.one_time import make_secret
from app.persistence.repositories.identity.sign_ins import StoredToken
from app.runtime.ids import new_token_id
from clinic.common.errors import Refused
from clinic.common.ids import SignInId
from clinic.identity.access import Action, check, check_scopes

__all__ = ["LONGEST_DAYS", "MOST_TOKENS", "access_tokens", "make_token", "withdraw_token"]

MOST_TOKENS: Final = 20
LONGEST_DAYS: Final = 366


async def access_tokens(caller: Caller) -> list[StoredToken]:
    """Return the caller's valid tokens, the newest first."""
    check(caller.principal, Action.OWN_READ, caller.now)
    async with caller.read() as unit:
        return await unit.tokens.of_person(caller.principal.person, unit.now)


async def make_token(
    caller: Caller, label: str, scopes: frozenset[Action], days: int
) -> tuple[StoredToken, str]:
    """Return a new token and its secret, which is told this once.

    Args:
        days: How long it is valid, 1 to ``LONGEST_DAYS``.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed``; ``tokens.scopes``; ``tokens.too_many``.
    """
    check(caller.principal, Action.TOKENS_MANAGE, caller.now)
    check_scopes(caller.principal, scopes)
    secret = make_secret()
    async with caller.write() as unit:
        if len(await unit.tokens.of_person(caller.principal.person, unit.now)) >= MOST_TOKENS:
            raise Refused("tokens.too_many")
        token = StoredToken(
            new_token_id(), label, scopes, unit.now, unit.now + timedelta(days=days), used_at=None
        )
        await unit.tokens.add(caller.principal.person, token, secret.hashed)
        unit.note("token.make", token.id, scopes=",".join(sorted(scopes)))
        return token, secret.text


async def withdraw_token(caller: Caller, token: SignInId) -> None:
    """Withdraw one of the caller's tokens. Raises Refused: ``tokens.unknown``."""
    check(caller.principal, Action.OWN_WRITE, caller.now)
    async with caller.write() as unit:
        if not await unit.tokens.withdraw(caller.principal.person, unit.now, token):
            raise Refused("tokens.unknown")
        unit.note("token.withdraw", token)
