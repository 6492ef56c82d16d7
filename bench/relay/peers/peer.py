"""What the benchmark needs of a relay of somebody else: it starts, people join, everyone receives everyone, it stops."""

import abc
import asyncio
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import ClassVar

from bench.relay.client import LightClient
from bench.relay.peers.program import Process, Program
from bench.relay.seat import Seat

__all__ = ["ADDRESS", "PeerRelay"]

# Relays gather no loopback addresses, so the namespace has this one.
ADDRESS = "10.77.0.1"


class PeerRelay(abc.ABC):
    """One relay with one room, in the namespace it has to itself.

    Args:
        folder: empty, for what it writes. tasks: own what has to be read meanwhile. seats: of the room.

    Attributes:
        program: what starts it. process: once started.
    """

    program: ClassVar[Program]
    process: Process

    def __init__(self, folder: Path, tasks: asyncio.TaskGroup, seats: int) -> None:
        self.folder = folder
        self.seats = seats
        self._tasks = tasks
        self._running: list[asyncio.Task[None]] = []

    @abc.abstractmethod
    async def start(self) -> int:
        """Start it and open its room; returns the id of the process that carries packets.

        Raises:
            PeerFailed: it is not there, ended, or does not answer.
        """

    @abc.abstractmethod
    async def join(self, seat: Seat) -> None:
        """Connect a seat's own client and announce its two streams; it sends from then on.

        Raises:
            PeerFailed: it was refused.
        """

    @abc.abstractmethod
    def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        """Subscribe to everyone else, once all have joined; yields each connection as soon as it is there.

        Raises:
            PeerFailed: it was refused.
        """

    async def stop(self) -> None:
        """End it, if it was started."""
        for task in self._running:
            task.cancel()
        if hasattr(self, "process"):
            await self.process.end()

    async def launch(self, command: list[str], *, where: Path | None = None, talks: bool = False) -> int:
        """Start its program, in its own folder unless it has to be elsewhere; returns the process id."""
        log = self.folder / "log"
        self.process = await Process.start(command, where or self.folder, log=log, talks=talks)
        return self.process.raw.pid

    def keep(self, work: Coroutine[None, None, None]) -> None:
        """Do this until it is stopped."""
        self._running.append(self._tasks.create_task(work, name="bench:peer"))
