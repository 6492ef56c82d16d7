"""Measures the floor: many rooms in one process, every command handled, stored and shown to everybody.

Each command takes the path of ``rooms.runtime.actor``, without its mailbox: the room decides, the service's own journal
stores the records in a SQLite file, the plan and the views of all twelve are updated, and only then is the command
done.
"""

import asyncio
import gc
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.live.journal import DatabaseJournal
from app.persistence.migrate import upgrade
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from app.runtime.garbage import sweep
from bench.figures import Measured, percentile, rss_bytes
from bench.floor.evening import CYCLE, PEOPLE, build_room_setup, come_in, scripted
from rooms.incremental.broadcaster import Broadcaster
from rooms.incremental.lookup_cache import LookupCache
from rooms.model.events import Recorded
from rooms.room import Room
from rooms.runtime.audience import Audience, write_told

__all__ = ["BenchRoom", "FloorOptions", "measure_floor"]

_START = 1_764_000_000.0
_JOURNAL_TIMEOUT_S = 30.0
_AT_ONCE = 100
"""Sessions created per transaction."""
_TICK_S = 0.001


@dataclass(frozen=True, slots=True)
class FloorOptions:
    """Options of the measurement.

    Attributes:
        rooms: Number of rooms of twelve people.
        seconds: Duration of each of the two measurements, after every room has run its script once.
        rate: Commands per second in the second measurement, which arrive at random.
    """

    rooms: int = 1_000
    seconds: float = 10.0
    rate: float = 2_000.0


class BenchRoom:
    """One room with its viewers."""

    def __init__(self, number: int, journal: DatabaseJournal) -> None:
        self.setup = build_room_setup(number)
        self.room = Room(self.setup, lookups=LookupCache())
        self.told = 0
        self._journal = journal
        self._broadcaster = Broadcaster(self.setup)
        self._audiences = {seat: Audience() for seat in self.setup.seats}
        self._script = scripted(self.room, number)
        self._free = asyncio.Lock()
        self._due: float | None = None

    async def open(self, now: float) -> None:
        """Let everybody join and look."""
        for command in come_in(self.setup):
            await self._finish(self.room.handle(command, now), now)
        for seat in self.setup.seats:
            self._broadcaster.open(self.room.context(now), seat)

    async def do_next(self, now: float) -> None:
        """Run the script's next command; returns when it is stored and shown."""
        async with self._free:
            if self._due is not None and self._due <= now:
                await self._finish(self.room.on_deadline(now), now)
            await self._finish(self.room.handle(next(self._script), now), now)

    async def _finish(self, records: list[Recorded], now: float) -> None:
        context = self.room.context(now)
        self._broadcaster.hear(context, self._audiences, records, self.room.untold)
        await self._journal.append(self.setup.id, records)
        self._broadcaster.next_plan(self.room)
        for seat, told in write_told(self._broadcaster.tell(context)).items():
            self._audiences[seat].tell(told)
            self.told += 1
        self._due = self.room.next_deadline()


def measure_floor(options: FloorOptions) -> Measured:
    """Run both measurements and return the figures.

    Returns:
        ``commands_per_cpu_s`` at full speed, with details in ``full_speed``; ``paced`` with the milliseconds from when a
        command was due until it was stored and shown; ``kb_per_room``; the machine.
    """
    import uvloop

    with (
        TemporaryDirectory(prefix="attune-bench-") as directory,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(_measure(options, Path(directory)))


async def _measure(options: FloorOptions, directory: Path) -> Measured:
    url = f"sqlite+aiosqlite:///{directory / 'bench.db'}"
    await upgrade(url)
    database = Database.at(url)
    try:
        await _add_sessions(database, options.rooms)
        journal = DatabaseJournal(database, _JOURNAL_TIMEOUT_S)
        async with asyncio.TaskGroup() as tasks:
            around = [
                tasks.create_task(each)
                for each in (journal.run(), database.look_after(), sweep(lambda: False))
            ]
            figures = await _measure_rooms(options, journal)
            for task in around:
                task.cancel()
    finally:
        await database.close()
    return figures


async def _measure_rooms(options: FloorOptions, journal: DatabaseJournal) -> Measured:
    gc.collect()
    memory = rss_bytes(os.getpid())
    rooms = [BenchRoom(number, journal) for number in range(options.rooms)]
    for room in rooms:
        await journal.load(room.setup.id)
    await _all(room.open(_now()) for room in rooms)
    # A first evening: the rooms have no history yet.
    await _all(_warm_up(room) for room in rooms)
    full = await _full_speed(rooms, options.seconds)
    paced = await _paced(rooms, options.rate, options.seconds)
    gc.collect()
    grown = rss_bytes(os.getpid()) - memory
    return {
        "rooms": options.rooms,
        "people": PEOPLE,
        **full,
        "paced": paced,
        "kb_per_room": round(grown / 1024 / options.rooms, 1),
        "machine": machine(),
    }


async def _warm_up(room: BenchRoom) -> None:
    for _ in range(CYCLE):
        await room.do_next(_now())


async def _full_speed(rooms: list[BenchRoom], seconds: float) -> Measured:
    """Run one command after the other in every room, as fast as one core can."""
    told, done = sum(room.told for room in rooms), 0
    began, cpu = time.perf_counter(), time.process_time()
    end = began + seconds

    async def play(room: BenchRoom) -> None:
        nonlocal done
        while time.perf_counter() < end:
            await room.do_next(_now())
            done += 1

    await _all(play(room) for room in rooms)
    cpu_s, elapsed_s = time.process_time() - cpu, time.perf_counter() - began
    return speed_figures(done, sum(room.told for room in rooms) - told, cpu_s, elapsed_s)


async def _paced(rooms: list[BenchRoom], rate: float, seconds: float) -> Measured:
    """Issue commands at their times, whether earlier ones are done or not; measure the delay of each from its time."""
    took: list[float] = []
    began = time.perf_counter()

    async def one(room: BenchRoom, due: float) -> None:
        await room.do_next(_now())
        took.append(1_000 * (time.perf_counter() - due))

    async with asyncio.TaskGroup() as tasks:
        for number, due in enumerate(arrivals(began, rate, seconds)):
            ahead = due - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(max(_TICK_S, ahead))
            tasks.create_task(one(rooms[number % len(rooms)], due))
    return {"per_s": rate, **latency_figures(took)}


def arrivals(began: float, rate: float, seconds: float) -> Iterator[float]:
    """Yield at the time of each command."""
    return (began + number / rate for number in range(int(rate * seconds)))


def speed_figures(done: int, told: int, cpu_s: float, elapsed_s: float) -> Measured:
    """Commands per second, of CPU time and of wall time, and how many changes viewers were sent."""
    return {
        "commands_per_cpu_s": round(done / cpu_s),
        "cpu_us_per_command": round(1e6 * cpu_s / max(1, done), 1),
        "commands_per_s": round(done / elapsed_s),
        "told_per_command": round(told / max(1, done), 1),
    }


def latency_figures(took_ms: list[float]) -> Measured:
    """Median and high percentiles."""
    return {
        "p50_ms": round(percentile(took_ms, 0.5), 2),
        "p99_ms": round(percentile(took_ms, 0.99), 2),
        "max_ms": round(max(took_ms, default=0.0), 1),
    }


def machine() -> str:
    """Name the processor, the cores and the Python."""
    cores = os.cpu_count()
    return f"{platform.machine()}, {cores} cores, Python {platform.python_version()}"


def _now() -> float:
    return _START + time.perf_counter()


async def _all(work: Iterator[object]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for each in work:
            tasks.create_task(each)  # type: ignore[arg-type]


async def _add_sessions(database: Database, count: int) -> None:
    opens = to_datetime(_START)
    for first in range(0, count, _AT_ONCE):
        async with database.write() as unit:
            await unit.sessions.ensure_clinic("cl_bench", "Bench")
            for number in range(first, min(first + _AT_ONCE, count)):
                await unit.sessions.add(
                    "cl_bench", build_room_setup(number), opens, opens + timedelta(days=365)
                )
