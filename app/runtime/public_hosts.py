"""Keeps requests that a clinic's settings cause out of private networks, wherever a host's name leads.

A name is looked up once, and the request goes to an address that was checked: whoever owns the name cannot let it lead
elsewhere in between. TLS is for the name all the same.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

import httpx

__all__ = ["LookUp", "PublicHosts", "is_public", "may_be_asked"]

LookUp = Callable[[str], Awaitable[Sequence[str]]]
"""Returns the addresses of a host's name. Raises OSError: there are none."""

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_MOST_TRIED: Final = 2
"""Addresses of one host. Both families are worth a try; more would be a way to make us knock at many doors."""
_THREADS: Final = 16
"""For looking names up: one that nobody answers takes a thread for as long as the system is patient."""

_NOT_PUBLIC_4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # behind a carrier's NAT
            "127.0.0.0/8",  # this machine
            "168.63.129.16/32",  # the metadata of machines at Azure
            "169.254.0.0/16",  # this link, and the metadata of most clouds
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocols
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_PUBLIC_6: Final = IPv6Network("2000::/3")
"""All else is private, of this link, multicast, reserved, or holds an IPv4 address (mapped, compatible, NAT64)."""
_NOT_PUBLIC_6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, Teredo among them, which holds an IPv4 address
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which holds an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public Internet. What is no address is not."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NOT_PUBLIC_4)
    return parsed in _PUBLIC_6 and not any(parsed in network for network in _NOT_PUBLIC_6)


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
        ip_address(host)
        public = is_public(host)
    except ValueError:
        public = True
    return public and parts.scheme == "https"


@cache
def _authorities() -> ssl.SSLContext:
    """Return what all connections are checked by: to read the authorities takes longer than many a request."""
    return httpx.create_ssl_context(trust_env=False)


class PublicHosts(httpx.AsyncBaseTransport):
    """Sends a request on, to an address that was checked, if every address of its host is public.

    Args:
        allow_loopback: Whether this machine's own addresses count as public, for the demo and tests.
        inner: Sends the requests.
        look_up: Looks a name up; None asks the system.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool,
        inner: httpx.AsyncBaseTransport | None = None,
        look_up: LookUp | None = None,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._inner = inner or httpx.AsyncHTTPTransport(
            verify=_authorities(), trust_env=False, limits=httpx.Limits(max_connections=None)
        )
        self._names = _Names()
        self._look_up = look_up or self._names.look_up

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises httpx.ConnectError: its host is unknown, or has an address that is not public."""
        host = request.url.host
        try:
            found = list(dict.fromkeys(await self._look_up(host)))
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError("unknown host", request=request) from error
        if not found or not all(self._may_be_reached(address) for address in found):
            raise httpx.ConnectError("private address", request=request)
        *others, last = found[:_MOST_TRIED]
        for address in others:
            try:
                return await self._inner.handle_async_request(_pinned(request, address))
            except httpx.ConnectError:
                # Nothing was sent.
                continue
        return await self._inner.handle_async_request(_pinned(request, last))

    async def aclose(self) -> None:
        """Close all connections."""
        self._names.close()
        await self._inner.aclose()

    def _may_be_reached(self, address: str) -> bool:
        if is_public(address):
            return True
        try:
            return self._allow_loopback and ip_address(address).is_loopback
        except ValueError:
            return False


def _pinned(request: httpx.Request, address: str) -> httpx.Request:
    """Return a request that goes to an address and is for its name: ``Host``, and the name that TLS checks, stay.

    Its connection is not used again: it is for this name, and another may lead to the same address.
    """
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers={**request.headers, "connection": "close"},
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


class _Names:
    """Looks names up in threads of its own, each name once at a time: one that nobody answers holds up itself alone."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, "look-up")
        self._asked: dict[str, asyncio.Future[list[str]]] = {}

    async def look_up(self, host: str) -> list[str]:
        asked = self._asked.get(host)
        if asked is None:
            asked = asyncio.get_running_loop().run_in_executor(self._threads, _ask_system, host)
            self._asked[host] = asked
            asked.add_done_callback(lambda done: self._forget(host, done))
        return await asyncio.shield(asked)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _forget(self, host: str, done: asyncio.Future[list[str]]) -> None:
        self._asked.pop(host, None)
        if not done.cancelled():
            # Whoever waited may have gone; nobody else wants to hear of it.
            done.exception()


def _ask_system(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]
