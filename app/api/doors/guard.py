"""What all guarded connections share: who is there, what was spent, and what was refused."""

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
        """End at once."""


class Guard:
    """One per web server.

    Args:
        proxies: Addresses and networks whose connections are many people's: they count with nobody until it is named.
        porter: Lets through what strangers have sent.

    Attributes:
        refused: Connections that were ended, by reason.
    """

    def __init__(self, proxies: Iterable[str] = (), porter: Porter | None = None) -> None:
        self._proxies = tuple(ip_network(proxy) for proxy in proxies)
        self._crowd: Crowd[Guarded] = Crowd(budgets.MAX_CONNECTIONS_PER_NETWORK, budgets.MAX_CONNECTIONS)
        self._all = Meter(budgets.STRANGERS_SHARE, budgets.STRANGERS_BURST_S)
        self._networks = NetworkMeters(budgets.ADDRESS_SHARE, budgets.ADDRESS_BURST_S, budgets.MAX_NETWORKS)
        self.porter = porter or Porter()
        self.networks = lru_cache(budgets.MAX_NETWORKS)(self._find_networks)
        """What a connection from an address counts with; nothing for a proxy, and for what has no address."""
        self.refused: Counter[str] = Counter()

    @property
    def strangers(self) -> int:
        """How many connections there are of people we do not know yet."""
        return len(self._crowd)

    def _find_networks(self, host: str | None) -> tuple[str, ...]:
        if host is None or self._is_proxy(host):
            return ()
        return networks_of(host)

    def enter(self, guest: Guarded, networks: tuple[str, ...]) -> None:
        """Take a connection in; one of its network that only waits may have to go for it."""
        for gone in self._crowd.enter(guest, networks):
            gone.refuse("crowded")

    def touch(self, guest: Guarded) -> None:
        """The connection has brought a whole request."""
        self._crowd.touch(guest)

    def leave(self, guest: Guarded) -> None:
        """The connection is gone, or it is known now whose it is."""
        self._crowd.leave(guest)

    def meters(self, networks: tuple[str, ...]) -> list[Meter]:
        """Return what work for these networks is charged to, in this order."""
        return [*(self._networks.of(network) for network in networks), self._all]

    def _is_proxy(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)
