"""Checks how a system shows who it is: a short assertion, signed with its own key (SMART Backend Services; RFC 7523).

Its keys are public: RSA of 2048 bits or more for RS384, P-384 for ES384. Whatever signs otherwise is refused.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

__all__ = [
    "MOST_KEYS",
    "Assertion",
    "AssertionRefused",
    "PublicKey",
    "issuer_of",
    "read_keys",
    "verify_assertion",
]

MOST_KEYS: Final = 6
"""Of one system: the one in use, the next one, and those of both kinds."""
_LONGEST: Final = timedelta(minutes=5)
_LEEWAY: Final = timedelta(seconds=30)
"""How far a system's clock may be off."""
_MAX_ASSERTION: Final = 8_000
"""Characters."""
_MAX_TEXT: Final = 255
_LEAST_BITS: Final = 2048
_MOST_BITS: Final = 8192
_SECRET: Final = ("d", "p", "q", "dp", "dq", "qi", "k")


class AssertionRefused(Exception):
    """The assertion is no good.

    Args:
        why: A sentence for whoever builds the system; it says nothing about other systems.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key of a system, and its name."""

    kid: str
    algorithm: str
    key: RSAKey | ECKey


@dataclass(frozen=True, slots=True)
class Assertion:
    """A good assertion: a hash of its id, 32 bytes, and until when it would be good."""

    hash: bytes
    expires_at: datetime


def read_keys(keys: Iterable[Mapping[str, Any]]) -> tuple[PublicKey, ...]:
    """Return public keys of a set (JWK).

    Raises:
        AssertionRefused: there is none, or too many; one is of another kind, too weak, has no name, or is secret.
    """
    found = tuple(_read_key(each) for each in keys)
    if not 0 < len(found) <= MOST_KEYS:
        raise AssertionRefused(f"There have to be 1 to {MOST_KEYS} keys.")
    if len({each.kid for each in found}) < len(found):
        raise AssertionRefused("Two keys have the same kid.")
    return found


def issuer_of(assertion: str) -> str:
    """Return who an assertion says that it is from; nothing of it has been checked. Raises AssertionRefused."""
    if len(assertion) > _MAX_ASSERTION or not assertion.isascii():
        raise AssertionRefused("The assertion cannot be read.")
    try:
        claims = json.loads(jws.extract_compact(assertion.encode()).payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise AssertionRefused("The assertion cannot be read.") from None
    issuer = claims.get("iss") if isinstance(claims, dict) else None
    if not isinstance(issuer, str) or len(issuer) > _MAX_TEXT:
        raise AssertionRefused("The assertion says not who it is from.")
    return issuer


def verify_assertion(
    assertion: str, keys: Iterable[PublicKey], *, client_id: str, audience: str, now: datetime
) -> Assertion:
    """Check an assertion.

    Args:
        audience: The address of the token endpoint.
        now: Aware UTC.

    Raises:
        AssertionRefused: It is not good now, and for this.
    """
    try:
        header = jws.extract_compact(assertion.encode()).headers()
        key = next(
            each for each in keys if (each.kid, each.algorithm) == (header.get("kid"), header.get("alg"))
        )
        claims = jwt.decode(assertion, key.key, algorithms=[key.algorithm]).claims
    except StopIteration:
        raise AssertionRefused("No key of this system has this kid and alg.") from None
    except (JoseError, ValueError, TypeError, RecursionError):
        raise AssertionRefused("The signature is wrong.") from None
    if claims.get("iss") != client_id or claims.get("sub") != client_id:
        raise AssertionRefused("iss and sub have to be the client id.")
    named = claims.get("aud")
    if audience not in (named if isinstance(named, list) else [named]):
        raise AssertionRefused("aud has to be the address of the token endpoint.")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _MAX_TEXT:
        raise AssertionRefused("jti is missing or too long.")
    return Assertion(hashlib.sha256(jti.encode()).digest(), _expiry(claims, now))


def _expiry(claims: Mapping[str, Any], now: datetime) -> datetime:
    expires = _moment(claims.get("exp"))
    if expires is None or expires <= now - _LEEWAY:
        raise AssertionRefused("exp is missing or over.")
    if expires > now + _LONGEST + _LEEWAY:
        raise AssertionRefused("exp is more than five minutes ahead.")
    for name in ("nbf", "iat"):
        begins = _moment(claims.get(name))
        if name in claims and (begins is None or begins > now + _LEEWAY):
            raise AssertionRefused(f"{name} is ahead.")
    return expires + _LEEWAY


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read_key(given: Mapping[str, Any]) -> PublicKey:
    kid = given.get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= _MAX_TEXT:
        raise AssertionRefused("Each key needs a kid.")
    if any(each in given for each in _SECRET):
        raise AssertionRefused("A private key is not to be sent to anybody: only its public part.")
    try:
        if given.get("kty") == "RSA":
            if not _LEAST_BITS <= _bits(given["n"]) <= _MOST_BITS:
                raise AssertionRefused(f"An RSA key has to have {_LEAST_BITS} bits or more.")
            return PublicKey(kid, "RS384", RSAKey.import_key(dict(given)))
        if given.get("kty") == "EC" and given.get("crv") == "P-384":
            return PublicKey(kid, "ES384", ECKey.import_key(dict(given)))
    except (JoseError, ValueError, TypeError, KeyError):
        raise AssertionRefused("A key cannot be read.") from None
    raise AssertionRefused("Keys have to be RSA, or EC on P-384.")


def _bits(modulus: str) -> int:
    """Return the length of a key, before anything is computed with it."""
    raw = base64.urlsafe_b64decode(modulus + "=" * (-len(modulus) % 4))
    return int.from_bytes(raw).bit_length()
