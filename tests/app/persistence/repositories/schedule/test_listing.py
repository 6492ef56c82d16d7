"""Appointments as calendars show them, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.persistence.clinic_store import ClinicStore
from app.persistence.models.live.record import RoomEventRow
from app.persistence.repositories.schedule.listing import Listed, Named, Span
from app.persistence.repositories.schedule.records import Expected
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from clinic.people.person import PersonKind
from clinic.schedule.attendees import Role
from clinic.schedule.states import RoomFacts
from rooms.model.events import RoomLive
from rooms.model.ids import RoomId
from tests.app.conftest import add_session
from tests.support.rooms.setups import build_setup
from tests.support.schedule.planned import (
    ANA,
    BEN,
    DANA,
    ELENA,
    THERE,
    at,
    plan,
    unit_of,
)
from tests.support.service.clinics import CountedQueries

SINCE, UNTIL = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)
MONTH = Span(SINCE, SINCE + timedelta(days=31))


async def page(store: ClinicStore, span: Span, limit: int = 100) -> list[str]:
    async with unit_of(store) as unit:
        return [each.appointment.id for each in await unit.listing.page(span, limit)]


async def test_an_appointment_is_listed_with_rule_names_and_room(store: ClinicStore) -> None:
    await plan(store, at(5))
    async with unit_of(store) as unit:
        (found,) = await unit.listing.find([at(5).id])
    assert found == Listed(
        at(5),
        "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6",
        None,
        {DANA: Named("Dana", PersonKind.STAFF), ANA: Named("Ana", PersonKind.CLIENT)},
    )
    async with unit_of(store, THERE) as unit:
        assert await unit.listing.find([at(5).id]) == []
        assert await unit.listing.page(MONTH, 100) == []


async def test_a_span_holds_what_takes_some_of_its_time(store: ClinicStore) -> None:
    over_midnight = replace(at(5), begins=SINCE - timedelta(hours=2), ends=SINCE + timedelta(hours=1))
    until_then = replace(at(7), begins=SINCE - timedelta(hours=1), ends=SINCE)
    from_then = replace(at(12), begins=UNTIL, ends=UNTIL + timedelta(hours=1))
    await plan(store, over_midnight, until_then, at(9), from_then)
    assert await page(store, Span(SINCE, UNTIL)) == ["ss_5", "ss_9"]


async def test_a_person_has_their_own_and_a_list_goes_on_where_it_ended(store: ClinicStore) -> None:
    bens = (Expected(ELENA, Role.FACILITATOR), Expected(BEN))
    together = [replace(at(day, *bens), begins=at(5).begins, ends=at(5).ends) for day in (7, 9)]
    await plan(store, at(5), *together, at(12))
    assert await page(store, replace(MONTH, person=BEN)) == ["ss_7", "ss_9"]
    assert await page(store, replace(MONTH, person=PersonId("pt_zoe"))) == []
    first = await page(store, MONTH, 2)
    assert first == ["ss_5", "ss_7"]
    after = (at(5).begins, at(7).id)
    assert await page(store, replace(MONTH, after=after), 2) == ["ss_9", "ss_12"]


async def test_a_list_takes_three_queries(store: ClinicStore, database: Database) -> None:
    await plan(store, *(at(day) for day in (5, 7, 9, 12)))
    async with unit_of(store) as unit:
        with CountedQueries(database) as counted:
            assert len(await unit.listing.page(replace(MONTH, person=ANA), 100)) == 4
    assert counted.count == 3


async def test_what_the_room_has_recorded_is_seen(store: ClinicStore, database: Database) -> None:
    setup = replace(build_setup(), id=RoomId(at(5).id))
    await add_session(database, setup)
    await plan(store, at(5))

    async def room() -> RoomFacts | None:
        async with unit_of(store) as unit:
            (found,) = await unit.listing.find([at(5).id])
            return found.room

    before = await room()
    assert before is not None
    assert (before.live, before.ended) == (False, None)
    async with database.transaction(writes=True) as session:
        session.add(RoomEventRow(session_id=setup.id, position=1, at=0.0, kind=RoomLive.kind, payload={}))
    after = await room()
    assert after == replace(before, live=True)
