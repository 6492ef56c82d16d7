"""Signed texts: what stands in links and resume tokens, written so that only a holder of the key could have."""

import hashlib
from functools import cached_property

from itsdangerous import Signer, URLSafeSerializer

__all__ = ["SignedTexts"]


class SignedTexts(URLSafeSerializer):
    """Writes and reads signed texts with one key.

    Args:
        secret_key: The service's.
        purpose: What is signed for one is worth nothing for another.
    """

    def __init__(self, secret_key: str, purpose: str) -> None:
        super().__init__(secret_key, salt=purpose)

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Return the one signer there is: hundreds come at one moment, and making one takes longer than signing."""
        assert salt in (None, self.salt), "texts are signed for this purpose only"
        return self._signer

    @cached_property
    def _signer(self) -> Signer:
        return _OneKeySigner(self.secret_keys, salt=self.salt, digest_method=hashlib.sha256)


class _OneKeySigner(Signer):
    """Derives its key once."""

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        return self._derived

    @cached_property
    def _derived(self) -> bytes:
        return super().derive_key()
