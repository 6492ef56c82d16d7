"""Security headers on every HTTP response: an ASGI wrapper around the whole application, errors included."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["WEB_ASSEMBLY", "SecurityHeaders", "content_security_policy"]

WEB_ASSEMBLY = ("/join", "/web/room/core/media/comfort/blur/worker.js")
"""What may compile WebAssembly (docs/decisions/0080): the room's page, to take noise out of a voice, and its worker, to
find people in pictures; of a worker its own answer counts."""


def content_security_policy(origins: Iterable[str], *, web_assembly: bool = False) -> str:
    """Return the policy for a service at these origins.

    ``web_assembly``: whether scripts of this answer may compile WebAssembly; none may ever evaluate text.

    ``'self'`` covers websockets in browsers of today; older ones need their origins spelled out. An IPv6 address is left
    to ``'self'`` alone: the grammar of policies has no place for one, and Chromium would warn of it on every page.
    """
    sockets = sorted(f"ws{origin.removeprefix('http')}" for origin in origins if "[" not in origin)
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'" if web_assembly else "script-src 'self'",
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
        self._always = _ALWAYS | {"attune-release": release}
        origins = list(origins)
        self._policies = {
            allowed: content_security_policy(origins, web_assembly=allowed) for allowed in (False, True)
        }
        self._https_only = https_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._policies[scope["path"] in WEB_ASSEMBLY]
        caching = "no-cache" if scope["path"].startswith(_KEPT) else "no-store"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._always)
                headers["content-security-policy"] = policy
                headers.setdefault("cache-control", caching)
                if self._https_only:
                    headers["strict-transport-security"] = _ONE_YEAR
            await send(message)

        await self._app(scope, receive, send_with_headers)
