"""All light clients of a run, and what is read of a relay while they send to it and listen."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable

from bench.figures import Measured, cpu_seconds, load_figures, percentile
from bench.relay.client import LightClient
from bench.relay.endpoint import SWEEP_S, Endpoint, sweep
from bench.relay.seat import Seat

__all__ = ["WARM_UP_S", "Clients", "take_figures", "until", "clients_at_work"]

WARM_UP_S = 2.0


class Clients:
    """The connections of everyone in a run, read at one pace.

    Attributes:
        endpoints: the connections so far.
    """

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.endpoints: list[Endpoint] = []
        self._tasks = tasks
        self._running = [tasks.create_task(sweep(self.endpoints), name="bench:sweep")]

    def listen(self, client: LightClient) -> Endpoint:
        """Count what arrives on a connected client from now on, and report on it."""
        return self._add(Endpoint(client))

    def send(self, seat: Seat) -> Endpoint:
        """The same for a seat's own client, and let the seat send."""
        endpoint = self._add(Endpoint(seat.client, list(seat.sources.values()), numbered=seat.numbered))
        self._running += [
            self._tasks.create_task(seat.send(source), name=f"bench:send:{seat.number}")
            for source in seat.sources
        ]
        return endpoint

    def packets(self) -> int:
        """How many arrived at all of them so far."""
        return sum(endpoint.packets for endpoint in self.endpoints)

    def stop(self) -> None:
        """Send and read nothing more."""
        for task in self._running:
            task.cancel()

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


async def take_figures(pid: int, clients: Clients, seconds: float) -> Measured:
    """Read for so long, after a warm-up, what arrives and what the relay's process costs.

    Args:
        pid: of the relay. clients: connected. seconds: how long.
    """
    await asyncio.sleep(WARM_UP_S)
    for endpoint in clients.endpoints:
        endpoint.latencies_ns.clear()
    packets, start = clients.packets(), time.monotonic()
    cpu_s, clients_s = cpu_seconds(pid), cpu_seconds(os.getpid())
    await asyncio.sleep(seconds)
    cpu_s, clients_s = cpu_seconds(pid) - cpu_s, cpu_seconds(os.getpid()) - clients_s
    packets, elapsed_s = clients.packets() - packets, time.monotonic() - start
    latencies = [latency / 1e6 for endpoint in clients.endpoints for latency in endpoint.latencies_ns]
    return {
        **load_figures(packets, elapsed_s, cpu_s),
        "clients_cpu_percent": round(100 * clients_s / elapsed_s, 1),
        "added_latency_ms": {
            name: round(percentile(latencies, share), 3) for name, share in (("p50", 0.5), ("p99", 0.99))
        },
        "cipher": ", ".join(sorted({endpoint.client.cipher for endpoint in clients.endpoints})),
    }


async def until(condition: Callable[[], bool], patience_s: float) -> bool:
    """Wait until it holds; False if it did not within the time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            # It changes with the sweep, at this pace.
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(SWEEP_S)
            return True
    return condition()
