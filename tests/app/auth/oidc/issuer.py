"""A provider in memory whose every answer a test can replace, and whose tokens it signs itself."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from app.auth.oidc.fetch import JsonFetcher
from app.auth.oidc.sign_in import OidcBegun, OidcClient, OidcSignIn

__all__ = ["CLIENT", "EC_KEY", "ISSUER", "NOW", "REDIRECT", "RSA_KEY", "Issuer", "unsigned"]

ISSUER, REDIRECT = "https://id.clinic.example", "https://attune.clinic.example/sign-in/provider"
CLIENT = OidcClient(ISSUER, "attune", "s3cret +/&")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
RSA_KEY, EC_KEY = RSAKey.generate_key(2048), ECKey.generate_key("P-256")

Responder = Callable[[httpx.Request], httpx.Response]


def unsigned(claims: dict[str, Any]) -> str:
    """Return a token with ``alg`` none and no signature."""
    signed = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("x" * 32))
    return f"eyJhbGciOiJub25lIn0.{signed.split('.')[1]}."


class Issuer:
    """Answers as a provider does.

    Attributes:
        claims: Laid over those of the next ID token; None takes a claim away.
        answers: Replacements by path.
        asked: Every request so far.
    """

    def __init__(self) -> None:
        self.keys: dict[str, RSAKey | ECKey] = {"rsa": RSA_KEY, "ec": EC_KEY}
        self.algorithm, self.kid = "RS256", "rsa"
        self.claims: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {
            "sub": "dana",
            "email": "dana@clinic.example",
            "email_verified": True,
        }
        self.answers: dict[str, Responder] = {}
        self.asked: list[httpx.Request] = []
        self.nonce = ""
        self.fetcher = JsonFetcher(transport=httpx.MockTransport(self._answer))
        self.sign_in = OidcSignIn(self.fetcher, REDIRECT)

    async def begin(self, *, fresh: bool = False, now: datetime = NOW) -> OidcBegun:
        """Send somebody to the provider."""
        _, begun = await self.sign_in.begin(CLIENT, now, fresh=fresh)
        self.nonce = begun.nonce
        return begun

    def paths(self) -> list[str]:
        """Return what was asked for."""
        return [request.url.path for request in self.asked]

    def form(self) -> dict[str, str]:
        """Return the form of the last request."""
        return {name: value for name, (value,) in parse_qs(self.asked[-1].content.decode()).items()}

    def good_claims(self) -> dict[str, Any]:
        """Return the claims of the next ID token."""
        at = int(NOW.timestamp())
        good = {
            "iss": ISSUER,
            "sub": "dana",
            "aud": "attune",
            "nonce": self.nonce,
            "iat": at,
            "exp": at + 300,
        }
        return {name: value for name, value in (good | self.claims).items() if value is not None}

    def token(self) -> str:
        """Return the next ID token."""
        header = {"alg": self.algorithm, "kid": self.kid}
        return jwt.encode(header, self.good_claims(), self.keys[self.kid])

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path
        if path in self.answers:
            return self.answers[path](request)
        match path:
            case "/.well-known/openid-configuration":
                body = {
                    "issuer": ISSUER,
                    "authorization_endpoint": f"{ISSUER}/authorize?tenant=7",
                    "token_endpoint": f"{ISSUER}/token",
                    "userinfo_endpoint": f"{ISSUER}/userinfo",
                    "jwks_uri": f"{ISSUER}/keys",
                } | self.description
            case "/keys":
                body = {"keys": [key.as_dict(private=False) | {"kid": kid} for kid, key in self.keys.items()]}
            case "/token":
                body = {"id_token": self.token(), "access_token": "at", "token_type": "Bearer"}
            case "/userinfo":
                body = self.userinfo
            case _:
                return httpx.Response(404, stream=httpx.ByteStream(b""))
        return httpx.Response(200, stream=httpx.ByteStream(json.dumps(body).encode()))
