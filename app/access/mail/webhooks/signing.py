"""How a delivery looks and is signed, in the manner of Standard Webhooks.

The signature is HMAC-SHA256 over id, time and body. The id stays the same when a delivery is repeated, the time is that
of the attempt: a receiver tells by them what it has had already, and what somebody plays to it again.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from clinic.common.ids import ClinicId
from clinic.identity.webhooks import EventKind

__all__ = ["SECRET_PREFIX", "headers_of", "new_secret", "sign", "write_body"]

SECRET_PREFIX: Final = "whsec_"
_BYTES: Final = 32


def new_secret() -> str:
    """Return a new secret: the prefix, and 32 random bytes in base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def write_body(kind: EventKind, at: datetime, clinic: ClinicId, subjects: Mapping[str, str]) -> bytes:
    """Return what a delivery says; it is the same at each attempt."""
    content = {"type": kind.value, "timestamp": at.isoformat(), "data": {"clinic": clinic, **subjects}}
    return json.dumps(content, separators=(",", ":")).encode()


def sign(secret: str, event: str, timestamp: int, body: bytes) -> str:
    """Return a signature.

    Args:
        timestamp: When it is sent, in Unix seconds.
    """
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.new(key, f"{event}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers_of(secrets: Sequence[str], event: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a delivery, with a signature by each secret that is valid."""
    return {
        "Content-Type": "application/json",
        "Webhook-Id": event,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": " ".join(sign(secret, event, timestamp, body) for secret in secrets),
    }
