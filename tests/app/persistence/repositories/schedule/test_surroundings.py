"""Who people are and what else they are booked for, on both databases."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from app.persistence.clinic_store import ClinicStore
from app.persistence.models.people import PersonRow
from app.persistence.repositories.schedule.records import Appointment, Expected
from app.persistence.repositories.schedule.surroundings import KnownPerson
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId
from clinic.people.person import PersonKind
from clinic.schedule.attendees import Role
from clinic.schedule.conflicts import Booking
from clinic.schedule.states import Status
from tests.support.schedule.planned import (
    ANA,
    BEN,
    DANA,
    ELENA,
    NOW,
    RECORD,
    THERE,
    ZOE,
    at,
    plan,
    unit_of,
)
from tests.support.service.clinics import CountedQueries


async def test_people_are_known_with_their_state_and_no_others(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        address = unit.keys.seal("people.address", ANA, json.dumps({"city": "Albany", "state": "NY"}))
        await unit.session.execute(
            update(PersonRow).where(PersonRow.id == ANA).values(address=address, archived_at=NOW)
        )
        found = await unit.surroundings.people([ANA, DANA, ZOE])
    assert found == {
        ANA: KnownPerson(ANA, "Ana", PersonKind.CLIENT, True, "NY"),
        DANA: KnownPerson(DANA, "Dana", PersonKind.STAFF, False, None),
    }


async def test_three_spans_and_four_are_asked_by_the_same_statement(
    store: ClinicStore, database: Database
) -> None:
    days = [at(day) for day in (5, 7, 9, 12)]
    await plan(store, *days)
    spans = [(each.begins, each.ends) for each in days]
    async with unit_of(store) as unit:
        with CountedQueries(database) as counted:
            found = [
                [each.session for each in (await unit.surroundings.bookings([DANA], some, set()))[DANA]]
                for some in (spans[:3], spans)
            ]
        assert await unit.surroundings.bookings([DANA], [], set()) == {}
    assert found == [[each.id for each in days[:3]], [each.id for each in days]]
    assert len(counted.statements) == 2
    assert len(set(counted.statements)) == 1


async def test_bookings_are_those_that_meet_a_span(store: ClinicStore) -> None:
    cancelled = replace(at(8), status=Status.CANCELLED)
    long = replace(at(12, Expected(BEN)), begins=at(11).begins + timedelta(hours=14))
    await plan(store, at(5), at(7, Expected(ANA)), cancelled, long)
    spans = [(each.begins, each.ends) for each in (at(5), at(8), at(12), at(14))]
    async with unit_of(store) as unit:
        found = await unit.surroundings.bookings([ANA, BEN, DANA, ELENA], spans, set())
        without = await unit.surroundings.bookings([ANA, BEN, DANA], spans, {at(5).id})
    first = at(5)
    assert found == {
        ANA: [Booking(first.id, first.begins, first.ends, Role.MEMBER)],
        DANA: [Booking(first.id, first.begins, first.ends, Role.FACILITATOR)],
        BEN: [Booking(long.id, long.begins, long.ends, Role.MEMBER)],
    }
    assert list(without) == [BEN]
    async with unit_of(store, THERE) as unit:
        assert await unit.surroundings.bookings([ANA], spans, set()) == {}


_minutes = st.integers(0, 3 * 24 * 60)
_sessions = st.lists(st.tuples(_minutes, st.integers(5, 720)), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_sessions, _sessions)
async def test_bookings_are_what_a_look_at_every_session_finds(
    store: ClinicStore, planned: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    sessions = [_session(number, *each) for number, each in enumerate(planned)]
    spans = [(each.begins, each.ends) for each in (_session(0, *one) for one in asked)]
    async with unit_of(store) as unit:
        await unit.series.add([RECORD])
        await unit.appointments.add(sessions)
        found = await unit.surroundings.bookings([ANA], spans, set())
        await unit.session.rollback()
    expected = {
        each.id
        for each in sessions
        if any(each.begins < ends and each.ends > begins for begins, ends in spans)
    }
    assert {each.session for each in found.get(ANA, ())} == expected
    times: list[datetime] = [each.begins for each in found.get(ANA, ())]
    assert times == sorted(times)


def _session(number: int, begins: int, minutes: int) -> Appointment:
    start = at(5).begins + timedelta(minutes=begins)
    return replace(
        at(5, Expected(ANA)),
        id=AppointmentId(f"ss_{number}"),
        slot=None,
        begins=start,
        ends=start + timedelta(minutes=minutes),
    )
