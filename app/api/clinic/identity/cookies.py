"""The cookies of signing in: all out of reach of scripts, for this host alone, and over TLS where the service has it."""

from typing import Final

from starlette.responses import Response

from app.access.identity.starting import DeviceCookie
from app.auth.device_cookies import KEPT_FOR

__all__ = ["browser_cookie_name", "clear_sign_in", "set_browser", "set_device", "set_seat", "set_sign_in"]

_SECURE_PREFIX: Final = "__Host-"


def browser_cookie_name(cookie: str) -> str:
    """Return the name of the cookie with the browser's random id, beside the sign-in cookie of this name."""
    return f"{cookie}-browser"


def set_sign_in(response: Response, cookie: str, secret: str) -> None:
    """Give the browser the secret of a sign-in. The browser forgets it when it is closed."""
    response.set_cookie(cookie, secret, secure=_secure(cookie), httponly=True, samesite="strict", path="/")


def clear_sign_in(response: Response, cookie: str) -> None:
    """Let the browser forget the secret of its sign-in."""
    response.delete_cookie(cookie, secure=_secure(cookie), httponly=True, samesite="strict", path="/")


def set_device(response: Response, device: DeviceCookie) -> None:
    """Let the device be known to the account."""
    response.set_cookie(
        device.name,
        device.value,
        max_age=int(KEPT_FOR.total_seconds()),
        secure=_secure(device.name),
        httponly=True,
        samesite="strict",
        path="/",
    )


def set_browser(response: Response, cookie: str, browser: str) -> None:
    """Give the browser its random id. It has to come along when an identity provider sends the browser back."""
    response.set_cookie(
        browser_cookie_name(cookie),
        browser,
        secure=_secure(cookie),
        httponly=True,
        samesite="lax",
        path="/",
    )


def set_seat(response: Response, name: str, value: str) -> None:
    """Let it be known who has shown at this browser who they are, for one seat; forgotten when it is closed."""
    response.set_cookie(name, value, secure=_secure(name), httponly=True, samesite="strict", path="/")


def _secure(name: str) -> bool:
    return name.startswith(_SECURE_PREFIX)
