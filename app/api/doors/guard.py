"""State that all guarded connections share: who is connected, what was charged, and what was refused."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Protocol

from app.api.doors import budgets
from app.api.doors.crowd import Crowd
from app.api.doors.meter import Meter, NetworkMeters
from app.api.doors.networks import networks_of
from app.api.doors.porter import Porter

__all__ = ["Guard", "Guarded"]


class Guarded(Protocol):
    """A connection as the guard sees it."""

    def __hash__(self) -> int: ...

    def refuse(self, reason: str) -> None:
        """Close the connection at once."""


class Guard:
    """The guard of one web server.

    Args:
        proxies: Addresses and networks of proxies. Their connections carry many people, so they count towards no network
            until the client is named.
        porter: Paces the parsing of what unidentified clients send.

    Attributes:
        refused: Number of connections refused, by reason.
    """

    def __init__(self, proxies: Iterable[str] = (), porter: Porter | None = None) -> None:
        self._proxies = tuple(ip_network(proxy) for proxy in proxies)
        self._crowd: Crowd[Guarded] = Crowd(budgets.MAX_CONNECTIONS_PER_NETWORK, budgets.MAX_CONNECTIONS)
        self._all = Meter(budgets.STRANGERS_SHARE, budgets.STRANGERS_BURST_S)
        self._networks = NetworkMeters(budgets.ADDRESS_SHARE, budgets.ADDRESS_BURST_S, budgets.MAX_NETWORKS)
        self.porter = porter or Porter()
        self.networks = lru_cache(budgets.MAX_NETWORKS)(self._find_networks)
        """The networks that an address counts towards; none for a proxy, or without an address."""
        self.refused: Counter[str] = Counter()

    @property
    def strangers(self) -> int:
        """Return the number of unidentified connections."""
        return len(self._crowd)

    def _find_networks(self, host: str | None) -> tuple[str, ...]:
        if host is None or self._is_proxy(host):
            return ()
        return networks_of(host)

    def enter(self, guest: Guarded, networks: tuple[str, ...]) -> None:
        """Add a connection; an idle one of its network may be dropped for it."""
        for gone in self._crowd.enter(guest, networks):
            gone.refuse("crowded")

    def touch(self, guest: Guarded) -> None:
        """Note that the connection has sent a complete request."""
        self._crowd.touch(guest)

    def leave(self, guest: Guarded) -> None:
        """Remove a connection that is gone or now identified."""
        self._crowd.leave(guest)

    def meters(self, networks: tuple[str, ...]) -> list[Meter]:
        """Return the meters that work for these networks is charged to, in order."""
        return [*(self._networks.of(network) for network in networks), self._all]

    def _is_proxy(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)
