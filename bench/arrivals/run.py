"""Measures the top of the hour and the cost of running rooms: the real service and sockets, with a client beside it.

``measure_arrivals`` lets everybody of many rooms join at one moment while people in other rooms take turns;
``measure_rooms`` fills rooms and measures their cost when idle, and with regular commands in each room.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.arrivals.people import PEOPLE, Entered, Group
from bench.arrivals.service import BenchService, run_service, share_cores
from bench.figures import Measured, percentile
from bench.floor.run import machine

__all__ = ["ArrivalOptions", "RoomOptions", "delay_figures", "measure_arrivals", "measure_rooms"]

_PATIENCE_S = 10.0
"""A slower command counts as unseen."""
_FILL_AT_ONCE = 4
"""Rooms filled at a time where filling itself is not measured."""
_FILL_S = 300.0
_LAG_S = 5.0
"""How often the service is asked for the lag of its loop: it remembers ten seconds."""
_SETTLE_S = 3.0


@dataclass(frozen=True, slots=True)
class ArrivalOptions:
    """Options of the measurement.

    Attributes:
        rooms: Rooms that fill at the same moment, twelve people each.
        running: Rooms that are full already, where people take turns.
        every_s: Interval between commands in each of those.
        within_s: A join that takes longer has failed.
        database_url: An empty database; None for a SQLite file.
    """

    rooms: int = 200
    running: int = 50
    every_s: float = 1.0
    within_s: float = 120.0
    database_url: str | None = None


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """Options of the measurement.

    Attributes:
        rooms: Number of running rooms.
        every_s: Interval between commands in each.
        seconds: Duration of each of the two measurements.
        database_url: An empty database; None for a SQLite file.
    """

    rooms: int = 200
    every_s: float = 5.0
    seconds: float = 20.0
    database_url: str | None = None


def measure_arrivals(options: ArrivalOptions) -> Measured:
    """Let everybody join and return the figures."""
    return _run(_arrivals(options, share_cores()))


def measure_rooms(options: RoomOptions) -> Measured:
    """Fill the rooms and return their cost."""
    return _run(_rooms(options, share_cores()))


def _run(measuring: Coroutine[object, object, Measured]) -> Measured:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measuring)


async def _arrivals(options: ArrivalOptions, core: int | None) -> Measured:
    async with run_service(options.running + options.rooms, options.database_url, core) as service:
        async with asyncio.TaskGroup() as tasks:
            running = await _filled(service, range(options.running), tasks)
            came = Entered()
            coming = _groups(service, range(options.running, options.running + options.rooms), came)
            async with _turns(running, options.every_s), _lag(service) as lag:
                await asyncio.sleep(_SETTLE_S)
                before = delay_figures([took for group in running for took in group.took_ms])
                for group in running:
                    group.took_ms.clear()
                reading = _Reading(service)
                async with asyncio.timeout(options.within_s):
                    await asyncio.gather(*(group.enter(tasks) for group in coming))
                cost = reading.figures(len(came.took_ms))
                lag.append(await service.worst_lag_ms())
            figures = {
                "rooms": options.rooms,
                "people": len(came.took_ms),
                "all_in_s": round(came.last_at - came.first_at, 2),
                "people_per_s": round(len(came.took_ms) / (came.last_at - came.first_at), 1),
                "entering": delay_figures(came.took_ms),
                "refused": dict(sorted(came.refused.items())),
                **cost,
                "running": options.running,
                "before": before,
                "meanwhile": delay_figures([took for group in running for took in group.took_ms]),
                "unseen": sum(group.unseen for group in running),
                "worst_stall_ms": round(max(lag), 1),
                "machine": machine(),
            }
            for group in (*running, *coming):
                group.leave()
    return figures


async def _rooms(options: RoomOptions, core: int | None) -> Measured:
    async with run_service(options.rooms, options.database_url, core) as service:
        async with asyncio.TaskGroup() as tasks:
            empty = service.rss()
            groups = await _filled(service, range(options.rooms), tasks)
            await asyncio.sleep(_SETTLE_S)
            grown = service.rss() - empty
            idle = await _cost_of(service, options)
            async with _turns(groups, options.every_s):
                await asyncio.sleep(_SETTLE_S)
                for group in groups:
                    group.took_ms.clear()
                async with _lag(service) as lag:
                    active = await _cost_of(service, options)
                    lag.append(await service.worst_lag_ms())
            figures = {
                "rooms": options.rooms,
                "people": PEOPLE * options.rooms,
                "kb_per_room": round(grown / 1024 / options.rooms),
                "kb_per_room_after": round((service.rss() - empty) / 1024 / options.rooms),
                "idle_core_percent_per_room": idle,
                "active_core_percent_per_room": active,
                "command_to_last_screen": delay_figures([took for group in groups for took in group.took_ms]),
                "unseen": sum(group.unseen for group in groups),
                "worst_stall_ms": round(max(lag), 1),
                "machine": machine(),
            }
            for group in groups:
                group.leave()
    return figures


async def _cost_of(service: BenchService, options: RoomOptions) -> float:
    """Measure for some seconds; returns the web process's share of a core per room, percent."""
    began, cpu = time.perf_counter(), service.cpu_s()
    await asyncio.sleep(options.seconds)
    share = (service.cpu_s() - cpu) / (time.perf_counter() - began)
    return round(100 * share / options.rooms, 4)


def _groups(service: BenchService, numbers: range, outcome: Entered) -> list[Group]:
    return [Group(number, service.invitations[number], service.door, outcome) for number in numbers]


async def _filled(service: BenchService, numbers: range, tasks: asyncio.TaskGroup) -> list[Group]:
    """Fill rooms, a few at a time."""
    groups = _groups(service, numbers, Entered())
    free = asyncio.Semaphore(_FILL_AT_ONCE)

    async def fill(group: Group) -> None:
        async with free:
            await group.enter(tasks)

    async with asyncio.timeout(_FILL_S):
        await asyncio.gather(*(fill(group) for group in groups))
    return groups


@asynccontextmanager
async def _turns(groups: Sequence[Group], every_s: float) -> AsyncIterator[None]:
    """Run regular commands in each room, spread evenly over time, until the end of the block."""

    async def play(number: int, group: Group) -> None:
        due = time.perf_counter() + every_s * number / len(groups)
        for turn in range(1_000_000):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await group.command(turn // 2, _PATIENCE_S)
            due += every_s

    async with asyncio.TaskGroup() as tasks:
        playing = [tasks.create_task(play(number, group)) for number, group in enumerate(groups)]
        yield
        for task in playing:
            task.cancel()


@asynccontextmanager
async def _lag(service: BenchService) -> AsyncIterator[list[float]]:
    """Read the worst lag of the service's loop at intervals, milliseconds."""
    worst: list[float] = []

    async def read() -> None:
        while True:
            await asyncio.sleep(_LAG_S)
            worst.append(await service.worst_lag_ms())

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(read())
        yield worst
        reading.cancel()


class _Reading:
    """CPU time of the service and of this client, from now on."""

    def __init__(self, service: BenchService) -> None:
        self._service = service
        self._began = time.perf_counter()
        self._web, self._relay, self._own = service.cpu_s(), service.relay_cpu_s(), time.process_time()

    def figures(self, people: int) -> Measured:
        """Return what was used since then: percent of a core, and per participant. A client near 100 measures itself."""
        elapsed = time.perf_counter() - self._began
        web_s = self._service.cpu_s() - self._web
        return {
            "web_cpu_ms_per_person": round(1_000 * web_s / people, 2),
            "web_core_percent": round(100 * web_s / elapsed),
            "relay_core_percent": round(100 * (self._service.relay_cpu_s() - self._relay) / elapsed),
            "client_core_percent": round(100 * (time.process_time() - self._own) / elapsed),
        }


def delay_figures(took_ms: Sequence[float]) -> Measured:
    """Median, a high percentile and maximum."""
    return {
        "count": len(took_ms),
        "p50_ms": round(percentile(took_ms, 0.5), 1),
        "p95_ms": round(percentile(took_ms, 0.95), 1),
        "p99_ms": round(percentile(took_ms, 0.99), 1),
        "max_ms": round(max(took_ms, default=0.0), 1),
    }
