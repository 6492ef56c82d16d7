import asyncio
from pathlib import Path

import pytest

from app.adapters.journal import DatabaseJournal, JournalConflict
from app.clock import to_datetime
from app.persistence.migrate import upgrade
from app.persistence.repositories.presence import Interval
from app.persistence.unit_of_work import Database
from rooms.model import commands as cmd
from rooms.model.events import Recorded, RoomEnded, RoomLive
from rooms.model.ids import RoomId
from rooms.ports import JournalUnavailable
from rooms.room import Room
from tests.app.conftest import add_session
from tests.support.postgres import PostgresServer
from tests.support.rooms import ANA, ANA_SEAT, START, THERAPIST, build_setup, full_stage

ROOM = RoomId("ss_test")


def live(position: int, at: float = START) -> Recorded:
    return Recorded(position, at, RoomLive())


async def test_a_room_is_rebuilt_from_what_was_stored(database: Database) -> None:
    setup = await add_session(database)
    journal = DatabaseJournal(database)
    stage = full_stage()
    stage.now += 1 / 3
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.Detach(ANA_SEAT))
    for record in stage.log:
        await journal.append(setup.id, [record])
    loaded = await journal.load(setup.id)
    assert loaded == stage.log
    assert Room(setup, loaded).state == stage.room.state


async def test_presence_follows_the_log(database: Database) -> None:
    setup = await add_session(database)
    journal = DatabaseJournal(database)
    stage = full_stage()
    stage.now = START + 60
    stage.do(cmd.Detach(ANA_SEAT))
    stage.now = START + 90
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    await journal.append(setup.id, stage.log)
    async with database.read() as unit:
        intervals = await unit.presence.intervals(setup.id)
    assert [i for i in intervals if i.person == ANA] == [
        Interval(ANA, ANA_SEAT, to_datetime(START), to_datetime(START + 60)),
        Interval(ANA, ANA_SEAT, to_datetime(START + 90), None),
    ]
    assert {i.person for i in intervals} == set(setup.people)


async def test_the_end_of_the_room_ends_the_session(database: Database) -> None:
    setup = await add_session(database)
    await DatabaseJournal(database).append(setup.id, [live(1), Recorded(2, START + 5, RoomEnded(THERAPIST))])
    async with database.read() as unit:
        session = await unit.sessions.find(setup.id)
    assert session is not None
    assert session.ended_at == to_datetime(START + 5)


async def test_storing_the_same_again_changes_nothing(database: Database) -> None:
    setup = await add_session(database)
    journal = DatabaseJournal(database)
    log = full_stage().log
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
    database: Database, records: list[Recorded]
) -> None:
    setup = await add_session(database)
    journal = DatabaseJournal(database)
    await journal.append(setup.id, [live(1)])
    with pytest.raises(JournalConflict):
        await journal.append(setup.id, records)
    assert await journal.load(setup.id) == [live(1)]


async def test_a_room_without_a_session_is_refused(database: Database) -> None:
    with pytest.raises(JournalConflict):
        await DatabaseJournal(database).append(ROOM, [live(1)])


async def test_two_at_once_store_once(database: Database) -> None:
    setup = await add_session(database)
    journal = DatabaseJournal(database)
    log = full_stage().log
    outcomes = await asyncio.gather(
        *(journal.append(setup.id, log) for _ in range(4)), return_exceptions=True
    )
    assert all(outcome is None or isinstance(outcome, JournalUnavailable) for outcome in outcomes)
    await journal.append(setup.id, log)
    assert await journal.load(setup.id) == log


async def test_a_locked_database_is_unavailable_and_nothing_is_stored(sqlite: Database) -> None:
    setup = await add_session(sqlite)
    journal = DatabaseJournal(sqlite, timeout_s=0.05)
    async with sqlite.write() as unit:
        await unit.sessions.find(setup.id)
        with pytest.raises(JournalUnavailable):
            await journal.append(setup.id, [live(1)])
    patient = DatabaseJournal(sqlite)
    assert await patient.load(setup.id) == []
    await patient.append(setup.id, [live(1)])
    assert await patient.load(setup.id) == [live(1)]


async def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    database = Database.at(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    journal = DatabaseJournal(database)
    with pytest.raises(JournalUnavailable):
        await journal.append(ROOM, [live(1)])
    with pytest.raises(JournalUnavailable):
        await journal.load(ROOM)
    await database.close()


@pytest.mark.postgres
async def test_a_server_that_dies_is_unavailable_and_loses_nothing(postgres_server: PostgresServer) -> None:
    url = postgres_server.make_database()
    await upgrade(url)
    database = Database.at(url)
    await add_session(database, build_setup())
    journal = DatabaseJournal(database)
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
