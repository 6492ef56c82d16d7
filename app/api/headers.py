"""Security headers on every HTTP response: an ASGI wrapper around the whole application, errors included."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SecurityHeaders", "content_security_policy"]


def content_security_policy(origins: Iterable[str]) -> str:
    """Return the policy for a service at these origins.

    ``'self'`` covers websockets in browsers of today; older ones need their origins spelled out. An IPv6 address is left
    to ``'self'`` alone: the grammar of policies has no place for one, and Chromium would warn of it on every page.
    """
    sockets = sorted(f"ws{origin.removeprefix('http')}" for origin in origins if "[" not in origin)
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "manifest-src 'self'",
            f"connect-src {' '.join([_SELF, *sockets])}",
            "media-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


_SELF = "'self'"
# Sharing a screen is allowed by role and room policy. One page serves everybody, so the browser cannot decide it.
_ALWAYS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(self), microphone=(self), display-capture=(self)",
}
# Files and texts may be cached if they are revalidated each time; other responses only if a route says so. Pages are
# small, so keeping them would save nothing, and a page that is not kept is not shown to whoever goes back to it.
_KEPT = ("/web/", "/api/v1/library/")
_ONE_YEAR = "max-age=31536000"


class SecurityHeaders:
    """Wraps an application.

    Args:
        app: The application.
        origins: Where the service is reached; pages may connect to nothing else.
        https_only: Whether browsers must use TLS from now on (production).
        release: The client's: by it, a page that was loaded long ago sees that there is another.
    """

    def __init__(self, app: ASGIApp, *, origins: Iterable[str], https_only: bool, release: str) -> None:
        self._app = app
        self._always = _ALWAYS | {
            "content-security-policy": content_security_policy(origins),
            "attune-release": release,
        }
        self._https_only = https_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        caching = "no-cache" if scope["path"].startswith(_KEPT) else "no-store"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._always)
                headers.setdefault("cache-control", caching)
                if self._https_only:
                    headers["strict-transport-security"] = _ONE_YEAR
            await send(message)

        await self._app(scope, receive, send_with_headers)
