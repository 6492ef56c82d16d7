"""Unidentified connections: how many are allowed, and which one is dropped when there are too many. Pure.

Newcomers are always accepted. The connection that has sent nothing useful for longest is dropped instead, from the
newcomer's own network if that one is full. So idle connections only hurt each other and never lock anybody out.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Crowd"]

Guest = TypeVar("Guest", bound=Hashable)


class Crowd(Generic[Guest]):
    """The connections that are open.

    Args:
        per_network: The limit for one network.
        total: The limit for all together.
    """

    def __init__(self, per_network: int, total: int) -> None:
        self._per_network = per_network
        self._total = total
        # Each with its networks. Here and below, the one that has sent nothing useful for longest comes first.
        self._guests: OrderedDict[Guest, tuple[str, ...]] = OrderedDict()
        self._of: dict[str, OrderedDict[Guest, None]] = {}

    def __len__(self) -> int:
        """Return the number of connections."""
        return len(self._guests)

    def count(self, network: str) -> int:
        """Return the number of connections from this network."""
        return len(self._of.get(network, ()))

    def enter(self, guest: Guest, networks: tuple[str, ...]) -> list[Guest]:
        """Add a guest, or move a known one to the networks it really comes from; returns the guests to drop for it."""
        self.leave(guest)
        leaving = [
            next(iter(self._of[network])) for network in networks if self.count(network) >= self._per_network
        ]
        if not leaving and len(self._guests) >= self._total:
            leaving = [next(iter(self._guests))]
        for gone in leaving:
            self.leave(gone)
        self._guests[guest] = networks
        for network in networks:
            self._of.setdefault(network, OrderedDict())[guest] = None
        return leaving

    def touch(self, guest: Guest) -> None:
        """Note that the guest has sent something useful."""
        if guest in self._guests:
            self._guests.move_to_end(guest)
            for network in self._guests[guest]:
                self._of[network].move_to_end(guest)

    def leave(self, guest: Guest) -> None:
        """Remove a guest that is gone or now identified; idempotent."""
        for network in self._guests.pop(guest, ()):
            there = self._of[network]
            del there[guest]
            if not there:
                del self._of[network]
