"""Device cookies: show that somebody has signed in to this account on this device before.

They open nothing. They only keep a person from waiting for what others guessed (``clinic.identity.lockout``). Each
belongs to one account, so partners who share a laptop have one each; signed, so that they need no table.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from itsdangerous import BadData

from app.auth.signed import SignedTexts

__all__ = ["KEPT_FOR", "MAX_DEVICE_COOKIE", "DeviceCookies"]

KEPT_FOR: Final = timedelta(days=180)
"""Since the last sign-in, which renews it."""
MAX_DEVICE_COOKIE: Final = 300
"""Characters; longer texts are rejected unread."""


class DeviceCookies:
    """Names, writes and reads device cookies with one key.

    Args:
        secure: Whether the service is reached over TLS, without which browsers take no ``__Host-`` cookie.
    """

    def __init__(self, secret_key: str, *, secure: bool = True) -> None:
        self._texts = SignedTexts(secret_key, "attune.device.v1")
        self._prefix = "__Host-" if secure else ""

    def name(self, account: str) -> str:
        """Return the name of the cookie for this account, which does not say whose it is."""
        return f"{self._prefix}device-{hashlib.sha256(account.encode()).hexdigest()[:12]}"

    def write(self, account: str, device: str | None, now: datetime) -> str:
        """Return the cookie after a sign-in.

        Args:
            device: The id that the device's cookie had until now; None gives it a new one.
        """
        known = device or f"dv_{secrets.token_urlsafe(9)}"
        return str(self._texts.dumps([account, known, int(now.timestamp())]))

    def read(self, cookie: str, account: str, now: datetime) -> str | None:
        """Return the device's id; None if the cookie was altered, is another account's or has been kept too long."""
        if len(cookie) > MAX_DEVICE_COOKIE or not cookie.isascii():
            return None
        try:
            match self._texts.loads(cookie):
                case [str(whose), str(device), int(written)] if whose == account:
                    return device if 0 <= now.timestamp() - written < KEPT_FOR.total_seconds() else None
        except BadData:
            pass
        return None
