"""All light clients of a run, and what is read of a relay while they send to it and listen."""

import asyncio
import contextlib
import gc
import heapq
import itertools
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.figures import Measured, cpu_seconds, load_figures, percentile
from bench.relay.client import LightClient
from bench.relay.endpoint import SWEEP_S, Endpoint
from bench.relay.seat import Seat

__all__ = ["WARM_UP_S", "Clients", "Reading", "clients_at_work", "read_clients", "take_figures", "until"]

WARM_UP_S = 2.0
# Timers have whole milliseconds: what is due within half of one is sent now.
_TICK_S = 0.001
_EARLY_S = _TICK_S / 2
_READ_LATE_S = 0.002
_READ_AT_ONCE = 4


class Clients:
    """The connections of everyone in a run.

    One task sends what is due and reads all sockets: waking up costs more than what is done then.

    Attributes:
        endpoints: the connections so far.
    """

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.endpoints: list[Endpoint] = []
        # When each source is due, the earliest first; the number settles which of two comes first.
        self._due: list[tuple[float, int, Seat, str]] = []
        self._numbers = itertools.count()
        self._tasks = tasks
        self._running = [tasks.create_task(self._work(), name="bench:work")]

    def listen(self, client: LightClient) -> Endpoint:
        """Count what arrives on a connected client from now on, and report on it."""
        return self._add(Endpoint(client))

    def send(self, seat: Seat) -> Endpoint:
        """The same for a seat's own client, and let the seat send, each source from a random moment on."""
        endpoint = self._add(Endpoint(seat.client, list(seat.sources.values()), numbered=seat.numbered))
        for name in seat.sources:
            self._plan(time.monotonic() + random.random() * seat.interval_s(name), seat, name)
        return endpoint

    def packets(self) -> int:
        """How many arrived at all of them so far."""
        return sum(endpoint.packets for endpoint in self.endpoints)

    def stop(self) -> None:
        """Send and read nothing more."""
        for task in self._running:
            task.cancel()

    async def _work(self) -> None:
        sweep_at = time.monotonic()
        while True:
            now = time.monotonic()
            self._send_due(now)
            if now >= sweep_at:
                self._sweep()
                sweep_at = time.monotonic() + SWEEP_S
            # The sockets are read with what is sent next, unless that takes longer.
            pause_s = min([sweep_at + _READ_LATE_S, *(due for due, *_ in self._due[:1])]) - time.monotonic()
            await asyncio.sleep(max(pause_s, _TICK_S) if pause_s > 0 else 0)

    def _sweep(self) -> None:
        """Read all sockets.

        However many they are, nothing waits for all of them to be read: what is late then leaves at one moment, and is
        as much at once for the relay as no real senders are.
        """
        for number, endpoint in enumerate(self.endpoints, 1):
            endpoint.client.read()
            if number % _READ_AT_ONCE == 0:
                self._send_due(time.monotonic())

    def _send_due(self, now: float) -> None:
        while self._due and self._due[0][0] <= now + _EARLY_S:
            due, _, seat, name = heapq.heappop(self._due)
            seat.send_burst(name)
            self._plan(due + seat.interval_s(name), seat, name)

    def _plan(self, due: float, seat: Seat, name: str) -> None:
        heapq.heappush(self._due, (due, next(self._numbers), seat, name))

    def _add(self, endpoint: Endpoint) -> Endpoint:
        endpoint.client.pace()
        self.endpoints.append(endpoint)
        self._running.append(self._tasks.create_task(endpoint.report(), name="bench:report"))
        return endpoint


@contextlib.asynccontextmanager
async def clients_at_work() -> AsyncIterator[Clients]:
    """Clients that work inside the block."""
    async with asyncio.TaskGroup() as tasks:
        clients = Clients(tasks)
        try:
            yield clients
        finally:
            clients.stop()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clients of one process saw for a while.

    Attributes:
        pps: packets that arrived, per second. cpu_percent: of one core, for all clients of the process.
        latencies_ms: of the measured packets. ciphers: what DTLS chose.
    """

    pps: float
    cpu_percent: float
    latencies_ms: list[float]
    ciphers: frozenset[str]


_Reader = Callable[[float, float], Awaitable[Reading]]


async def read_clients(clients: Clients, start_s: float, seconds: float) -> Reading:
    """Read what arrives at the clients of this process.

    Args:
        clients: connected. start_s: from then on, monotonic. seconds: how long.
    """
    # Everyone would be late whenever all that was made by now is looked through for garbage.
    gc.freeze()
    await _sleep_until(start_s)
    for endpoint in clients.endpoints:
        endpoint.latencies_ns.clear()
    packets, begun, cpu_s = clients.packets(), time.monotonic(), cpu_seconds(os.getpid())
    await _sleep_until(start_s + seconds)
    packets, elapsed_s = clients.packets() - packets, time.monotonic() - begun
    gc.unfreeze()
    return Reading(
        packets / elapsed_s,
        100 * (cpu_seconds(os.getpid()) - cpu_s) / elapsed_s,
        [latency / 1e6 for endpoint in clients.endpoints for latency in endpoint.latencies_ns],
        frozenset(endpoint.client.cipher for endpoint in clients.endpoints),
    )


async def take_figures(
    pid: int, clients: Clients, seconds: float, others: Sequence[_Reader] = ()
) -> Measured:
    """Read for so long, after a warm-up, what arrives and what the relay's process costs.

    Args:
        pid: of the relay. clients: connected, of this process. seconds: how long.
        others: read what arrives in other processes, as `read_clients` does here.
    """
    start_s = time.monotonic() + WARM_UP_S
    (elapsed_s, cpu_s), readings = await asyncio.gather(
        _read_relay(pid, start_s, seconds),
        asyncio.gather(read_clients(clients, start_s, seconds), *(read(start_s, seconds) for read in others)),
    )
    latencies = [latency for reading in readings for latency in reading.latencies_ms]
    return {
        **load_figures(sum(reading.pps for reading in readings) * elapsed_s, elapsed_s, cpu_s),
        "clients_cpu_percent": round(sum(reading.cpu_percent for reading in readings), 1),
        "added_latency_ms": {
            name: round(percentile(latencies, share), 3) for name, share in (("p50", 0.5), ("p99", 0.99))
        },
        "cipher": ", ".join(sorted(frozenset().union(*(reading.ciphers for reading in readings)))),
    }


async def _read_relay(pid: int, start_s: float, seconds: float) -> tuple[float, float]:
    """Seconds that went by, and CPU time of the relay in them."""
    await _sleep_until(start_s)
    begun, cpu_s = time.monotonic(), cpu_seconds(pid)
    await _sleep_until(start_s + seconds)
    return time.monotonic() - begun, cpu_seconds(pid) - cpu_s


async def _sleep_until(moment_s: float) -> None:
    await asyncio.sleep(max(0.0, moment_s - time.monotonic()))


async def until(condition: Callable[[], bool], patience_s: float) -> bool:
    """Wait until it holds; False if it did not within the time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            # It changes with the sweep, at this pace.
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(SWEEP_S)
            return True
    return condition()
