"""Restricts the operators' pages and the metrics to the networks of ``ATTUNE_OPS_NETWORKS``. Denies when in doubt.

To everybody else these pages do not exist: any method gets the response of an unknown path. A request that came through
a proxy is judged by the client that the proxy names, and only if the proxy is trusted.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["DIRECT_PEER", "OpsGate", "may_operate"]

DIRECT_PEER = "attune.direct_peer"
"""Scope key of the address that really connected; without it, `client` has not been overwritten."""
_NOWHERE = "/nowhere"
"""A path that leads nowhere."""
_GUARDED = ("/metrics", "/ops")
# A request with any of these headers was forwarded.
_PASSED_ON = ("x-forwarded-for", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


class OpsGate:
    """Wraps an application.

    Args:
        app: The application.
        networks: Where operators are; only their requests reach the guarded paths.
        proxies: The trusted proxies.
    """

    def __init__(self, app: ASGIApp, networks: Iterable[str], proxies: Iterable[str]) -> None:
        self._app = app
        self._networks = tuple(networks)
        self._proxies = tuple(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        guarded = scope["type"] == "http" and _is_guarded(scope["path"])
        if guarded and not may_operate(scope, self._networks, self._proxies):
            await self._app({**scope, "path": _NOWHERE, "raw_path": _NOWHERE.encode()}, receive, send)
            return
        await self._app(scope, receive, send)


def _is_guarded(path: str) -> bool:
    return any(path == start or path.startswith(f"{start}/") for start in _GUARDED)


def may_operate(scope: Scope, networks: Iterable[str], proxies: Iterable[str]) -> bool:
    """Return whether a request comes from an operator's address.

    Args:
        scope: The request's ASGI scope.
        networks: Where operators are.
        proxies: The trusted proxies.
    """
    headers = Headers(scope=scope)
    direct = scope.get(DIRECT_PEER) or (scope["client"][0] if scope.get("client") else "")
    if not any(name in headers for name in _PASSED_ON):
        return _is_in(direct, networks)
    if not _is_in(direct, proxies):
        return False
    # Only X-Forwarded-For is trusted: with only another header, or if it names only proxies, the client is unknown.
    named = [part.strip() for part in ",".join(headers.getlist("x-forwarded-for")).split(",")]
    client = next((part for part in reversed(named) if not _is_in(part, proxies)), "")
    return _is_in(client, networks)


def _is_in(host: str, networks: Iterable[str]) -> bool:
    try:
        address: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ip_network(network) for network in networks)
