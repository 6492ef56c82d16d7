"""A later test finds the same as the first, in its own database; nothing that somebody else wrote is undone."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.databases.built_once import BuiltOnce, Snapshots


class _Store:
    """What belongs to one test."""


@dataclass(frozen=True)
class _Clinic:
    store: _Store
    people: list[str]


class _Test:
    """One test with a database of its own, and what its fixtures do."""

    def __init__(self, file: Path, snapshots: Snapshots) -> None:
        self.database = sqlite3.connect(file, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("CREATE TABLE people (name TEXT)")
        self.store = _Store()
        self.made = 0
        self.built_once = BuiltOnce(file, snapshots)

    def add(self, name: str) -> None:
        self.database.execute("INSERT INTO people VALUES (?)", (name,))

    async def step(self, name: str) -> _Clinic:
        async def make() -> _Clinic:
            self.made += 1
            self.add(name)
            return _Clinic(self.store, [name])

        return await self.built_once.step(name, make, self.store)

    @property
    def people(self) -> list[str]:
        return [name for (name,) in self.database.execute("SELECT name FROM people ORDER BY rowid")]


@pytest.fixture
def tests(tmp_path: Path) -> list[_Test]:
    snapshots: Snapshots = {}
    return [_Test(tmp_path / f"{number}.db", snapshots) for number in range(2)]


async def test_a_later_test_finds_what_the_first_one_made(tests: list[_Test]) -> None:
    first, later = tests
    for test in tests:
        await test.step("ana")
        made = await test.step("ben")
        assert made == _Clinic(test.store, ["ben"])
        assert test.people == ["ana", "ben"]
    assert (first.made, later.made) == (2, 0)


async def test_what_one_test_does_stays_there(tests: list[_Test]) -> None:
    first, later = tests
    made = await first.step("ana")
    made.people.append("changed")
    first.add("zoe")
    assert (await later.step("ana")).people == ["ana"]
    assert later.people == ["ana"]


async def test_another_order_is_another_database(tests: list[_Test]) -> None:
    first, later = tests
    for name in ("ana", "ben"):
        await first.step(name)
    for name in ("ben", "ana"):
        await later.step(name)
    assert later.people == ["ben", "ana"]
    assert later.made == 2


async def test_nothing_is_undone_that_somebody_else_wrote(tests: list[_Test]) -> None:
    first, later = tests
    await first.step("ana")
    later.add("zoe")
    await later.step("ana")
    assert later.people == ["zoe", "ana"]
    assert later.made == 1
