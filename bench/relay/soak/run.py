"""The soak: clients join and leave one worker, and the worker is watched for leaks.

At the end its tables must be empty, and its memory must not have grown since the warm-up.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.figures import Measured, open_files, rss_bytes
from bench.relay.single import ask, one_worker, run_alone
from bench.relay.soak.crowd import Crowd, SoakOptions
from media.control import Event, Ping, Pong
from media.pool.worker_link import WorkerLink

__all__ = ["MAX_GROWTH_BYTES", "Held", "find_faults", "run_soak", "settled_bytes"]

# An interpreter's memory varies by some MiB; a leak in one connection of ten shows within minutes.
MAX_GROWTH_BYTES = 8 * 1024 * 1024
# Compares the medians over this share of the time, right after a warm-up of the same length and at the end.
_SHARE = 0.2
_SAMPLES, _MIN_SAMPLE_S = 200, 0.05
_LEFT_S, _LEFT_PAUSE_S = 15.0, 0.2


@dataclass(frozen=True, slots=True)
class Held:
    """What a worker still held at the end.

    Attributes:
        memory_bytes: growth since the warm-up. files: additional open files and sockets since its start.
        rooms, peers: in its tables.
    """

    memory_bytes: int
    files: int
    rooms: int
    peers: int


def settled_bytes(samples: Sequence[int]) -> tuple[int, int]:
    """Memory after the warm-up and at the end, each a median of one or more evenly spaced samples."""
    part = max(1, int(len(samples) * _SHARE))
    return round(median(samples[part : 2 * part] or samples)), round(median(samples[-part:]))


def find_faults(held: Held, joins: int, failures: int, leaks: int = 0) -> list[str]:
    """The faults a soak found, as stable codes; empty for none.

    Args:
        held: what the worker still held.
        joins: connections that came up. failures: those that did not.
        leaks: how often something passed a closed gate.
    """
    found = {
        "memory_grew": held.memory_bytes > MAX_GROWTH_BYTES,
        "files_grew": held.files > 0,
        "rooms_left": held.rooms > 0,
        "peers_left": held.peers > 0,
        "nobody_joined": joins == 0,
        "joins_failed": failures > 0,
        "gates_leaked": leaks > 0,
    }
    return [name for name, is_so in found.items() if is_so]


def run_soak(options: SoakOptions) -> Measured:
    """Run the soak in an event loop of its own.

    Returns:
        Its figures; `faults` is empty when none were found.

    Raises:
        RelayFailed: the worker no longer answered.
    """
    return run_alone(_soak(options))


async def _soak(options: SoakOptions) -> Measured:
    def on_event(event: Event) -> None:
        """Events are ignored: only what the worker holds matters."""

    async with one_worker(on_event) as link:
        assert link.pid is not None
        crowd = Crowd(link, options)
        files, before = open_files(link.pid), rss_bytes(link.pid)
        rss: list[int] = []
        async with asyncio.TaskGroup() as tasks:
            coming = tasks.create_task(crowd.run(), name="soak:crowd")
            while not coming.done():
                await asyncio.sleep(max(_MIN_SAMPLE_S, options.seconds / _SAMPLES))
                rss.append(rss_bytes(link.pid))
        left = (await _tables_when_empty(link)).stats
        warm, end = settled_bytes(rss)
        held = Held(end - warm, open_files(link.pid) - files, left.rooms, left.peers)
        return {
            "seconds": round(options.seconds, 1),
            "seed": options.seed,
            "joins": crowd.joins,
            "failures": dict(crowd.failures),
            "gates": crowd.gates,
            "leaks": crowd.leaks,
            "rss_mib": {"start": _mib(before), "warm": _mib(warm), "end": _mib(end)},
            "growth_mib": _mib(held.memory_bytes),
            "max_growth_mib": _mib(MAX_GROWTH_BYTES),
            "files_growth": held.files,
            "rooms_left": held.rooms,
            "peers_left": held.peers,
            "faults": find_faults(held, crowd.joins, crowd.failures.total(), crowd.leaks),
        }


def _mib(size: int) -> float:
    return round(size / 2**20, 2)


async def _tables_when_empty(link: WorkerLink) -> Pong:
    """The worker's counters once its tables are empty, or after a timeout."""
    until = time.monotonic() + _LEFT_S
    while True:
        pong = await ask(link, Ping(), Pong)
        if not (pong.stats.rooms or pong.stats.peers) or time.monotonic() > until:
            return pong
        await asyncio.sleep(_LEFT_PAUSE_S)
