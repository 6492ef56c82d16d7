"""A system of others: an EHR with keys of its own, registered with a clinic."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from app.access.records.exports.callers import AccessTokens
from app.exports.fhir.scopes import read_scopes
from app.persistence.repositories.records.systems import StoredSystem
from app.runtime.ids import new_recipient_id, new_system_id
from clinic.common.ids import RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from tests.support.service.clinics import Clinic

__all__ = ["KEY", "TOKEN_URL", "Ehr", "connect_ehr", "make_assertion", "public_key"]

BASE = "http://localhost:8000/fhir/r4"
TOKEN_URL = f"{BASE}/auth/token"
KEY = ECKey.generate_key("P-384", {"kid": "first"})
"""The private key of every EHR here."""


def public_key(key: ECKey = KEY) -> dict[str, Any]:
    """Return the public part of a key, with its kid."""
    return dict(key.as_dict(private=False))


def make_assertion(client_id: str, now: datetime, key: ECKey = KEY, **changed: Any) -> str:
    """Return a good assertion, but for what is changed; None takes a claim away."""
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": TOKEN_URL,
        "jti": secrets.token_urlsafe(12),
        "exp": int((now + timedelta(minutes=4)).timestamp()),
    } | changed
    header = {"alg": "ES384", "kid": key.as_dict(private=False)["kid"], "typ": "JWT"}
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(header, said, key, algorithms=["ES384"])


@dataclass(frozen=True)
class Ehr:
    """A system with an access token."""

    web: httpx.AsyncClient
    clinic: Clinic
    system: StoredSystem
    token: str = field(repr=False)

    @property
    def recipient(self) -> RecipientId:
        return self.system.recipient

    async def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> httpx.Response:
        """Ask below the API's address, or for a whole address."""
        url = path if path.startswith("http") else f"{BASE}/{path}"
        return await self.web.get(
            url, params=query or None, headers={"authorization": f"Bearer {self.token}", **(headers or {})}
        )

    async def found(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Return all records of a search, page by page."""
        records, answer = list[dict[str, Any]](), await self.get(path, **query)
        while True:
            assert answer.status_code == 200, answer.text
            bundle = answer.json()
            records += [each["resource"] for each in bundle["entry"] if each["search"]["mode"] == "match"]
            following = [each["url"] for each in bundle["link"] if each["relation"] == "next"]
            if not following:
                return records
            answer = await self.get(following[0])


async def connect_ehr(clinic: Clinic, web: httpx.AsyncClient, scopes: str = "system/*.rs") -> Ehr:
    """Register an EHR, and sign it in."""
    recipient = Recipient(new_recipient_id(), "Northside EHR", RecipientKind.EHR)
    system = StoredSystem(
        new_system_id(), clinic.id, "Charts", recipient.id, scopes, clinic.now, (public_key(),)
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.recipients.add(recipient)
        await unit.outward.systems.add(system)
    token = AccessTokens("key").write(system.id, read_scopes(scopes) or frozenset(), clinic.now)
    return Ehr(web, clinic, system, token)
