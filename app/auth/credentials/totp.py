"""One-time passwords by time (TOTP, RFC 6238): six digits, 30 seconds, SHA-1, as every authenticator app knows them."""

import hmac
from datetime import datetime
from typing import Final

import pyotp

from clinic.common.errors import Refused

__all__ = ["make_totp_secret", "totp_uri", "verify_totp"]

_DIGITS: Final = 6
_INTERVAL_S: Final = 30
_WINDOW: Final = 1
"""Steps to both sides of now, for clocks that are off."""
_SECRET_LENGTH: Final = 32
"""Characters of Base32."""
_MOST_TYPED: Final = 20


def make_totp_secret() -> str:
    """Return a new secret: 160 bits in Base32, as RFC 4226, 4, recommends."""
    return pyotp.random_base32(_SECRET_LENGTH)


def totp_uri(secret: str, *, account: str, issuer: str) -> str:
    """Return the ``otpauth:`` address of the secret, which a page shows as a QR code."""
    return _totp(secret).provisioning_uri(name=account, issuer_name=issuer)


def verify_totp(secret: str, typed: str, last_step: int | None, now: datetime) -> int:
    """Return the time step of the right code; store it, and pass it as ``last_step`` next time.

    Args:
        last_step: The step of the last code that was taken; None if there was none.
        now: Aware UTC.

    Raises:
        Refused: ``totp.used``: this code, or a newer one, was taken before (RFC 6238, 5.2). ``totp.wrong``: any other.
    """
    code = "".join(typed[:_MOST_TYPED].split())
    totp = _totp(secret)
    newest = int(now.timestamp()) // _INTERVAL_S + _WINDOW
    right = [
        step
        for step in range(newest, newest - 2 * _WINDOW - 1, -1)
        if code.isascii() and hmac.compare_digest(totp.generate_otp(step), code)
    ]
    if not right:
        raise Refused("totp.wrong")
    if last_step is not None and right[0] <= last_step:
        raise Refused("totp.used")
    return right[0]


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=_DIGITS, interval=_INTERVAL_S)
