"""Measures the programme's requests in this process, on one core, beside the database that answers them."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.live.planned.planner import Planner
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.runtime.garbage import sweep
from bench.clinic.asks import Ask, asks_of
from bench.clinic.building import NOW, BuiltClinic, NobodyMeets, build_clinic
from bench.clinic.database import Counted, Place, open_place
from bench.clinic.service import StandingClock, open_service
from bench.clinic.size import ClinicSize, DatabaseKind
from bench.clinic.table import Call, Figures, figures_of, render
from bench.floor.run import machine

__all__ = ["ClinicOptions", "measure_clinic", "yardstick_ms"]

SMALL = 50
_WARM_UP = 20
"""Calls before those that count: caches of statements fill, and connections open."""


@dataclass(frozen=True, slots=True)
class ClinicOptions:
    """Options of the measurement.

    Attributes:
        clients: Of the larger clinic.
        calls: Of each request.
    """

    clients: int = 5_000
    database: DatabaseKind = DatabaseKind.SQLITE
    calls: int = 200


def measure_clinic(options: ClinicOptions, tell: Callable[[str], None]) -> str:
    """Build both clinics, one after the other, and return the table.

    Args:
        tell: Is told what is done meanwhile.

    Raises:
        DatabaseMissing: PostgreSQL is not installed.
        Unexpected: A request was not answered as it should be.
    """
    import uvloop

    one_core()
    clinics: list[tuple[str, Sequence[Figures]]] = []
    for clients in dict.fromkeys((min(SMALL, options.clients), options.clients)):
        # A new loop and a new database for each.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            title = f"{clients:,} clients"
            clinics.append((title, runner.run(_measure(options, clients, tell))))
    yardstick = f"a million additions: {yardstick_ms():.0f} ms of CPU"
    return f"{options.database.value}, {machine()}, {yardstick}\n{render(clinics)}"


def yardstick_ms() -> float:
    """Return the CPU time of a fixed piece of work: what neighbours on the machine do changes it, and all figures."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return 1_000 * (time.process_time() - began)


def one_core() -> None:
    """Let this process, and the database that it starts, run on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


async def _measure(options: ClinicOptions, clients: int, tell: Callable[[str], None]) -> list[Figures]:
    clock = StandingClock(NOW)
    with TemporaryDirectory(prefix="attune-bench-") as folder:
        async with open_place(options.database) as place:
            store = ClinicStore(place.database, InstallationKey("the key of the bench, forty-two signs"))
            async with open_service(store, clock, Path(folder)) as service:
                began = time.perf_counter()
                built = await build_clinic(store, ClinicSize.of(clients), clock, service.services.notices)
                await place.settle()
                tell(f"{_described(built)}, built in {time.perf_counter() - began:.0f} s")
                asks = await asks_of(service, built, Planner(store, clock, NobodyMeets()))
                async with asyncio.TaskGroup() as tasks:
                    sweeping = tasks.create_task(sweep(lambda: False))
                    figures = [await _times(ask, options.calls, place) for ask in asks]
                    sweeping.cancel()
    return figures


async def _times(ask: Ask, calls: int, place: Place) -> Figures:
    """Ask again and again, one after the other."""
    done: list[Call] = []
    with Counted().of(place.database) as counted:
        for number in range(_WARM_UP + calls):
            await ask.before(number)
            counted.clear()
            theirs = place.cpu_s()
            cpu, began = time.process_time(), time.perf_counter()
            await ask.go(number)
            wall, own = time.perf_counter() - began, time.process_time() - cpu
            theirs = place.cpu_s() - theirs
            done.append(Call(1_000 * wall, 1_000 * (own + theirs), len(counted.statements)))
            await ask.after(number)
    return figures_of(ask.name, ask.goal_ms, done[_WARM_UP:])


def _described(built: BuiltClinic) -> str:
    size = built.size
    return (
        f"{size.clients:,} clients, {size.staff:,} staff, {size.cohorts:,} groups, {size.couples:,} couples,"
        f" {size.weekly:,} sessions a week, {built.appointments:,} a year with {built.attendees:,} places"
    )
