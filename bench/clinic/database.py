"""Where the clinic is kept: a SQLite file, or a PostgreSQL server of its own whose tables the service does not own."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.persistence.migrate import upgrade
from app.persistence.unit_of_work import Database
from bench.clinic.postgres import find_programs, run_server
from bench.clinic.size import DatabaseKind

__all__ = ["Counted", "DatabaseMissing", "Place", "open_place"]

_ROLE = "attune_app"
_NANOSECONDS = 1e9


class DatabaseMissing(Exception):
    """The programs of the database are not installed."""


@dataclass(frozen=True, slots=True)
class Place:
    """An open database.

    Attributes:
        database: As the service uses it.
        cpu_s: Returns the CPU time of the database's own processes so far, seconds; 0 where it runs inside ours.
        owner: The engine of the owner of the tables, who sees to their upkeep; None where nobody does.
    """

    database: Database
    cpu_s: Callable[[], float]
    owner: AsyncEngine | None = None

    async def settle(self) -> None:
        """Gather statistics, as PostgreSQL does by itself some time after a clinic has moved in."""
        if self.owner is not None:
            async with self.owner.connect() as connection:
                autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await autocommit.execute(text("VACUUM ANALYZE"))


@dataclass
class Counted:
    """The statements since ``clear``; to begin a transaction is none."""

    statements: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Count from 0."""
        self.statements.clear()

    @contextmanager
    def of(self, database: Database) -> Iterator["Counted"]:
        """Count a database's statements until the end of the block."""

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.startswith("BEGIN"):
                self.statements.append(statement)

        engine = database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield self
        finally:
            event.remove(engine, "before_cursor_execute", note)


@asynccontextmanager
async def open_place(kind: DatabaseKind, *, durable: bool = True) -> AsyncIterator[Place]:
    """Make an empty database with today's schema; it is gone at the end of the block.

    Args:
        durable: Whether PostgreSQL waits for the disk with each commit, as in production.

    Raises:
        DatabaseMissing: PostgreSQL is not installed.
    """
    with ExitStack() as owned:
        if kind is DatabaseKind.SQLITE:
            folder = Path(owned.enter_context(TemporaryDirectory(prefix="attune-bench-")))
            url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
            await upgrade(url)
            async with _opened(url) as database:
                yield Place(database, lambda: 0.0)
            return
        programs = find_programs()
        if programs is None:
            raise DatabaseMissing
        server = owned.enter_context(run_server(programs, durable=durable))
        owners_url = server.make_database()
        await upgrade(owners_url)
        async with _opened(owners_url) as owners:
            async with owners.engine.begin() as connection:
                for statement in (
                    f"CREATE ROLE {_ROLE} LOGIN",
                    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {_ROLE}",
                    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_ROLE}",
                ):
                    await connection.execute(text(statement))
            async with _opened(owners_url.replace("//attune@", f"//{_ROLE}@")) as database:
                yield Place(database, lambda: _cpu_of_children(server.pid), owners.engine)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database.at(url)
    try:
        yield database
    finally:
        await database.close()


def _cpu_of_children(pid: int) -> float:
    """CPU time of a process's children that live, seconds, exactly: from the scheduler's own count."""
    spent = 0
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            spent += int(Path(f"/proc/{child}/schedstat").read_text().split()[0])
        except FileNotFoundError:
            # It has ended since; connections of the pool do not.
            continue
    return spent / _NANOSECONDS
