"""Signed texts for links and resume tokens: only a holder of the key can write them."""

import hashlib
from functools import cached_property

from itsdangerous import Signer, URLSafeSerializer

__all__ = ["SignedTexts"]


class SignedTexts(URLSafeSerializer):
    """Writes and reads signed texts with one key.

    Args:
        secret_key: The service's secret.
        purpose: A text signed for one purpose is not valid for another.
    """

    def __init__(self, secret_key: str, purpose: str) -> None:
        super().__init__(secret_key, salt=purpose)

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Return the one shared signer: hundreds of people arrive at once, and making a signer takes longer than
        signing."""
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
