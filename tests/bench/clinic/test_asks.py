"""The busiest requests ask the database as often in a bigger clinic as in a small one.

What the bench measures is asked here of two clinics that are quickly built, and nothing is timed.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.live.planned.planner import Planner
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from bench.clinic.asks import Ask, asks_of
from bench.clinic.building import CLINIC, NOW, BuiltClinic, NobodyMeets, build_clinic
from bench.clinic.database import Counted, open_place
from bench.clinic.postgres import find_programs
from bench.clinic.service import BenchService, StandingClock, open_service
from bench.clinic.size import ClinicSize, DatabaseKind

SMALL = ClinicSize(clients=16, clinicians=2, planners=1, cohorts=1, couples=1, individual=4)
BIGGER = ClinicSize.of(60)

QUERIES = {
    "Today": 6,
    "one week, one's own": 6,
    "one week of the clinic, first page": 10,
    "one week of the clinic, last page": 10,
    "a person's page": 16,
    "people search as one types": 8,
    "attendance, a group's week": 17,
    "attendance, a client's year": 21,
    "save in a series of 50: this one": 26,
    "save in a series of 50: this and the following": 30,
    "save in a series of 50: all": 32,
    "the planner's look": 2,
}
"""Of one request on SQLite, signing in and the audit trail included. A number here rises only with a reason."""


@dataclass(frozen=True)
class Opened:
    """A clinic that is built, and what is asked of it."""

    database: Database
    service: BenchService
    built: BuiltClinic
    asks: list[Ask]


@asynccontextmanager
async def clinic_of(
    size: ClinicSize, folder: Path, kind: DatabaseKind = DatabaseKind.SQLITE
) -> AsyncIterator[Opened]:
    clock = StandingClock(NOW)
    async with open_place(kind, durable=False) as place:
        store = ClinicStore(place.database, InstallationKey("the key of this installation, forty-two"))
        async with open_service(store, clock, folder) as service:
            built = await build_clinic(store, size, clock, service.services.notices)
            asks = await asks_of(service, built, Planner(store, clock, NobodyMeets()))
            yield Opened(place.database, service, built, asks)


async def most_queries(opened: Opened) -> dict[str, int]:
    """Ask each twice, of other people, and return the most statements of one."""
    most = dict[str, int]()
    with Counted().of(opened.database) as counted:
        for ask in opened.asks:
            for number in range(2):
                await ask.before(number)
                counted.clear()
                await ask.go(number)
                most[ask.name] = max(most.get(ask.name, 0), len(counted.statements))
                await ask.after(number)
    return most


@pytest.mark.parametrize("size", [SMALL, BIGGER], ids=["16 clients", "60 clients"])
async def test_the_number_of_queries_is_that_of_any_clinic(size: ClinicSize, tmp_path: Path) -> None:
    async with clinic_of(size, tmp_path) as opened:
        assert await most_queries(opened) == QUERIES


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(300)
async def test_the_number_stays_the_same_on_postgresql_too(tmp_path: Path) -> None:
    if find_programs() is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    counts = []
    twice = ClinicSize(clients=32, clinicians=2, planners=1, cohorts=2, couples=2, individual=8)
    for size in (SMALL, twice):
        async with clinic_of(size, tmp_path, DatabaseKind.POSTGRESQL) as opened:
            counts.append(await most_queries(opened))
    assert counts[0] == counts[1]
    # Each transaction of a clinic names it first; a request has two at most, and what was read is noted in another.
    assert all(QUERIES[name] <= count <= QUERIES[name] + 2 for name, count in counts[0].items())


async def test_no_request_walks_through_all_rows_of_a_clinic(tmp_path: Path) -> None:
    async with clinic_of(SMALL, tmp_path) as opened:
        walks = {
            (ask.name, step) for ask in opened.asks for step in await plan_of(ask, opened) if is_walk(step)
        }
    assert {(name, step) for name, step in walks if step not in ORDERED} == set()


ORDERED = frozenset(
    {
        # By the name, until the page is full: for a rare name all of them, 5 ms for 5,000. The last entry of the chain.
        "SEARCH people USING INDEX ix_people_clinic_id_kind_sort_name_id (clinic_id=? AND kind=?)",
        "SEARCH audit_entries USING INDEX sqlite_autoindex_audit_entries_1 (clinic_id=?)",
        # Few records of a clinic were merged into others.
        "SEARCH people USING INDEX ix_people_clinic_id_merged (clinic_id=?)",
        # A clinic has one for each kind of room, and some days off.
        "SEARCH clinic_policies USING INDEX sqlite_autoindex_clinic_policies_1 (clinic_id=?)",
        "SEARCH holidays USING INDEX sqlite_autoindex_holidays_1 (clinic_id=?)",
    }
)
"""Steps that end early, or are short in every clinic."""


def is_walk(step: str) -> bool:
    """Return whether a step of a plan reads a table from end to end, or a clinic's part of it."""
    if step.startswith("SCAN"):
        # Of the values that a statement brings along there are few, and of what it found before, a page.
        return (
            not step.startswith(("SCAN spans", "SCAN (subquery", "SCAN anon_")) and "CONSTANT ROW" not in step
        )
    by = step.rpartition("(")[2].rstrip(")").removesuffix(") LEFT-JOIN").split(" AND ")
    others = [each for each in by if each.partition("=")[0] not in {"clinic_id", "kind", "room_ready"}]
    is_open = len(others) == 1 and ">" in others[0]
    return step.startswith("SEARCH") and "clinic_id=?" in by and (not others or is_open)


async def plan_of(ask: Ask, opened: Opened) -> set[str]:
    """Ask once, and return the steps by which SQLite answers each statement."""
    asked: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, values: Any, _context: object, many: bool
    ) -> None:
        asked.append((statement, values[0] if many else values))

    await ask.before(0)
    engine = opened.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await ask.go(0)
    event.remove(engine, "before_cursor_execute", note)
    await ask.after(0)
    with closing(sqlite3.connect(str(engine.url.database))) as connection:
        return {
            row[3]
            for statement, values in asked
            if statement.split()[0] in {"SELECT", "WITH", "UPDATE", "DELETE"}
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        }


async def test_what_was_saved_is_put_back(tmp_path: Path) -> None:
    async with clinic_of(SMALL, tmp_path) as opened:
        before = await state_of(opened)
        for ask in opened.asks:
            if not ask.name.startswith("save"):
                continue
            await ask.before(0)
            await ask.go(0)
            assert await state_of(opened) != before
            await ask.after(0)
            assert await state_of(opened) == before


async def state_of(opened: Opened) -> list[object]:
    """Return the groups' series and their appointments."""
    groups = [(record, ids) for session, record, ids in opened.built.series if session.kind == "group"]
    async with opened.service.store.read(CLINIC, Actor("operator"), NOW) as unit:
        series = await unit.series.find([record.plan.series.id for record, _ in groups])
        listed = await unit.listing.find([one for _, ids in groups for one in ids])
    return [series, [each.appointment for each in listed]]
