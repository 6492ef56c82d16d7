"""The real service for tests, in a process of its own with its own data and ports: the demo, or an empty one."""

import atexit
import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO

import httpx

from tests.support.service.forked import start_attune
from tests.support.service.waiting import until

__all__ = ["Service", "running_service"]

_ROOM = re.compile(r"^(?P<title>\S.*)\n(?P<links>(?:  .*/join#\S+\n)+)", re.MULTILINE)
_LINK = re.compile(r"^  (?P<name>\S.*?)  .*  (?P<url>https?://\S+/join#\S+)$", re.MULTILINE)
_STOP_S = 20.0
_SEED_S = 60.0


class Service:
    """One run of the service, or several in a row on the same data and port.

    Attributes:
        rooms: By room title, the join links of people, shared seats and phones, by the name printed before them.
        base_url: The address it is served at.
        database: Its SQLite file.

    With ``hurried`` its clock can be advanced (`tests.support.rooms.hurried`). With ``demo`` it serves invented people
    and their rooms, and so many simulated ``people`` come to the first; otherwise only what is made in it.
    """

    def __init__(
        self,
        folder: Path,
        settings: dict[str, str],
        *,
        hurried: bool = False,
        demo: bool = True,
        people: int = 0,
    ) -> None:
        self.rooms: dict[str, dict[str, str]] = {}
        self._hurried = hurried
        self._words = ("demo", "--serve", "--people", str(people)) if demo else ("serve",)
        self._own_file = "ATTUNE_DATABASE_URL" not in settings
        port = _free_port()
        self.base_url = f"http://localhost:{port}"
        self.database = folder / "data" / "attune.db"
        self._log = folder / "service.log"
        self._environment = {
            key: value for key, value in os.environ.items() if not key.startswith("ATTUNE_")
        } | {
            "ATTUNE_DATA_DIR": str(folder / "data"),
            "ATTUNE_PORT": str(port),
            "ATTUNE_RELAY_BIND": "127.0.0.1",
            "ATTUNE_RELAY_ANNOUNCE": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self._process: BaseProcess | None = None

    @property
    def links(self) -> dict[str, str]:
        """The links of the first room, the group."""
        return next(iter(self.rooms.values()))

    @property
    def log(self) -> str:
        """Everything it has printed so far, over all its runs."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    async def start(self) -> None:
        """Start it; returns once it answers."""
        if "demo" in self._words and self._own_file and not self.database.exists():
            shutil.copytree(_demo_data(), self.database.parent)
        self._process = start_attune(self._words, self._environment, self._log, hurried=self._hurried)
        async with httpx.AsyncClient(base_url=self.base_url, timeout=5) as client:
            await until(lambda: self._answers(client), "the service answers at /health")
        self.rooms = self.rooms or {
            room["title"]: {link["name"]: link["url"] for link in _LINK.finditer(room["links"])}
            for room in _ROOM.finditer(self.log)
        }
        assert self.rooms or "demo" not in self._words, f"no links in what it printed:\n{self.log}"

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        assert self._running.exitcode is None, f"the service ended at its start:\n{self.log}"
        try:
            return (await client.get("/health")).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def command(self, *words: str) -> str:
        """Run ``attune`` with the service's own settings, whether it runs or not; returns the output."""
        program = str(Path(sys.executable).with_name("attune"))
        ran = subprocess.run(
            [program, *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=_STOP_S,
            check=True,
        )
        return ran.stdout

    def hurry(self) -> None:
        """Advance the clock of a hurried service by ``hurried.HURRY_S``; rooms notice at their next event."""
        self._signal(signal.SIGUSR1)

    def kill_relay_worker(self) -> int:
        """Kill one relay process, as a crash would; returns how many there were."""
        workers = self.relay_workers()
        assert workers, "no relay worker is running"
        os.kill(workers[0], signal.SIGKILL)
        return len(workers)

    def relay_workers(self) -> list[int]:
        """Return the process ids of the relay workers."""
        return [pid for pid in _children(self._pid) if "app.live.relay.worker" in _command_line(pid)]

    async def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the web process with a signal and start it again on the same port and data."""
        children = _children(self._pid)
        self._signal(how)
        await self._ended(children)
        await self.start()

    async def stop(self) -> None:
        """Press Ctrl-C; it must exit with status 0 and leave no process behind."""
        children = _children(self._pid)
        os.killpg(self._pid, signal.SIGINT)
        await self._ended(children)
        code = self._running.exitcode
        assert code == 0, f"exit code {code}:\n{self.log}"

    def kill(self) -> None:
        """Kill whatever still runs, to clean up after a failure."""
        if self._process is not None and self._process.exitcode is None:
            os.killpg(self._pid, signal.SIGKILL)
            self._process.join(_STOP_S)

    @property
    def _running(self) -> BaseProcess:
        assert self._process is not None, "the service was not started"
        return self._process

    @property
    def _pid(self) -> int:
        pid = self._running.pid
        assert pid is not None, "it was started"
        return pid

    def _signal(self, number: signal.Signals) -> None:
        os.kill(self._pid, number)

    async def _ended(self, children: list[int]) -> None:
        async def ended() -> bool:
            return self._running.exitcode is not None and not any(map(_is_alive, children))

        await until(ended, "the service and its relay workers have ended", _STOP_S)


@asynccontextmanager
async def running_service(
    folder: Path, *, hurried: bool = False, demo: bool = True, people: int = 0, **settings: str
) -> AsyncIterator[Service]:
    """Run a service with these settings; it must shut down cleanly unless the test stopped it already."""
    service = Service(folder, settings, hurried=hurried, demo=demo, people=people)
    try:
        await service.start()
        yield service
        await service.stop()
    finally:
        service.kill()


@cache
def _demo_data() -> Path:
    """Return the data of a new demo, which all processes of a run share: to invent its people takes longer than to
    serve them."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
    top = Path(tempfile.gettempdir()) / f"attune-demo-{run}"
    top.mkdir(exist_ok=True)
    folder, log = top / "data", top / "demo.log"
    with (top / "making").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not (top / "made").exists():
            environment = {key: value for key, value in os.environ.items() if not key.startswith("ATTUNE_")}
            process = start_attune(("demo",), {**environment, "ATTUNE_DATA_DIR": str(folder)}, log)
            process.join(_SEED_S)
            assert process.exitcode == 0, f"no demo was made:\n{log.read_text(errors='replace')}"
            (top / "made").touch()
    # Whoever uses it last removes it.
    using = (top / "using").open("w")
    fcntl.flock(using, fcntl.LOCK_SH)
    atexit.register(_leave_demo, top, using)
    return folder


def _leave_demo(top: Path, using: IO[str]) -> None:
    with suppress(BlockingIOError):
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(top, ignore_errors=True)


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


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
