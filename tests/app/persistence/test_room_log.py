"""What is written together with the log, and that batched statements write the same rows."""

import json

import pytest
from hypothesis import given
from sqlalchemy import select

from app.persistence.models.live.record import SessionPauseRow
from app.persistence.models.mail import WebhookEventRow
from app.persistence.models.safety.follow_ups import FollowUpRow
from app.persistence.room_log import encode_payload
from app.persistence.unit_of_work import Database, WriteConflict
from app.runtime.clock import to_datetime
from clinic.identity.webhooks import SETTLING
from clinic.safety.tasks import TaskKind
from rooms.model.events import (
    Event,
    FollowUpNoted,
    HandDown,
    HandUp,
    Recorded,
    RoomBack,
    RoomEnded,
    RoomResumed,
    RoomUnled,
)
from rooms.model.events.codec import encode_event
from rooms.model.events.follow_up import FollowUp, RemovalReason
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


async def test_webhooks_are_told_of_the_first_end_and_later_of_its_attendance(database: Database) -> None:
    setup = await add_session(database)
    await database.append([(setup.id, [Recorded(n, START + n, RoomEnded(THERAPIST)) for n in (1, 2)])])
    async with database.transaction(writes=False) as session:
        rows = list(await session.scalars(select(WebhookEventRow).order_by(WebhookEventRow.due_at)))
    end = to_datetime(START + 1)
    assert [(row.kind, row.due_at) for row in rows] == [
        ("session.ended", end),
        ("attendance.ready", end + SETTLING),
    ]
    assert {row.subjects for row in rows} == {json.dumps({"session": setup.id})}


async def test_what_has_to_be_followed_up_becomes_a_task_with_the_event_that_says_so(
    database: Database,
) -> None:
    setup = await add_session(database)
    removal = FollowUpNoted(ANA, FollowUp.REMOVAL, THERAPIST, RemovalReason.DISTRESS)
    log = [
        Recorded(1, START, removal),
        Recorded(2, START + 60, removal),
        Recorded(3, START + 61, FollowUpNoted(ANA, FollowUp.HELP, None)),
    ]
    await database.append([(setup.id, log)])
    async with database.transaction(writes=False) as session:
        rows = await session.scalars(select(FollowUpRow).order_by(FollowUpRow.noted_at))
        found = [
            (row.id, row.client_id, row.session_id, row.kind, row.cause, row.lead_id, row.noted_at, row.done)
            for row in rows
        ]
    tail = setup.id.removeprefix("ss_")
    assert found == [
        (f"fu_1_{tail}", ANA, setup.id, "removal", "distress", THERAPIST, to_datetime(START), False),
        (f"fu_3_{tail}", ANA, setup.id, "help", None, None, to_datetime(START + 61), False),
    ]


async def test_a_task_is_not_there_without_its_event(sqlite: Database) -> None:
    setup = await add_session(sqlite)
    note = FollowUpNoted(ANA, FollowUp.CALL, THERAPIST)
    with pytest.raises(WriteConflict):
        await sqlite.append([(setup.id, [Recorded(1, START, note), Recorded(1, START, note)])])
    async with sqlite.transaction(writes=False) as session:
        assert list(await session.scalars(select(FollowUpRow.id))) == []


def test_a_tasks_words_are_those_of_the_log() -> None:
    answered = {TaskKind.ANSWER, TaskKind.CHECK_IN}
    assert {kind.value for kind in frozenset(TaskKind) - answered} == {kind.value for kind in FollowUp}


async def test_pauses_begin_and_end_with_the_events_that_say_so(database: Database) -> None:
    setup = await add_session(database)
    events: list[tuple[int, Event]] = [
        (10, RoomUnled()),
        (20, RoomUnled()),
        (30, RoomResumed()),
        (40, RoomResumed()),
        (100, RoomBack(25.5)),
        (110, RoomUnled()),
        (120, RoomEnded(THERAPIST)),
    ]
    await database.append([(setup.id, [Recorded(n, START + s, e) for n, (s, e) in enumerate(events, 1)])])
    async with database.transaction(writes=False) as session:
        rows = await session.scalars(select(SessionPauseRow).order_by(SessionPauseRow.started_at))
        found = [(row.why, row.started_at, row.ended_at) for row in rows]
    assert found == [
        ("unled", to_datetime(START + 10), to_datetime(START + 30)),
        ("away", to_datetime(START + 74.5), to_datetime(START + 100)),
        ("unled", to_datetime(START + 110), to_datetime(START + 120)),
    ]
