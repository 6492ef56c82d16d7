"""What is written together with the log, and that batched statements write the same rows."""

import json

import pytest
from hypothesis import given

from app.persistence.room_log import encode_payload
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from rooms.model.events import Event, HandDown, HandUp, Recorded, RoomEnded
from rooms.model.events.codec import encode_event
from tests.app.conftest import add_session
from tests.support.rooms.events import any_event
from tests.support.rooms.setups import ANA, START, THERAPIST


@given(event=any_event())
def test_a_payload_is_what_the_codec_says(event: Event) -> None:
    assert json.loads(encode_payload(event)) == encode_event(event)[1]


@pytest.mark.parametrize("count", [1, 3, 4, 63, 64, 65, 215])
async def test_any_number_of_rows_is_written_in_order(sqlite: Database, count: int) -> None:
    setup = await add_session(sqlite)
    log = [Recorded(n, START + n / 7, HandUp(ANA) if n % 2 else HandDown(ANA)) for n in range(1, count + 1)]
    await sqlite.append([(setup.id, log)])
    async with sqlite.read() as unit:
        assert await unit.journal.records(setup.id) == log


async def test_many_rows_at_once_reach_every_database(database: Database) -> None:
    setup = await add_session(database)
    log = [Recorded(n, START + n / 7, HandUp(ANA) if n % 2 else HandDown(ANA)) for n in range(1, 150)]
    await database.append([(setup.id, log[:100]), (setup.id, log[100:])])
    async with database.read() as unit:
        assert await unit.journal.records(setup.id) == log


async def test_the_first_end_stands(database: Database) -> None:
    setup = await add_session(database)
    await database.append([(setup.id, [Recorded(n, START + n, RoomEnded(THERAPIST)) for n in (1, 2)])])
    async with database.read() as unit:
        session = await unit.sessions.find(setup.id)
    assert session is not None
    assert session.ended_at == to_datetime(START + 1)
