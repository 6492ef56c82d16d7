"""A running relay for tests: real worker processes behind the pool, and light clients in its one room."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

from media.control import PeerConnected, PeerPlan, RelayPlan, RoomOptions, Speaking
from media.counters import RoomStats, SlotStats, StreamStats
from media.pool.pool import PoolOptions, RelayEvent, RelayPool
from tests.support.relay.client import PATIENCE_S, RelayClient, poll

__all__ = ["ROOM", "RelayWorld", "both_open", "cam", "mic", "picture", "running"]

ROOM = "room"
Condition = Callable[[RoomStats], bool]


class RelayWorld:
    """A running pool with one open room, and its reports."""

    def __init__(self, pool: RelayPool, events: list[RelayEvent]) -> None:
        self.pool = pool
        self.events = events
        self.clients: list[RelayClient] = []
        self.version = 0

    async def join(
        self,
        peer: str,
        slot: int,
        *,
        seed: int | None = None,
        without: Collection[str] = (),
        through: Callable[[str], Awaitable[str]] | None = None,
    ) -> RelayClient:
        """Let a client connect; `through` says what the offer becomes on its way."""
        offered = await self.pool.add_peer(ROOM, peer, slot)
        offer = offered.sdp if through is None else await through(offered.sdp)
        client = RelayClient(offer, seed=slot + 1 if seed is None else seed, without=without)
        self.clients.append(client)
        await client.gather()
        await self.pool.answer(ROOM, peer, offered.connection, client.answer())
        await client.connect()
        await poll(lambda: PeerConnected(ROOM, peer, offered.connection) in self.events, f"{peer} connected")
        return client

    async def plan(self, **peers: PeerPlan) -> None:
        self.version += 1
        await self.pool.apply_plan(ROOM, RelayPlan(self.version, peers))

    def speakers(self) -> list[tuple[str, ...]]:
        return [event.peers for event in self.events if isinstance(event, Speaking)]

    async def stats_until(self, condition: Condition, what: str) -> RoomStats:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                stats = await self.pool.stats(ROOM)
                if condition(stats):
                    return stats
                await asyncio.sleep(0.02)
        raise AssertionError(what)


@asynccontextmanager
async def running(workers: int = 1) -> AsyncIterator[RelayWorld]:
    events: list[RelayEvent] = []
    pool = RelayPool(PoolOptions(workers=workers), events.append)
    started = asyncio.Event()
    world = RelayWorld(pool, events)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(pool.run(started=started))
        async with asyncio.timeout(PATIENCE_S):
            await started.wait()
        await pool.open_room(ROOM, RoomOptions(slots=3))
        try:
            yield world
        finally:
            for client in world.clients:
                await client.vanish()
            task.cancel()


def both_open() -> dict[str, PeerPlan]:
    return {"ann": PeerPlan(0, "main", True, True), "ben": PeerPlan(1, "main", True, True)}


def mic(stats: RoomStats, peer: str) -> StreamStats:
    return stats.peers[peer].streams[0]


def cam(stats: RoomStats, peer: str) -> StreamStats:
    """The top layer; a camera without layers counts as it."""
    return stats.peers[peer].streams[-1]


def picture(stats: RoomStats, peer: str, slot: int) -> SlotStats:
    return next(one for one in stats.peers[peer].slots if (one.slot, one.kind) == (slot, "video"))
