"""A room is told how ready its clients are when it opens and when a fact changes, from what is stored."""

from datetime import timedelta

import pytest

from app.access.safety.standings import standings
from app.live.planned import readiness
from app.live.planned.readiness import Standings
from app.persistence.clinic_store import ClinicUnit
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId
from clinic.safety.preparation import PlaceSaid, SurroundingsSaid
from clinic.safety.readiness import Standing
from clinic.schedule.agenda import AgendaItem, Part
from rooms.model.events import AgendaPrepared
from rooms.model.ids import RoomId
from rooms.model.people import RoomSetup
from tests.clinic.safety.people_there import ALONE, OAK_STREET
from tests.support.schedule.ready_rooms import ANA, BEN, NOTHING, ROOM, Live, live
from tests.support.service.programme import NOON, TESTS
from tests.support.service.waiting import until


async def test_a_room_is_told_when_it_opens_and_when_something_is_said(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await one.registry.get(ROOM)
        await one.told(2)
        assert {(event.person, event.todo) for event in one.reported()} == {
            (ANA, NOTHING.todo),
            (BEN, NOTHING.todo),
        }
        await one.say(ANA, PlaceSaid(OAK_STREET), SurroundingsSaid(ALONE))
        one.reports.due(ROOM)
        told = (await one.told(3))[-1]
        assert (told.person, told.todo, told.holds) == (ANA, (), ("licence", "location.verbal"))


async def test_a_room_that_does_not_run_is_not_opened_to_be_told(sqlite: Database) -> None:
    async with live(sqlite) as one:
        one.reports.due(ROOM)
        one.reports.due(RoomId("ss_unknown"))

        async def done() -> bool:
            return not one.reports._due

        await until(done, "both were looked at")
        assert len(one.registry) == 0
        assert one.reported() == []


async def test_a_room_that_cannot_be_told_is_told_later(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "AGAIN_S", 0.01)
    tries = []

    async def away_once(unit: ClinicUnit, setup: RoomSetup) -> Standings:
        tries.append(setup.id)
        if len(tries) == 1:
            raise StorageUnavailable("away")
        return await standings(unit, setup)

    async with live(sqlite) as one:
        one.reports._read = away_once
        await one.registry.get(ROOM)
        await one.told(2)
        assert one.reported()[0].todo == ("location", "surroundings")
        assert tries == [ROOM] * 2


async def test_a_room_is_told_again_when_a_new_version_comes_into_force(sqlite: Database) -> None:
    reads = []

    async with live(sqlite) as one:
        now = to_datetime(one.clock.now())

        async def changes_soon(unit: ClinicUnit, setup: RoomSetup) -> Standings:
            reads.append(unit.now)
            people = {ANA: Standing(todo=("sign.agreement",) if unit.now > now else ())}
            return Standings(people, None if unit.now > now else now + timedelta(milliseconds=20))

        one.reports._read = changes_soon
        await one.registry.get(ROOM)
        await one.told(1)
        one.clock.set_by(1)
        assert (await one.told(2))[-1].todo == ("sign.agreement",)
        assert len(reads) == 2, "and not again"


async def test_a_room_is_told_what_was_prepared_when_it_opens_and_when_that_changes(sqlite: Database) -> None:
    async with live(sqlite) as one:
        await prepare(one, 0, 20)
        actor = await one.registry.get(ROOM)
        assert actor is not None

        async def lengths() -> list[int]:
            told = [each.event for each in one.journal.records if isinstance(each.event, AgendaPrepared)]
            return [item.minutes for event in told for item in event.items]

        async def told_at_first() -> bool:
            return await lengths() == [20]

        await until(told_at_first, "it was told")
        await prepare(one, 1, 30)
        one.reports.due(ROOM)

        async def told_again() -> bool:
            return await lengths() == [20, 30]

        await until(told_again, "it was told again")


async def prepare(one: Live, version: int, minutes: int) -> None:
    """Prepare the session as one part of this length."""
    async with one.programme.store.write(one.programme.clinic, TESTS, NOON) as unit:
        item = AgendaItem(Part.TALK, minutes, id="it_1")
        assert await unit.agendas.put(AppointmentId(ROOM), [item], version)
