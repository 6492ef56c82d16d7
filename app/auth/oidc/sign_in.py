"""One sign-in through an identity provider: to the provider with ``begin``, and back from it with ``finish``.

In between the caller keeps what ``begin`` returned, for this browser alone and for one use; so nobody can bring
somebody else's answer (RFC 9700, 4.7).
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import quote_plus

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from app.auth.oidc.fetch import Answer, JsonFetcher
from app.auth.oidc.id_token import UnknownKey, verify_id_token
from app.auth.oidc.provider import Provider, Providers
from clinic.common.errors import Refused

__all__ = ["ANSWER_WITHIN", "FRESH_LEEWAY", "OidcBegun", "OidcClient", "OidcIdentity", "OidcSignIn"]

ANSWER_WITHIN: Final = timedelta(minutes=10)
"""How long people may take at their provider."""
FRESH_LEEWAY: Final = timedelta(seconds=10)
"""How far the clocks may differ when a provider says that it asked for a proof after we sent somebody there."""
_SECRET_BYTES: Final = 32
_MAX_CODE: Final = 4_096
_MAX_EMAIL: Final = 254
_DECLINED: Final = frozenset(
    {
        "access_denied",
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
    }
)


@dataclass(frozen=True, slots=True)
class OidcClient:
    """What a clinic entered about its provider, and the provider about us.

    Attributes:
        secret: None for a client without one, which PKCE alone protects.
    """

    issuer: str
    client_id: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OidcBegun:
    """What is kept while somebody is at the provider. Secret.

    Attributes:
        fresh: Whether the provider has to ask for a proof now, whoever is signed in there.
    """

    issuer: str
    state: str
    nonce: str
    verifier: str
    fresh: bool
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class OidcIdentity:
    """Who came back. ``issuer`` and ``subject`` together name the account for good; an address may change hands.

    Attributes:
        email: Only if the provider says that it has verified it.
    """

    issuer: str
    subject: str
    email: str | None


class OidcSignIn:
    """Signs people in through providers.

    Args:
        redirect_uri: Our address that providers send people back to, registered with each of them.
    """

    def __init__(self, fetcher: JsonFetcher, redirect_uri: str) -> None:
        self._fetcher = fetcher
        self._providers = Providers(fetcher)
        self.redirect_uri = redirect_uri

    async def check(self, issuer: str, now: datetime) -> None:
        """Check that a provider is there, says that it is this issuer, and has keys that we can check.

        Raises:
            Refused: Those of ``Providers.find``; ``oidc.algorithm``: no key of a kind that we accept.
        """
        if not (await self._providers.find(issuer, now)).keys:
            raise Refused("oidc.algorithm")

    async def begin(self, client: OidcClient, now: datetime, *, fresh: bool = False) -> tuple[str, OidcBegun]:
        """Return the provider's address to send the browser to, and what to keep.

        Raises:
            Refused: Those of ``Providers.find``.
        """
        provider = await self._providers.find(client.issuer, now)
        begun = OidcBegun(client.issuer, _secret(), _secret(), _secret(), fresh, now)
        url = prepare_grant_uri(
            provider.authorization_endpoint,
            client.client_id,
            "code",
            redirect_uri=self.redirect_uri,
            scope="openid email",
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
            prompt="login" if fresh else None,
            max_age="0" if fresh else None,
        )
        return str(url), begun

    async def finish(
        self, client: OidcClient, begun: OidcBegun, answer: Mapping[str, str], now: datetime
    ) -> OidcIdentity:
        """Return who came back.

        Args:
            answer: The query of our address that the provider sent the browser to.

        Raises:
            Refused: ``oidc.state``: the answer belongs to another sign-in. ``oidc.late``: after ``ANSWER_WITHIN``.
                ``oidc.issuer``: from another provider. ``oidc.declined``: the person or provider said no; ``reason`` is
                the provider's error if it is a common one. ``oidc.exchange``: the code was not taken.
                ``oidc.not_fresh``; ``oidc.subject``; and those of ``JsonFetcher`` and ``verify_id_token``.
        """
        provider = await self._providers.find(client.issuer, now)
        code = _read_code(answer, begun, provider, now)
        tokens = (await self._exchange(client, provider, code, begun.verifier)).body
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise Refused("oidc.malformed")
        claims = await self._verify(client, provider, id_token, access_token, begun.nonce, now)
        if begun.fresh:
            _check_fresh(claims.get("auth_time"), begun.begun_at)
        subject = str(claims["sub"])
        if "email" not in claims and provider.userinfo_endpoint is not None:
            claims = await self._ask_who(provider.userinfo_endpoint, access_token, subject)
        return OidcIdentity(client.issuer, subject, _verified_email(claims))

    async def _exchange(self, client: OidcClient, provider: Provider, code: str, verifier: str) -> Answer:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        basic = None
        if client.secret is None:
            form |= {"client_id": client.client_id}
        elif provider.posts_secret:
            form |= {"client_id": client.client_id, "client_secret": client.secret}
        else:
            # RFC 6749, 2.3.1: both are form-encoded first.
            basic = (quote_plus(client.client_id), quote_plus(client.secret))
        answer = await self._fetcher.post(provider.token_endpoint, form, basic=basic)
        if answer.status != 200:
            raise Refused("oidc.exchange")
        return answer

    async def _verify(
        self, client: OidcClient, provider: Provider, token: str, access: str, nonce: str, now: datetime
    ) -> dict[str, Any]:
        check = partial(
            verify_id_token,
            token,
            issuer=client.issuer,
            client_id=client.client_id,
            nonce=nonce,
            access_token=access,
            now=now,
        )
        try:
            return check(keys=provider.keys)
        except UnknownKey:
            renewed = await self._providers.look_again(provider, now)
        try:
            return check(keys=renewed.keys)
        except UnknownKey:
            raise Refused("oidc.signature") from None

    async def _ask_who(self, endpoint: str, access_token: str, subject: str) -> dict[str, Any]:
        answer = await self._fetcher.get(endpoint, bearer=access_token)
        # Core, 5.3.4: tokens can be exchanged for those of another person.
        if answer.status != 200 or answer.body.get("sub") != subject:
            raise Refused("oidc.subject")
        return answer.body


def _secret() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


def _read_code(answer: Mapping[str, str], begun: OidcBegun, provider: Provider, now: datetime) -> str:
    if not hmac.compare_digest(answer.get("state", "").encode("utf-8", "replace"), begun.state.encode()):
        raise Refused("oidc.state")
    if now - begun.begun_at >= ANSWER_WITHIN:
        raise Refused("oidc.late")
    named = answer.get("iss", None if provider.names_itself else provider.issuer)
    if named != provider.issuer or begun.issuer != provider.issuer:
        raise Refused("oidc.issuer")
    if (error := answer.get("error")) is not None:
        raise Refused("oidc.declined", error if error in _DECLINED else None)
    code = answer.get("code", "")
    if not 0 < len(code) <= _MAX_CODE:
        raise Refused("oidc.malformed")
    return code


def _check_fresh(auth_time: object, begun_at: datetime) -> None:
    if not isinstance(auth_time, int) or auth_time < (begun_at - FRESH_LEEWAY).timestamp():
        raise Refused("oidc.not_fresh")


def _verified_email(claims: Mapping[str, Any]) -> str | None:
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return None
    return email if 0 < len(email) <= _MAX_EMAIL else None
