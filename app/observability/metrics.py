"""The metrics, read from the running service on every scrape; nothing is counted twice and nothing is stored.

Labels are a worker's number, a direction, a drop reason, a route template and a status class: never a room, a seat, a
person or an address. docs/operations.md says what they mean and what to watch.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.observability.operations import ServiceReading
from media.counters import WorkerStats
from media.pool.pool import WorkerState

__all__ = ["CONTENT_TYPE", "TrafficReading", "write_metrics"]

CONTENT_TYPE = CONTENT_TYPE_LATEST


@dataclass(frozen=True, slots=True)
class TrafficReading:
    """What the web server has served.

    Attributes:
        sockets: Open websockets.
        requests: HTTP requests since the start, by route template and status class (``2xx``).
    """

    sockets: int
    requests: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One value that every worker has."""

    name: str
    meaning: str
    read: Callable[[WorkerStats], float]


_COUNTERS = (
    _Reading(
        "gated_packets", "Packets that a gate dropped: who may not be heard or seen.", lambda s: s.gated
    ),
    _Reading("resent_packets", "Packets repeated to receivers that asked.", lambda s: s.resent),
    _Reading("nacked_packets", "Packets asked for again from senders.", lambda s: s.nacked),
    _Reading("cpu_seconds", "CPU time of the process.", lambda s: s.cpu_s),
)
_GAUGES = (
    _Reading("peers", "Connections at this moment.", lambda s: s.peers),
    _Reading("resident_memory_bytes", "Memory of the process.", lambda s: s.rss_bytes),
    _Reading(
        "lag_seconds",
        "How late its timer was at worst since its last sign of life.",
        lambda s: s.lag_ms / 1000,
    ),
)


def write_metrics(workers: Iterable[WorkerState], services: ServiceReading, traffic: TrafficReading) -> bytes:
    """Return the metrics in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_ServiceCollector([*_of_workers(tuple(workers)), *_of_web(services, traffic)]))
    return generate_latest(registry)


class _ServiceCollector(Collector):
    """Metric families that were already read."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._families


def _of_workers(workers: tuple[WorkerState, ...]) -> Iterable[Metric]:
    """Return the workers' metrics. A worker that has not reported yet shows only its state: a gap is more honest than a
    zero."""
    up = _gauge("relay_up", "Whether the worker can be called.", "worker")
    draining = _gauge("relay_draining", "Whether it takes no room and gives its own away.", "worker")
    rooms = _gauge("relay_rooms", "Rooms placed on it.", "worker")
    restarts = _counter("relay_restarts", "Lives that ended without being asked to.", "worker")
    packets = _counter("relay_packets", "SRTP packets.", "worker", "direction")
    octets = _counter("relay_bytes", "SRTP bytes.", "worker", "direction")
    drops = _counter("relay_dropped_packets", "Packets dropped, by reason.", "worker", "reason")
    for worker in workers:
        label = str(worker.index)
        up.add_metric([label], worker.up)
        draining.add_metric([label], worker.draining)
        rooms.add_metric([label], worker.rooms)
        restarts.add_metric([label], worker.restarts)
        if worker.stats is None:
            continue
        packets.add_metric([label, "in"], worker.stats.packets_in)
        packets.add_metric([label, "out"], worker.stats.packets_out)
        octets.add_metric([label, "in"], worker.stats.bytes_in)
        octets.add_metric([label, "out"], worker.stats.bytes_out)
        for reason, count in sorted(worker.stats.drops.items()):
            drops.add_metric([label, reason], count)
    yield from (up, draining, rooms, restarts, packets, octets, drops)
    known = [(str(worker.index), worker.stats) for worker in workers if worker.stats is not None]
    for make, readings in ((_counter, _COUNTERS), (_gauge, _GAUGES)):
        for reading in readings:
            family = make(f"relay_{reading.name}", reading.meaning, "worker")
            for label, stats in known:
                family.add_metric([label], reading.read(stats))
            yield family


def _of_web(services: ServiceReading, traffic: TrafficReading) -> Iterable[Metric]:
    for name, meaning, value in (
        ("web_open_sockets", "Websockets that are open.", traffic.sockets),
        ("web_rooms", "Rooms that run.", services.rooms),
        ("web_backlog_records", "Records that wait for the database.", services.backlog),
        (
            "web_refused_rooms",
            "Rooms whose record the database refuses, or cannot be read.",
            services.refused,
        ),
        (
            "web_loop_lag_seconds",
            "How late the event loop was at worst in the last 10 s.",
            services.lag_ms / 1000,
        ),
    ):
        family = _gauge(name, meaning)
        family.add_metric([], value)
        yield family
    requests = _counter(
        "web_http_requests", "HTTP requests, by route and class of status.", "route", "status"
    )
    for (route, status), count in sorted(traffic.requests.items()):
        requests.add_metric([route, status], count)
    yield requests


def _counter(name: str, meaning: str, *labels: str) -> CounterMetricFamily:
    return CounterMetricFamily(f"attune_{name}", meaning, labels=labels)


def _gauge(name: str, meaning: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"attune_{name}", meaning, labels=labels)
