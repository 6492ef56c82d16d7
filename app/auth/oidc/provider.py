"""What is known of identity providers: where their endpoints are and which keys they sign with.

Read from the provider itself (OpenID Connect Discovery 1.0) and kept for an hour; an unknown key makes us look again,
but not more than once a minute.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from app.auth.oidc.fetch import JsonFetcher
from clinic.common.errors import Refused

__all__ = ["KEPT_FOR", "LOOK_AGAIN_AFTER", "Provider", "ProviderKey", "Providers", "read_keys"]

KEPT_FOR: Final = timedelta(hours=1)
LOOK_AGAIN_AFTER: Final = timedelta(minutes=1)
_MOST_PROVIDERS: Final = 1_000
_MOST_KEYS: Final = 50
_MODULUS: Final = range(342, 1367)
"""Characters of base64url: RSA keys of 2048 to 8192 bits."""


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """A public key of a provider, and its name there."""

    kid: str | None
    key: RSAKey | ECKey
    algorithm: str
    """``RS256`` or ``ES256``."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's endpoints and keys.

    Attributes:
        posts_secret: Whether the client's secret goes into the form, because the provider takes no Basic authentication.
        names_itself: Whether its answers carry ``iss`` (RFC 9207).
        read_at, keys_read_at: Aware UTC.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str | None
    jwks_uri: str
    posts_secret: bool
    names_itself: bool
    keys: tuple[ProviderKey, ...]
    read_at: datetime
    keys_read_at: datetime


class Providers:
    """The providers that were asked lately, in a bounded table."""

    def __init__(self, fetcher: JsonFetcher) -> None:
        self._fetcher = fetcher
        self._kept: OrderedDict[str, Provider] = OrderedDict()

    async def find(self, issuer: str, now: datetime) -> Provider:
        """Return the provider.

        Raises:
            Refused: ``oidc.discovery``: it does not describe itself, or as somebody else; and those of ``JsonFetcher``.
        """
        kept = self._kept.get(issuer)
        if kept is not None and timedelta() <= now - kept.read_at < KEPT_FOR:
            return kept
        answer = await self._fetcher.get(get_well_known_url(issuer, external=True))
        described = self._read_description(answer.body, issuer, now)
        if answer.status != 200 or described is None:
            raise Refused("oidc.discovery")
        return self._keep(await self._with_keys(described, now))

    async def look_again(self, provider: Provider, now: datetime) -> Provider:
        """Return the provider with its present keys; unchanged if they were read a moment ago.

        Raises:
            Refused: Those of ``JsonFetcher``.
        """
        if timedelta() <= now - provider.keys_read_at < LOOK_AGAIN_AFTER:
            return provider
        return self._keep(await self._with_keys(provider, now))

    async def _with_keys(self, provider: Provider, now: datetime) -> Provider:
        answer = await self._fetcher.get(provider.jwks_uri)
        return replace(provider, keys=read_keys(answer.body), keys_read_at=now)

    def _read_description(self, body: dict[str, Any], issuer: str, now: datetime) -> Provider | None:
        needed = [body.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        userinfo = body.get("userinfo_endpoint")
        urls = [url for url in (*needed, userinfo) if isinstance(url, str) and self._fetcher.is_allowed(url)]
        if body.get("issuer") != issuer or len(urls) != len(needed) + (userinfo is not None):
            return None
        authorization, token, jwks, *rest = urls
        methods = body.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Provider(
            issuer=issuer,
            authorization_endpoint=authorization,
            token_endpoint=token,
            userinfo_endpoint=rest[0] if rest else None,
            jwks_uri=jwks,
            posts_secret=isinstance(methods, list) and "client_secret_basic" not in methods,
            names_itself=body.get("authorization_response_iss_parameter_supported") is True,
            keys=(),
            read_at=now,
            keys_read_at=now,
        )

    def _keep(self, provider: Provider) -> Provider:
        self._kept[provider.issuer] = provider
        self._kept.move_to_end(provider.issuer)
        while len(self._kept) > _MOST_PROVIDERS:
            self._kept.popitem(last=False)
        return provider


def read_keys(jwks: dict[str, Any]) -> tuple[ProviderKey, ...]:
    """Return the keys of a JWK set (RFC 7517) that can have signed an ID token; all others are passed over."""
    listed = jwks.get("keys")
    found = [_read_key(one) for one in listed[:_MOST_KEYS]] if isinstance(listed, list) else []
    return tuple(key for key in found if key is not None)


def _read_key(jwk: object) -> ProviderKey | None:
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig" or "d" in jwk:
        return None
    kid = jwk.get("kid")
    name = kid if isinstance(kid, str) else None
    try:
        match jwk:
            case {"kty": "RSA", "n": str(modulus), "e": str(exponent)} if len(modulus) in _MODULUS:
                rsa = RSAKey.import_key({"kty": "RSA", "n": modulus, "e": exponent})
                return ProviderKey(name, rsa, "RS256")
            case {"kty": "EC", "crv": "P-256", "x": str(x), "y": str(y)}:
                ec = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})
                return ProviderKey(name, ec, "ES256")
    except (JoseError, ValueError, TypeError):
        pass
    return None
