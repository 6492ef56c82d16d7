"""The connections of people we do not know yet: how many there may be, and who goes when there are too many. Pure.

Nobody is turned away at the door: the connection goes that has said nothing useful for longest, of the newcomer's own
network if that is full. So connections that only wait cost those who wait, and never keep anybody else out.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Crowd"]

Guest = TypeVar("Guest", bound=Hashable)


class Crowd(Generic[Guest]):
    """Who is there.

    Args:
        per_network: Connections of one network. total: Connections in all.
    """

    def __init__(self, per_network: int, total: int) -> None:
        self._per_network = per_network
        self._total = total
        # Each with its networks; the one that has said nothing useful for longest comes first, here and below.
        self._guests: OrderedDict[Guest, tuple[str, ...]] = OrderedDict()
        self._of: dict[str, OrderedDict[Guest, None]] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._guests)

    def count(self, network: str) -> int:
        """Return how many of this network there are."""
        return len(self._of.get(network, ()))

    def enter(self, guest: Guest, networks: tuple[str, ...]) -> list[Guest]:
        """Take a guest in, or note where a known one really comes from; returns who has to go for it."""
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
        """The guest has said something useful."""
        if guest in self._guests:
            self._guests.move_to_end(guest)
            for network in self._guests[guest]:
                self._of[network].move_to_end(guest)

    def leave(self, guest: Guest) -> None:
        """The guest is gone, or known now; idempotent."""
        for network in self._guests.pop(guest, ()):
            there = self._of[network]
            del there[guest]
            if not there:
                del self._of[network]
