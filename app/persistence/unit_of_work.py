"""Transactions: one unit of work per request or room command, committed at its end or not at all.

A websocket never holds a unit. If the database cannot be reached, its error becomes ``StorageUnavailable``; if it can
and refuses, ``StorageRefused`` or ``WriteConflict``.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from app.persistence.checkpoint import keep_log_short
from app.persistence.engine import PATIENCE_S, WRITES, open_engine, open_thread_engine
from app.persistence.refusals import is_outage
from app.persistence.repositories.live.journal import JournalRepository
from app.persistence.repositories.live.presence import PresenceRepository
from app.persistence.repositories.live.sessions import SessionRepository
from app.persistence.room_log import Stretch, write_records

__all__ = ["Database", "StorageRefused", "StorageUnavailable", "UnitOfWork", "WriteConflict"]

Found = TypeVar("Found")


class StorageUnavailable(Exception):
    """The database cannot be used now; retry later."""


class StorageRefused(StorageUnavailable):
    """The database refuses, now and later. A subclass, because a reader can do no more than during an outage."""


class WriteConflict(Exception):
    """A constraint failed: another writer stored the same thing, or the data is inconsistent. Nothing was stored."""


class UnitOfWork:
    """The repositories of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.sessions = SessionRepository(session)
        self.journal = JournalRepository(session)
        self.presence = PresenceRepository(session)


class Database:
    """The service's storage; whoever created it closes it once."""

    def __init__(self, engine: AsyncEngine, log_engine: Engine | None, look_engine: Engine | None) -> None:
        """Use these engines.

        Args:
            engine: The pool for everything else.
            log_engine: Writes the rooms' log from a thread; None if ``engine`` does that as well.
            look_engine: Runs lookups from a thread; None if ``engine`` does that as well.
        """
        self._engine = engine
        self._log_engine = log_engine
        self._look_engine = look_engine
        self._looking = ThreadPoolExecutor(1, "database:look")
        self._readers = async_sessionmaker(engine, expire_on_commit=False)
        self._writers = async_sessionmaker(engine.execution_options(**{WRITES: True}), expire_on_commit=False)

    @classmethod
    def at(cls, url: str) -> "Database":
        """Return the database at this URL, without connecting."""
        return cls(
            open_engine(url),
            open_thread_engine(url, writes=True),
            open_thread_engine(url, writes=False),
        )

    @property
    def engine(self) -> AsyncEngine:
        """The engine, for migrations."""
        return self._engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """Open a read-only unit. Raises StorageUnavailable."""
        async with _translated(), self._readers() as session:
            yield UnitOfWork(session)

    async def look_up(self, find: Callable[[Connection], Found]) -> Found:
        """Return what this function finds in a read-only transaction.

        Used for queries that run whenever somebody arrives. For a SQLite file they run in a thread, one after the other;
        while the database is busy, callers wait in line. Raises StorageUnavailable, also after ``PATIENCE_S``.
        """
        async with _translated(), asyncio.timeout(PATIENCE_S):
            if self._look_engine is not None:
                looking = asyncio.get_running_loop().run_in_executor(
                    self._looking, _look_up, self._look_engine, find
                )
                return await looking
            async with self._engine.connect() as connection:
                return await connection.run_sync(find)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit that is committed whole at the end of the block. Raises StorageUnavailable, WriteConflict."""
        async with _translated(), self._writers.begin() as session:
            yield UnitOfWork(session)

    @asynccontextmanager
    async def transaction(self, *, writes: bool) -> AsyncIterator[AsyncSession]:
        """Open a session for a clinic's unit of work; one that writes is committed at the end of the block.

        Raises StorageUnavailable, WriteConflict.
        """
        async with _translated():
            if writes:
                async with self._writers.begin() as session:
                    yield session
            else:
                async with self._readers() as session:
                    yield session

    async def append(self, log: Sequence[Stretch]) -> None:
        """Store stretches of rooms' logs, all or none, with everything derived from them; durable when this returns.

        A cancelled call may still store them. Raises StorageUnavailable, WriteConflict.
        """
        async with _translated():
            if self._log_engine is not None:
                await asyncio.to_thread(_append, self._log_engine, log)
                return
            async with self._engine.begin() as connection:
                await connection.run_sync(write_records, log)

    async def look_after(self) -> None:
        """Do the database's periodic maintenance until cancelled; returns at once if there is none."""
        if self._log_engine is not None:
            assert self._log_engine.url.database, "it is a file"
            await keep_log_short(Path(self._log_engine.url.database))

    async def ping(self) -> None:
        """Check that the database answers. Raises StorageUnavailable."""
        async with _translated(), self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()
        self._looking.shutdown(wait=False, cancel_futures=True)
        for engine in (self._log_engine, self._look_engine):
            if engine is not None:
                engine.dispose()


def _append(engine: Engine, log: Sequence[Stretch]) -> None:
    with engine.begin() as connection:
        write_records(connection, log)


def _look_up(engine: Engine, find: Callable[[Connection], Found]) -> Found:
    with engine.begin() as connection:
        return find(connection)


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except IntegrityError as error:
        # Not chained: the driver's message quotes values, which may be personal data.
        raise WriteConflict(type(error.orig).__name__) from None
    except DBAPIError as error:
        raised = StorageUnavailable if is_outage(error) else StorageRefused
        raise raised(type(error.orig).__name__) from None
    except (PoolTimeout, OSError) as error:
        raise StorageUnavailable(type(error).__name__) from None
