"""Checks an ID token (OpenID Connect Core 1.0, 3.1.3.7): who signed it, for whom, for which sign-in, and until when."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, JoseError

from app.auth.oidc.provider import ProviderKey
from clinic.common.errors import Refused

__all__ = ["ALGORITHMS", "LEEWAY_S", "MAX_ID_TOKEN", "UnknownKey", "verify_id_token"]

ALGORITHMS: Final = ("RS256", "ES256")
"""Never ``none``, and none with a shared secret: whoever knows a client's secret could then sign in as anybody."""
MAX_ID_TOKEN: Final = 16_384
"""Characters."""
LEEWAY_S: Final = 60
"""How far a provider's clock may be off."""
_CLAIM_CODES: Final = {
    "iss": "oidc.issuer",
    "aud": "oidc.audience",
    "azp": "oidc.audience",
    "nonce": "oidc.nonce",
    "auth_time": "oidc.not_fresh",
    "sub": "oidc.subject",
}
_SUBJECT: Final = re.compile(r"[\x20-\x7e]{1,255}")


class UnknownKey(Exception):
    """The token is signed with a key that is not among the given ones: the provider may have a new one."""


def verify_id_token(
    token: str,
    keys: Iterable[ProviderKey],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str | None,
    now: datetime,
) -> dict[str, Any]:
    """Return the claims of a good token; ``sub`` is a text of 1 to 255 printable ASCII characters.

    Args:
        now: Aware UTC.

    Raises:
        Refused: ``oidc.algorithm``, ``oidc.signature``, ``oidc.issuer``, ``oidc.audience``, ``oidc.nonce``,
            ``oidc.expired``, ``oidc.subject``, or ``oidc.id_token`` for anything else.
        UnknownKey: No key has the token's name and algorithm, or the token names none and none fits.
    """
    header = _read_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise Refused("oidc.algorithm")
    kid = header.get("kid")
    candidates = [key for key in keys if key.algorithm == header["alg"] and kid in (None, key.kid)]
    if not candidates:
        raise UnknownKey
    signed = _read_signed(token, candidates)
    if signed is None:
        raise UnknownKey if kid is None else Refused("oidc.signature")
    claims = CodeIDToken(
        signed,
        header,
        options={
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "nonce": {"essential": True, "value": nonce},
        },
        params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
    )
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
    except ExpiredTokenError:
        raise Refused("oidc.expired") from None
    except ClaimError as error:
        raise Refused(_CLAIM_CODES.get(error.claim, "oidc.id_token")) from None
    except (TypeError, ValueError, AttributeError):
        raise Refused("oidc.id_token") from None
    if not isinstance(claims["sub"], str) or not _SUBJECT.fullmatch(claims["sub"]):
        raise Refused("oidc.subject")
    return dict(claims)


def _read_header(token: str) -> dict[str, Any]:
    if len(token) > MAX_ID_TOKEN or not token.isascii():
        raise Refused("oidc.id_token")
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError, RecursionError):
        raise Refused("oidc.id_token") from None


def _read_signed(token: str, candidates: list[ProviderKey]) -> dict[str, Any] | None:
    for candidate in candidates:
        try:
            return jwt.decode(token, candidate.key, algorithms=[candidate.algorithm]).claims
        except BadSignatureError:
            continue
        except (JoseError, ValueError, TypeError, RecursionError):
            raise Refused("oidc.id_token") from None
    return None
