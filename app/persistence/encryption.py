"""Encrypted columns: AES-256-GCM with a key for each clinic, which is stored wrapped by the installation's key.

An encrypted value names the key it was made with, so that old values stay readable after a new key was made. It is bound
to its place (table, column and row): moved to another row it cannot be opened. What has to be found without decryption
gets a keyed hash beside it.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["BEGINNING_MAX", "ClinicKeys", "InstallationKey", "KeysUnusable", "words_of"]

BEGINNING_MAX: Final = 12
"""Characters of a word that can be searched for; longer searches find the words that begin with as many."""
_NONCE_BYTES = 12
_KEY_BYTES = 32
_WORDS_MAX = 8
"""Words of one name that can be searched for."""


class KeysUnusable(Exception):
    """A value cannot be decrypted: the installation's key is another, or the value was altered or moved."""


class InstallationKey:
    """The key from the settings. It wraps the clinics' keys and hashes what is looked up before a clinic is known."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def new_clinic_keys(self) -> tuple["ClinicKeys", str]:
        """Return keys for a new clinic, and their wrapped form for its row."""
        keys = ClinicKeys((os.urandom(_KEY_BYTES),))
        return keys, self.wrap(keys)

    def wrap(self, keys: "ClinicKeys") -> str:
        """Return the wrapped form of a clinic's keys."""
        nonce = os.urandom(_NONCE_BYTES)
        return _text(nonce + self._wrapping.encrypt(nonce, b"".join(keys.all), b"clinic keys"))

    def unwrap(self, wrapped: str) -> "ClinicKeys":
        """Return a clinic's keys. Raises KeysUnusable if another installation key wrapped them."""
        raw = _bytes(wrapped)
        try:
            plain = self._wrapping.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], b"clinic keys")
        except InvalidTag:
            raise KeysUnusable("clinic keys") from None
        return ClinicKeys(tuple(plain[i : i + _KEY_BYTES] for i in range(0, len(plain), _KEY_BYTES)))

    def login_hash(self, email: str) -> bytes:
        """Return the keyed hash of an e-mail address, 32 bytes, the same in every clinic."""
        return _hash(self._login, normal_email(email))

    def subject_hash(self, issuer: str, subject: str) -> bytes:
        """Return the keyed hash of an OpenID Connect subject, 32 bytes."""
        return _hash(self._login, f"{issuer}\n{subject}")

    @cached_property
    def _wrapping(self) -> AESGCM:
        return AESGCM(_derive(self._secret, b"attune wrapping v1"))

    @cached_property
    def _login(self) -> bytes:
        return _derive(self._secret, b"attune login v1")


@dataclass(frozen=True)
class ClinicKeys:
    """The keys of one clinic, oldest first; the last one encrypts."""

    all: tuple[bytes, ...]

    def seal(self, place: str, row: str, text: str) -> str:
        """Encrypt a text for its place, such as ``people.phone``, in this row."""
        number, nonce = len(self.all), os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[number - 1].encrypt(nonce, text.encode(), f"{place}/{row}".encode())
        return f"{number}.{_text(nonce + sealed)}"

    def open(self, place: str, row: str, sealed: str) -> str:
        """Decrypt a text. Raises KeysUnusable."""
        number, _, rest = sealed.partition(".")
        try:
            raw, cipher = _bytes(rest), self._ciphers[int(number) - 1]
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], f"{place}/{row}".encode()).decode()
        except (InvalidTag, ValueError, IndexError):
            raise KeysUnusable(place) from None

    def with_new_key(self) -> "ClinicKeys":
        """Return these keys and a new one, which encrypts from now on."""
        return ClinicKeys((*self.all, os.urandom(_KEY_BYTES)))

    def email_hash(self, email: str) -> bytes:
        """Return the keyed hash of an e-mail address, 32 bytes."""
        return _hash(self._search, normal_email(email))

    def content_hash(self, content: bytes) -> bytes:
        """Return the keyed hash of a record, 32 bytes: equal for equal ones, and nothing can be guessed from it."""
        return hmac.new(self._search, b"content:" + content, hashlib.sha256).digest()

    def beginnings(self, *names: str) -> set[bytes]:
        """Return the keyed hashes, 8 bytes each, of all beginnings of the words in these names."""
        return {
            _hash(self._search, word[:length])[:8]
            for name in names
            for word in words_of(name)
            for length in range(1, min(len(word), BEGINNING_MAX) + 1)
        }

    def beginning(self, word: str) -> bytes:
        """Return the keyed hash of what somebody typed so far of one word, as ``beginnings`` has it."""
        return _hash(self._search, word[:BEGINNING_MAX])[:8]

    @cached_property
    def _ciphers(self) -> tuple[AESGCM, ...]:
        return tuple(AESGCM(key) for key in self.all)

    @cached_property
    def _search(self) -> bytes:
        # Of the first key: hashes stay the same when a new key is made.
        return _derive(self.all[0], b"attune search v1")


def words_of(name: str) -> Iterator[str]:
    """Yield the words of a name as they are searched for: without case and accents, at most eight."""
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(part)
    )
    spaced = "".join(part if part.isalnum() else " " for part in plain)
    yield from spaced.split()[:_WORDS_MAX]


def normal_email(email: str) -> str:
    """Return the form in which two spellings of one address are equal."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose).derive(secret)


def _hash(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
