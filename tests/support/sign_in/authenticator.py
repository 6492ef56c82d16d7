"""An authenticator and its browser in software (ES256), with real keys, CBOR and signatures; and a store of challenges.

It does what Web Authentication says, and on request one thing wrong.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from app.auth.credentials.passkeys import KeptChallenge

__all__ = ["Ceremonies", "SoftAuthenticator", "Wrong"]

_UP, _UV, _BE, _BS, _AT = 0x01, 0x04, 0x08, 0x10, 0x40


class Ceremonies:
    """Challenges in memory."""

    def __init__(self) -> None:
        self.kept: dict[bytes, KeptChallenge] = {}

    async def keep(self, challenge: bytes, kept: KeptChallenge) -> None:
        """Remember a challenge."""
        self.kept[challenge] = kept

    async def take(self, challenge: bytes) -> KeptChallenge | None:
        """Return and forget it."""
        return self.kept.pop(challenge, None)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What differs from a good response; None leaves a thing as it should be."""

    origin: str | None = None
    party: str | None = None
    challenge: bytes | None = None
    type: str | None = None
    cross_origin: bool = False
    user_verified: bool = True
    user_present: bool = True
    sign_count: int | None = None
    handle: bytes | None = None
    algorithm: int = -7
    signature: bytes | None = None


@dataclass
class SoftAuthenticator:
    """One passkey after ``create``.

    Args:
        origin: Of the page that asks.
        counts: Whether it has a signature counter, as security keys do; synced passkeys have none.
        sign_count: The counter; a copy of the authenticator has its own.
    """

    origin: str
    counts: bool = True
    sign_count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""

    def create(self, options: dict[str, Any], wrong: Wrong = Wrong()) -> dict[str, Any]:
        """Answer ``navigator.credentials.create``."""
        self.handle = _unbase64(options["user"]["id"])
        client = self._client_data(wrong.type or "webauthn.create", options["challenge"], wrong)
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + self._cose(wrong)
        data = self._data(options["rp"]["id"], wrong, _AT) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"clientDataJSON": _base64(client), "attestationObject": _base64(attestation)}
        return self._credential({**response, "transports": ["internal"]})

    def get(self, options: dict[str, Any], wrong: Wrong = Wrong()) -> dict[str, Any]:
        """Answer ``navigator.credentials.get``."""
        client = self._client_data(wrong.type or "webauthn.get", options["challenge"], wrong)
        data = self._data(options["rpId"], wrong, 0)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": _base64(client),
                "authenticatorData": _base64(data),
                "signature": _base64(wrong.signature or signed),
                "userHandle": _base64(wrong.handle or self.handle),
            }
        )

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        name = _base64(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _client_data(self, kind: str, challenge: str, wrong: Wrong) -> bytes:
        said = challenge if wrong.challenge is None else _base64(wrong.challenge)
        data = {"type": kind, "challenge": said, "origin": wrong.origin or self.origin}
        return json.dumps(data | {"crossOrigin": wrong.cross_origin}).encode()

    def _data(self, party: str, wrong: Wrong, flags: int) -> bytes:
        if self.counts:
            self.sign_count += 1
        count = self.sign_count if wrong.sign_count is None else wrong.sign_count
        flags |= (_UP if wrong.user_present else 0) | (_UV if wrong.user_verified else 0)
        flags |= 0 if self.counts else _BE | _BS
        return hashlib.sha256((wrong.party or party).encode()).digest() + bytes([flags]) + count.to_bytes(4)

    def _cose(self, wrong: Wrong) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: wrong.algorithm, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        )


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
