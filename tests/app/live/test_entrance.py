"""Lookups of people who arrive: links are read fresh, setups are cached, simultaneous arrivals share one read."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from app.live import entrance as subject
from app.live.entrance import KEPT_S, Entrance
from app.live.group_read import TooManyRequests
from app.persistence.unit_of_work import Database, StorageUnavailable
from rooms.model.ids import SeatId
from tests.app.conftest import add_session
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import ANA_SEAT, STAFF_SEAT


@pytest.fixture
async def entrance(sqlite: Database) -> AsyncIterator[Entrance]:
    entrance = Entrance(sqlite, FakeClock())
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(entrance.run())
        yield entrance
        running.cancel()


async def test_a_whole_room_is_one_read(
    sqlite: Database, entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = await add_session(sqlite)
    reads: list[list[SeatId]] = []
    find = subject.find_arrivals

    def count(connection: object, seats: list[SeatId], known: frozenset[str]) -> object:
        reads.append(list(seats))
        return find(connection, seats, known)  # type: ignore[arg-type]

    monkeypatch.setattr(subject, "find_arrivals", count)
    found = await asyncio.gather(*(entrance.find(seat) for seat in setup.seats))
    assert [arrival and arrival.setup for arrival in found] == [setup] * len(setup.seats)
    assert reads == [list(setup.seats)]


async def test_a_link_is_read_anew_and_its_people_after_a_while(sqlite: Database, entrance: Entrance) -> None:
    setup = await add_session(sqlite)
    assert await entrance.find(SeatId("se_none")) is None
    before = await entrance.find(ANA_SEAT)
    assert before is not None
    async with sqlite.write() as unit:
        await unit.sessions.withdraw_link(ANA_SEAT)
    async with sqlite.engine.begin() as connection:
        await connection.execute(text("UPDATE people SET name = 'Another'"))
    after = await entrance.find(ANA_SEAT)
    assert after is not None
    assert (before.link.version, after.link.version) == (1, 2)
    assert after.setup == setup
    clock = entrance._clock
    assert isinstance(clock, FakeClock)
    clock.time += KEPT_S
    later = await entrance.find(STAFF_SEAT)
    assert later is not None
    assert {person.name for person in later.setup.people.values()} == {"Another"}


async def test_who_is_kept_is_bounded(
    sqlite: Database, entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "SETUPS_MAX", 0)
    await add_session(sqlite)
    assert await entrance.find(ANA_SEAT) is not None
    assert not entrance._setups


async def test_too_many_are_asked_to_come_again(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(seat: SeatId) -> None:
        raise TooManyRequests

    monkeypatch.setattr(entrance._group, "get", refuse)
    with pytest.raises(StorageUnavailable):
        await entrance.find(ANA_SEAT)
