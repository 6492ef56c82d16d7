"""The service under test: the real one, in its own processes, on one core."""

import asyncio
import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.auth.invitations import Invitation, Invitations
from app.persistence.migrate import upgrade
from app.persistence.unit_of_work import Database
from app.runtime.clock import SystemClock, to_datetime
from bench.arrivals.people import build_group_setup
from bench.arrivals.wire import Door, address_of, ask_http
from bench.figures import cpu_seconds, rss_bytes

__all__ = ["BenchService", "ServiceFailed", "run_service", "share_cores"]

_CLINIC = "cl_bench"
_AT_ONCE = 20
"""Sessions created per transaction."""
_READY_S = 60.0
_STOP_S = 20.0
_LAG = re.compile(rb"^attune_web_loop_lag_seconds (\S+)$", re.MULTILINE)


class ServiceFailed(Exception):
    """The service did not start, or ended; the text holds its last output."""


class BenchService:
    """The running service.

    Attributes:
        door: Where it listens.
        invitations: By the number of each room, in seat order.
    """

    def __init__(self, door: Door, invitations: Sequence[Sequence[str]], pid: int) -> None:
        self.door = door
        self.invitations = invitations
        self._pid = pid

    def cpu_s(self) -> float:
        """CPU time of the web process so far."""
        return cpu_seconds(self._pid)

    def relay_cpu_s(self) -> float:
        """CPU time of the relay workers so far."""
        return sum(cpu_seconds(pid) for pid in _children(self._pid))

    def rss(self) -> int:
        """Resident memory of the web process, bytes."""
        return rss_bytes(self._pid)

    async def worst_lag_ms(self) -> float:
        """The worst lag of the web process's event loop in the last ten seconds, milliseconds."""
        answer = await ask_http(self.door, address_of(0), "GET", "/metrics")
        found = _LAG.search(answer.body)
        assert found is not None, "the metric is there"
        return 1_000 * float(found[1])


@asynccontextmanager
async def run_service(
    rooms: int, database_url: str | None, core: int | None, more: Mapping[str, str] | None = None
) -> AsyncIterator[BenchService]:
    """Set up sessions for that many rooms and serve them until the end of the block.

    Args:
        database_url: An empty database; None for a temporary SQLite file.
        core: The core for the web process and the relay; None for any.
        more: Further settings.

    Raises:
        ServiceFailed: It did not start.
    """
    with TemporaryDirectory(prefix="attune-bench-") as name:
        folder = Path(name)
        url = database_url or f"sqlite+aiosqlite:///{folder / 'bench.db'}"
        key = secrets.token_urlsafe(48)
        await upgrade(url)
        invitations = await _add_sessions(url, rooms, Invitations(key))
        door = Door("127.0.0.1", _free_port())
        settings = {
            "ATTUNE_DATABASE_URL": url,
            "ATTUNE_DATA_DIR": str(folder),
            "ATTUNE_PORT": str(door.port),
            "ATTUNE_SECRET_KEY": key,
            "ATTUNE_LOG_LEVEL": "warning",
            **(more or {}),
        }
        log = folder / "log"
        process = _start(settings, log, core)
        try:
            await _until_ready(door, process, log)
            yield BenchService(door, invitations, process.pid)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, _STOP_S)


def share_cores() -> int | None:
    """Pin this process to the last core; returns the first one for the service, None if there is only one."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return None
    os.sched_setaffinity(0, {cores[-1]})
    return cores[0]


async def _add_sessions(url: str, rooms: int, writer: Invitations) -> list[list[str]]:
    database = Database.at(url)
    opens = to_datetime(SystemClock().now() - 60)
    try:
        for first in range(0, rooms, _AT_ONCE):
            async with database.write() as unit:
                await unit.sessions.ensure_clinic(_CLINIC, "Bench")
                for number in range(first, min(first + _AT_ONCE, rooms)):
                    setup = build_group_setup(number)
                    await unit.sessions.add(_CLINIC, setup, opens, opens + timedelta(days=1))
    finally:
        await database.close()
    return [
        [writer.write(Invitation(seat, 1)) for seat in build_group_setup(number).seats]
        for number in range(rooms)
    ]


def _start(settings: dict[str, str], log: Path, core: int | None) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli.main import main; main()", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=kept | settings,
        )
    if core is not None:
        # Before it has threads or workers of its own, which would stay where they are.
        os.sched_setaffinity(process.pid, {core})
    return process


async def _until_ready(door: Door, process: subprocess.Popen[bytes], log: Path) -> None:
    try:
        async with asyncio.timeout(_READY_S):
            while process.poll() is None:
                try:
                    if (await ask_http(door, address_of(0), "GET", "/health")).status == 200:
                        return
                except OSError:
                    pass
                await asyncio.sleep(0.1)
    except TimeoutError:
        pass
    raise ServiceFailed(_end_of(log))


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2_000:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in tasks.read_text().split()]
    return found
