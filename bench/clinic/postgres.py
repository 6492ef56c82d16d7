"""A private PostgreSQL server for benches and tests: in a temporary directory, on a free port, removed afterwards.

PostgreSQL refuses to run as root, so root runs it as an unprivileged user.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["PostgresServer", "find_programs", "run_server"]

_START_TIMEOUT_S = 60


def find_programs() -> Path | None:
    """Return the directory of the newest installed version's initdb and pg_ctl, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class PostgresServer:
    """A running server; ``make_database`` gives each test a database of its own.

    Args:
        durable: Whether what is committed survives a crash of the machine, as in production. Tests do without: it is
            slow.
    """

    def __init__(self, programs: Path, folder: Path, port: int, *, durable: bool = False) -> None:
        self._programs = programs
        self._folder = folder
        self._durable = durable
        self.port = port

    @property
    def pid(self) -> int:
        """The server's process, whose children serve the connections."""
        return int((self._folder / "postmaster.pid").read_text().splitlines()[0])

    def make_database(self, template: str = "template1") -> str:
        """Make a copy of a database, as a rule an empty one, and return its URL."""
        name = f"attune_{secrets.token_hex(6)}"
        self._run_client("createdb", "-T", template, name)
        return f"postgresql+asyncpg://attune@127.0.0.1:{self.port}/{name}"

    def run_sql(self, url: str, sql: str) -> None:
        """Run statements in one of its databases."""
        self._run_client("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-c", sql, url.rpartition("/")[2])

    def _run_client(self, program: str, *arguments: str) -> None:
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "attune"]
        _run([self._programs / program, *address, *arguments], self._folder)

    def stop(self) -> None:
        """Stop the server and all its connections at once."""
        _run([self._programs / "pg_ctl", "-D", self._folder, "-m", "immediate", "-w", "stop"], self._folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1"
        if not self._durable:
            options += " -c fsync=off -c full_page_writes=off"
        log = self._folder / "log"
        _run(
            [self._programs / "pg_ctl", "-D", self._folder, "-o", options, "-l", log, "-w", "start"],
            self._folder,
        )


@contextmanager
def run_server(programs: Path, *, durable: bool = False) -> Iterator[PostgresServer]:
    """Make a cluster, run its server for the length of the block, and remove everything."""
    folder = Path(tempfile.mkdtemp(prefix="attune-postgres-"))
    try:
        if os.geteuid() == 0:
            user = _unprivileged()
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run(
            [programs / "initdb", "-D", folder, "-U", "attune", "-A", "trust", "-E", "UTF8", "--no-sync"],
            folder,
        )
        server = PostgresServer(programs, folder, _free_port(), durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path], folder: Path) -> None:
    who = _unprivileged() if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=_START_TIMEOUT_S,
        user=who.pw_uid if who else None,
        group=who.pw_gid if who else None,
        extra_groups=[] if who else None,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.decode(errors='replace')}")


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no user to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
