"""Outages are told apart from permanent errors, by each database's own error codes."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from app.persistence.refusals import is_outage


class Fault(Exception):
    """An error of asyncpg, as far as it matters here."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def wrapped(fault: Exception, *, invalidated: bool = False) -> DBAPIError:
    return DBAPIError("INSERT", None, fault, connection_invalidated=invalidated)


@pytest.mark.parametrize(
    "state",
    [
        "08006",
        "28P01",
        "3D000",
        "40001",
        "40P01",
        "53100",
        "53300",
        "55P03",
        "57P01",
        "57P03",
        "58030",
        "25006",
    ],
)
def test_what_a_server_gets_over_is_an_outage(state: str) -> None:
    assert is_outage(wrapped(Fault(state)))


@pytest.mark.parametrize(
    "state", ["22001", "22021", "23505", "23514", "23503", "42P01", "42501", "54000", "XX001"]
)
def test_what_a_server_will_say_again_is_none(state: str) -> None:
    assert not is_outage(wrapped(Fault(state)))


def test_a_driver_without_a_connection_means_an_outage() -> None:
    assert is_outage(wrapped(Fault(None)))
    closed = sqlite3.ProgrammingError("Cannot operate on a closed database.")
    assert is_outage(wrapped(closed, invalidated=True))
    assert not is_outage(wrapped(sqlite3.ProgrammingError("Error binding parameter 1")))


def locked(file: Path) -> None:
    with sqlite3.connect(file) as holder, sqlite3.connect(file, timeout=0) as other:
        holder.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def full(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA max_page_count=2")
        connection.execute("CREATE TABLE more (a)")
        connection.execute("INSERT INTO more VALUES (zeroblob(100000))")


def read_only(file: Path) -> None:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        connection.execute("INSERT INTO t VALUES (1)")


def not_there(file: Path) -> None:
    sqlite3.connect(file.parent / "nowhere" / "x.db")


def taken(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO t VALUES (1)")
        connection.execute("INSERT INTO t VALUES (1)")


def out_of_order(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO t VALUES (-1)")


def no_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO u VALUES (1)")


def damaged(file: Path) -> None:
    file.write_bytes(b"this is no database, whatever its name says" * 100)
    with sqlite3.connect(file) as connection:
        connection.execute("SELECT * FROM t")


@pytest.mark.parametrize(
    ("trouble", "passes"),
    [
        (locked, True),
        (full, True),
        (read_only, True),
        (not_there, True),
        (taken, False),
        (out_of_order, False),
        (no_table, False),
        (damaged, False),
    ],
)
def test_sqlite_says_which_it_is(tmp_path: Path, trouble: Callable[[Path], None], passes: bool) -> None:
    file = tmp_path / "a.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY CHECK (a > 0))")
    with pytest.raises(sqlite3.Error) as caught:
        trouble(file)
    assert is_outage(wrapped(caught.value)) is passes
