"""What fixtures put into a test's SQLite database, built once per process and copied into it for every later test.

To build a clinic's people one request or transaction after the other takes longer than what most tests do with them.
"""

import copy
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["BuiltOnce", "Snapshots"]

Made = TypeVar("Made")

Snapshots = dict[tuple[str, ...], tuple[sqlite3.Connection, Any]]
"""By the steps that led there: a copy of the database in memory, and what the last step returned."""


class BuiltOnce:
    """One test's database, as its fixtures build it step by step.

    Args:
        file: The database, with today's schema and nothing in it.
        snapshots: Those of this process; every step that is new is added.
    """

    def __init__(self, file: Path, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._database = sqlite3.connect(file)
        # What is copied need not survive a crash of the machine.
        self._database.execute("PRAGMA synchronous=OFF")
        self._steps: tuple[str, ...] = ()
        self._version = self._look()

    async def step(self, name: str, make: Callable[[], Awaitable[Made]], *bound: object) -> Made:
        """Return what ``make`` returns, and leave in the database what it writes there.

        Args:
            name: The same for all that write the same.
            make: Must depend on nothing but the steps before it, and change nothing but the database.
            bound: What the result holds of this test alone, always in the same order: its store, its browser.
        """
        if self._look() != self._version:
            # Somebody else wrote in between: there is no telling what a snapshot would undo.
            return await make()
        self._steps = (*self._steps, name)
        if kept := self._snapshots.get(self._steps):
            snapshot, made = kept
            snapshot.backup(self._database)
            self._version = self._look()
            slots, value = made
            own_copy: Made = copy.deepcopy(value, dict(zip(map(id, slots), bound, strict=True)))
            return own_copy
        found = await make()
        self._keep(found, bound)
        return found

    def close(self) -> None:
        self._database.close()

    def _keep(self, found: object, bound: tuple[object, ...]) -> None:
        snapshot = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.backup(snapshot)
        slots = [_Slot() for _ in bound]
        value = copy.deepcopy(found, dict(zip(map(id, bound), slots, strict=True)))
        self._snapshots[self._steps] = snapshot, (slots, value)
        self._version = self._look()

    def _look(self) -> int:
        """Return a number that changes when another connection writes."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)


class _Slot:
    """Stands in a kept result for what belongs to one test."""
