"""The journal over both databases: what is stored, what is refused, and that a failure stays within its room."""

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.live.journal import JOURNAL_TIMEOUT_S, DatabaseJournal
from app.persistence.migrate import upgrade
from app.persistence.repositories.live.presence import Interval
from app.persistence.room_log import Stretch
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.clock import to_datetime
from rooms.model import commands as cmd
from rooms.model.events import HandDown, HandUp, Recorded, RoomEnded, RoomLive
from rooms.model.ids import RoomId
from rooms.room import Room
from rooms.runtime.ports import JournalRefused, JournalUnavailable
from tests.app.conftest import add_session
from tests.support.databases.postgres import PostgresServer
from tests.support.rooms.setups import ANA, ANA_SEAT, START, THERAPIST, build_setup, full_room

pytestmark = pytest.mark.threads

ROOM = RoomId("ss_test")


@asynccontextmanager
async def running(database: Database, timeout_s: float = JOURNAL_TIMEOUT_S) -> AsyncIterator[DatabaseJournal]:
    journal = DatabaseJournal(database, timeout_s)
    task = asyncio.create_task(journal.run())
    try:
        yield journal
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.fixture
async def journal(database: Database) -> AsyncIterator[DatabaseJournal]:
    async with running(database) as journal:
        yield journal


def live(position: int, at: float = START) -> Recorded:
    return Recorded(position, at, RoomLive())


def hand(position: int) -> Recorded:
    """Alternately a hand up and down, each at its own time."""
    return Recorded(position, START + position / 7, HandUp(ANA) if position % 2 else HandDown(ANA))


async def add_rooms(database: Database, count: int) -> list[RoomId]:
    """Add sessions without seats; the events of ``hand`` need none."""
    ids = [RoomId(f"ss_{number}") for number in range(count)]
    for room in ids:
        await add_session(database, replace(build_setup(), id=room, seats={}))
    return ids


async def test_a_room_is_rebuilt_from_what_was_stored(database: Database, journal: DatabaseJournal) -> None:
    setup = await add_session(database)
    driver = full_room()
    driver.now += 1 / 3
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.do(cmd.Detach(ANA_SEAT))
    for record in driver.log:
        await journal.append(setup.id, [record])
    loaded = await journal.load(setup.id)
    assert loaded == driver.log
    assert Room(setup, loaded).state == driver.room.state


async def test_presence_follows_the_log(database: Database, journal: DatabaseJournal) -> None:
    setup = await add_session(database)
    driver = full_room()
    driver.now = START + 60
    driver.do(cmd.Detach(ANA_SEAT))
    driver.now = START + 90
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    await journal.append(setup.id, driver.log)
    async with database.read() as unit:
        intervals = await unit.presence.intervals(setup.id)
    assert [i for i in intervals if i.person == ANA] == [
        Interval(ANA, ANA_SEAT, False, to_datetime(START), to_datetime(START + 60)),
        Interval(ANA, ANA_SEAT, False, to_datetime(START + 90), None),
    ]
    assert {i.person for i in intervals} == set(setup.people)


async def test_the_end_of_the_room_ends_the_session(database: Database, journal: DatabaseJournal) -> None:
    setup = await add_session(database)
    await journal.append(setup.id, [live(1), Recorded(2, START + 5, RoomEnded(THERAPIST))])
    async with database.read() as unit:
        session = await unit.sessions.find(setup.id)
    assert session is not None
    assert session.ended_at == to_datetime(START + 5)


async def test_storing_the_same_again_changes_nothing(database: Database, journal: DatabaseJournal) -> None:
    setup = await add_session(database)
    log = full_room().log
    await journal.append(setup.id, log[:3])
    await journal.append(setup.id, log[:3])
    await journal.append(setup.id, log)
    await journal.append(setup.id, log[2:5])
    await journal.append(setup.id, [])
    assert await journal.load(setup.id) == log
    async with database.read() as unit:
        assert len(await unit.presence.intervals(setup.id)) == len(setup.people)


@pytest.mark.parametrize(
    "records",
    [
        [live(1, START + 1)],
        [Recorded(1, START, RoomEnded(THERAPIST))],
        [live(1), Recorded(2, START, RoomEnded(THERAPIST)), live(3, START + 9), live(5)],
        [live(3)],
        [live(2), live(2)],
    ],
    ids=["other-time", "other-event", "hole", "gap", "twice"],
)
async def test_what_does_not_continue_the_log_is_refused_whole(
    database: Database, journal: DatabaseJournal, records: list[Recorded]
) -> None:
    setup = await add_session(database)
    await journal.append(setup.id, [live(1)])
    with pytest.raises(JournalRefused):
        await journal.append(setup.id, records)
    assert await journal.load(setup.id) == [live(1)]


async def test_a_room_without_a_session_is_refused(database: Database, journal: DatabaseJournal) -> None:
    with pytest.raises(JournalRefused):
        await journal.append(ROOM, [live(1)])


async def test_the_same_four_times_at_once_is_stored_once(
    database: Database, journal: DatabaseJournal
) -> None:
    setup = await add_session(database)
    log = full_room().log
    await asyncio.gather(*(journal.append(setup.id, log) for _ in range(4)))
    assert await journal.load(setup.id) == log


async def test_two_journals_at_once_store_once(database: Database, journal: DatabaseJournal) -> None:
    setup = await add_session(database)
    log = full_room().log
    async with running(database) as other:
        for writer in (journal, other):
            assert await writer.load(setup.id) == []
        outcomes = await asyncio.gather(
            *(writer.append(setup.id, log) for writer in (journal, other)), return_exceptions=True
        )
    assert all(outcome is None or isinstance(outcome, JournalUnavailable) for outcome in outcomes)
    await journal.append(setup.id, log)
    assert await journal.load(setup.id) == log


async def test_rooms_stored_together_keep_their_own_order(
    database: Database, journal: DatabaseJournal
) -> None:
    rooms = await add_rooms(database, 6)
    for position in range(1, 8):
        await asyncio.gather(*(journal.append(room, [hand(position)]) for room in rooms))
    for room in rooms:
        assert await journal.load(room) == [hand(position) for position in range(1, 8)]


async def test_a_room_in_good_standing_is_stored_without_a_look(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = await add_session(sqlite)
    async with running(sqlite) as journal:
        assert await journal.load(setup.id) == []
        monkeypatch.setattr(sqlite, "read", None)
        monkeypatch.setattr(sqlite, "write", None)
        await journal.append(setup.id, [hand(1)])
        await journal.append(setup.id, [hand(2), hand(3)])
    async with Database.read(sqlite) as unit:
        assert await unit.journal.last_position(setup.id) == 3


async def test_a_conflict_is_one_rooms_own(database: Database, journal: DatabaseJournal) -> None:
    """B's log has a foreign record, and C does not exist; the journal expects neither."""
    a, b, d = await add_rooms(database, 3)
    c = RoomId("ss_none")
    for room in (a, b, c, d):
        assert await journal.load(room) == []
    await database.append([(b, [live(1)])])
    outcomes = await asyncio.gather(
        *(journal.append(room, [hand(1)]) for room in (a, b, c, d)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        JournalRefused,
        JournalRefused,
        type(None),
    ]
    assert [await journal.load(room) for room in (a, b, c, d)] == [[hand(1)], [live(1)], [], [hand(1)]]


async def test_what_cannot_be_written_down_fails_for_its_room_alone(
    database: Database, journal: DatabaseJournal
) -> None:
    a, b, c = await add_rooms(database, 3)
    bad = Recorded(1, START, HandUp(object()))  # type: ignore[arg-type]
    for _ in range(2):
        outcomes = await asyncio.gather(
            journal.append(b, [bad]),
            *(journal.append(room, [hand(1)]) for room in (a, c)),
            return_exceptions=True,
        )
        assert [type(outcome) for outcome in outcomes] == [JournalRefused, type(None), type(None)]
    assert [await journal.load(room) for room in (a, b, c)] == [[hand(1)], [], [hand(1)]]


async def test_a_locked_database_is_unavailable_and_loses_nothing(sqlite: Database) -> None:
    setup = await add_session(sqlite)
    async with running(sqlite, timeout_s=0.05) as hasty, sqlite.write() as unit:
        await unit.sessions.find(setup.id)
        for _ in range(2):  # Once together with others, once alone.
            with pytest.raises(JournalUnavailable):
                await hasty.append(setup.id, [live(1)])
        assert await hasty.load(setup.id) == []
        with pytest.raises(JournalUnavailable):
            await hasty.append(setup.id, [live(1)])
    async with running(sqlite) as patient:
        # The append that timed out may succeed once the lock is gone; it is found, or stored now.
        await patient.append(setup.id, [live(1)])
        assert await patient.load(setup.id) == [live(1)]


async def test_a_full_disk_stores_nothing_of_a_group_and_all_of_it_later(sqlite: Database) -> None:
    rooms = await add_rooms(sqlite, 4)
    engine = sqlite._log_engine
    assert engine is not None
    log = [hand(position) for position in range(1, 101)]

    def set_pages(most: int) -> None:
        # This pool has one connection, and the limit is a setting of the connection.
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={most}")

    async with running(sqlite) as journal:
        assert [await journal.load(room) for room in rooms] == [[]] * 4
        set_pages(1)
        outcomes = await asyncio.gather(
            *(journal.append(room, log) for room in rooms), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes] == [JournalUnavailable] * 4
        assert [await journal.load(room) for room in rooms] == [[]] * 4
        set_pages(1_000_000)
        await asyncio.gather(*(journal.append(room, log) for room in rooms))
        assert [await journal.load(room) for room in rooms] == [log] * 4


class Shaky(Database):
    """Loses its connection at random: before a group is stored, or between the commit and the answer."""

    dice = random.Random(4)

    async def append(self, log: Sequence[Stretch]) -> None:
        fate = self.dice.random()
        if fate < 0.2:
            raise StorageUnavailable
        await super().append(log)
        if fate > 0.8:
            raise StorageUnavailable


async def test_nothing_is_lost_doubled_or_acknowledged_unstored(database_url: str) -> None:
    """Rooms behave like ``rooms.runtime.backlog``: one append at a time; a failed one is repeated with what is new."""
    await upgrade(database_url)
    database = Shaky.at(database_url)
    rooms = await add_rooms(database, 8)
    dice = random.Random(7)
    failures = 0

    async def live_on(room: RoomId) -> list[Recorded]:
        nonlocal failures
        log: list[Recorded] = []
        kept: list[Recorded] = []
        while len(log) < 30 or kept:
            if len(log) < 30:
                new = [hand(len(log) + n) for n in range(1, dice.randint(1, 4))]
                log += new
                kept += new
            try:
                await journal.append(room, kept)
            except JournalUnavailable:
                failures += 1
                continue
            kept = []
            async with database.read() as unit:
                assert await unit.journal.last_position(room) == len(log), "acknowledged and not stored"
        return log

    async with running(database) as journal:
        for room in rooms:
            await journal.load(room)
        logs = await asyncio.gather(*map(live_on, rooms))
        assert [await journal.load(room) for room in rooms] == logs
    await database.close()
    assert failures > 8


async def test_a_database_without_its_tables_is_not_away(tmp_path: Path) -> None:
    database = Database.at(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    async with running(database) as journal:
        with pytest.raises(JournalRefused):
            await journal.append(ROOM, [live(1)])
        with pytest.raises(JournalRefused):
            await journal.load(ROOM)
    await database.close()


async def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    database = Database.at(f"sqlite+aiosqlite:///{tmp_path}/folder")
    async with running(database) as journal:
        with pytest.raises(JournalUnavailable):
            await journal.append(ROOM, [live(1)])
        with pytest.raises(JournalUnavailable):
            await journal.load(ROOM)
    await database.close()
    # The driver tells the thread of a connection that failed to stop, and does not wait: it must not outlive the loop.
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


@pytest.mark.postgres
async def test_a_server_that_dies_is_unavailable_and_loses_nothing(postgres_server: PostgresServer) -> None:
    url = postgres_server.make_database()
    await upgrade(url)
    database = Database.at(url)
    await add_session(database, build_setup())
    async with running(database) as journal:
        await journal.append(ROOM, [live(1)])
        await asyncio.to_thread(postgres_server.stop)
        try:
            with pytest.raises(JournalUnavailable):
                await journal.append(ROOM, [live(2)])
            with pytest.raises(JournalUnavailable):
                await journal.load(ROOM)
        finally:
            await asyncio.to_thread(postgres_server.start)
        await journal.append(ROOM, [live(1), live(2)])
        assert await journal.load(ROOM) == [live(1), live(2)]
    await database.close()
