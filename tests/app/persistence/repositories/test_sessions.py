from dataclasses import replace
from datetime import timedelta

import pytest

from app.clock import to_datetime
from app.persistence.unit_of_work import Database
from rooms.model.ids import RoomId, SeatId
from rooms.model.policy import FloorMode, GrantRule, MicPolicy, RoomPolicy
from tests.app.conftest import add_session
from tests.support.rooms import ANA_SEAT, COUPLE_SEAT, STAFF_SEAT, START, build_setup

OTHER = RoomPolicy(
    max_seats=6,
    floor_mode=FloorMode.QUIET,
    mic_policy=MicPolicy.HARD,
    grants=GrantRule.WHEN_FREE,
    hold_s=45.5,
    absence_s=600,
    picture_height=180,
)


@pytest.mark.parametrize("policy", [RoomPolicy(), OTHER], ids=["default", "other"])
async def test_a_setup_comes_back_as_it_went_in(database: Database, policy: RoomPolicy) -> None:
    setup = await add_session(database, build_setup(policy))
    async with database.read() as unit:
        found = await unit.sessions.setup(setup.id)
    assert found == setup
    assert list(found.seats) == list(setup.seats)
    assert isinstance(found.policy.floor_mode, FloorMode)


async def test_unknown_sessions_and_seats_are_none(sqlite: Database) -> None:
    async with sqlite.read() as unit:
        assert await unit.sessions.find(RoomId("ss_none")) is None
        assert await unit.sessions.setup(RoomId("ss_none")) is None
        assert await unit.sessions.link_of(SeatId("se_none")) is None
        assert await unit.sessions.newest_of("cl_none") is None


async def test_a_session_is_open_from_its_first_moment_to_before_its_last(database: Database) -> None:
    setup = await add_session(database)
    async with database.read() as unit:
        session = await unit.sessions.find(setup.id)
    assert session is not None
    opens = to_datetime(START)
    assert session.opens_at == opens
    hours = [(-1, False), (0, True), (3 * 3600 - 1, True), (3 * 3600, False)]
    assert [(s, session.is_open(opens + timedelta(seconds=s))) for s, _ in hours] == hours
    assert not replace(session, ended_at=opens).is_open(opens + timedelta(seconds=1))


async def test_the_first_end_stands(database: Database) -> None:
    setup = await add_session(database)
    async with database.write() as unit:
        await unit.sessions.mark_ended(setup.id, to_datetime(START + 10))
        await unit.sessions.mark_ended(setup.id, to_datetime(START + 20))
    async with database.read() as unit:
        session = await unit.sessions.find(setup.id)
    assert session is not None
    assert session.ended_at == to_datetime(START + 10)


async def test_links_come_in_seat_order_and_can_be_withdrawn_one_by_one(database: Database) -> None:
    setup = await add_session(database)
    async with database.write() as unit:
        await unit.sessions.withdraw_link(ANA_SEAT)
    async with database.read() as unit:
        links = await unit.sessions.links_of(setup.id)
    assert [link.seat for link in links] == list(setup.seats)
    versions = {link.seat: link.version for link in links}
    assert (versions[STAFF_SEAT], versions[ANA_SEAT], versions[COUPLE_SEAT]) == (1, 2, 1)
