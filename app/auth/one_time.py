"""Secrets of links, sign-in cookies and tokens: unguessable, given out once, stored only as SHA-256.

Whoever reads the table can use none of them; 256 random bits need neither salt nor a slow hash.
"""

import hashlib
import secrets
from typing import Final, NamedTuple

__all__ = ["MAX_SECRET", "NewSecret", "hash_secret", "make_secret"]

MAX_SECRET: Final = 64
"""Characters; longer texts are nobody's secret and are not hashed."""
_BYTES: Final = 32


class NewSecret(NamedTuple):
    """What goes to the holder, and what is stored."""

    text: str
    hashed: bytes


def make_secret() -> NewSecret:
    """Return a new secret: 43 characters that fit into a URL or a cookie, and its hash of 32 bytes."""
    text = secrets.token_urlsafe(_BYTES)
    return NewSecret(text, hashlib.sha256(text.encode()).digest())


def hash_secret(text: str) -> bytes | None:
    """Return the hash by which a secret is looked up; None if no secret looks like this."""
    if len(text) > MAX_SECRET or not text.isascii():
        return None
    return hashlib.sha256(text.encode()).digest()
