"""Keeps requests that a clinic's settings cause out of private networks, wherever a host's name leads."""

import asyncio
import socket
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

import httpx

__all__ = ["PublicHosts", "may_be_asked"]

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def may_be_asked(url: str, *, allow_loopback: bool) -> bool:
    """Return whether an address from a clinic's settings may be used at all: a public host by HTTPS, without user name
    or fragment.

    Args:
        allow_loopback: Whether plain HTTP to this machine is allowed, for the demo and tests.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    if host in _LOOPBACK:
        return allow_loopback and parts.scheme in ("http", "https")
    try:
        public = ip_address(host).is_global
    except ValueError:
        public = True
    return public and parts.scheme == "https"


class PublicHosts(httpx.AsyncBaseTransport):
    """Sends a request on if every address of its host is public.

    Whoever owns a name may change where it leads between the look and the connection. TLS covers that: a host inside
    would need a certificate for the name.

    Args:
        inner: Sends the requests.
        allow_loopback: Whether this machine's own addresses count as public, for the demo and tests.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, *, allow_loopback: bool) -> None:
        self._inner = inner
        self._allow_loopback = allow_loopback

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises httpx.ConnectError: its host is unknown, or has an address that is not public."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                request.url.host, request.url.port, type=socket.SOCK_STREAM
            )
        except OSError as error:
            raise httpx.ConnectError("unknown host", request=request) from error
        if not all(self._is_public(str(address[0])) for *_, address in found):
            raise httpx.ConnectError("private address", request=request)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()

    def _is_public(self, address: str) -> bool:
        parsed = ip_address(address.partition("%")[0])
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return parsed.is_global or (self._allow_loopback and parsed.is_loopback)
