"""Python's cyclic garbage collector in a worker, so that no voice waits for it.

A full collection goes through everything that rooms hold: 25 ms with one room of thirty. What is there at the start is
never looked at again, young objects are collected as Python does, and everything only while nobody is connected. What
ends in between leaves little: a connection lets go of what refers to it (`Peer.release`) and is freed at once.
"""

import gc

__all__ = ["AT_LATEST_ENDED", "Garbage"]

_NEVER = 2**31 - 1
AT_LATEST_ENDED = 1_000
"""So many connections may end before everything is collected although somebody is connected."""


class Garbage:
    """When to collect everything: after connections ended, once nobody is connected."""

    __slots__ = ("_ended",)

    def __init__(self) -> None:
        self._ended = 0

    @staticmethod
    def start() -> None:
        """Take over; objects that exist now are permanent."""
        young, middle, _ = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(young, middle, _NEVER)

    def on_ended(self) -> None:
        """A connection ended: it leaves cycles."""
        self._ended += 1

    def is_due(self, connected: int) -> bool:
        """Whether to collect everything now, with so many people connected."""
        return self._ended >= AT_LATEST_ENDED or (self._ended > 0 and connected == 0)

    def collect(self) -> None:
        """Collect everything."""
        self._ended = 0
        gc.collect()
