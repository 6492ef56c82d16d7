"""What a room is made from is read whole, in few queries, and of its own clinic alone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.live.planned.plans import RoomPlan, plan_room
from app.persistence.models.schedule import AppointmentRow
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId, PersonId
from clinic.people.licences import Qualification
from clinic.schedule.attendees import Role
from tests.app.conftest import DATA_KEY
from tests.support.service.clinics import CountedQueries
from tests.support.service.programme import NOON, TESTS, Programme, found_clinic

ROOM = AppointmentId("ss_monday")


async def with_session(database: Database, *more: str) -> Programme:
    """Found a clinic whose therapist meets a couple on one camera, and more members."""
    programme = await found_clinic(database, DATA_KEY)
    rivera = await programme.clinician("Dr. Rivera", "couples_therapist")
    elena, finn = await programme.person("Elena", legal_name="Elena Ruiz"), await programme.person("Finn")
    others = [await programme.person(name) for name in more]
    couple = await programme.couple(elena, finn)
    await programme.appointment(
        ROOM,
        {rivera: "facilitator", **dict.fromkeys((elena, finn, *others), "member")},
        couple=(couple, (elena, finn)),
        policy={"partners": "allow"},
    )
    return programme


async def read(programme: Programme, appointment: AppointmentId = ROOM) -> RoomPlan | None:
    async with programme.store.read(programme.clinic, TESTS, NOON) as unit:
        return await plan_room(unit, appointment)


async def test_a_plan_has_what_its_room_needs_of_everybody(database: Database) -> None:
    plan = await read(await with_session(database))
    assert plan is not None
    session = plan.session
    assert {each.attendee.person: each.attendee.role for each in session.people} == {
        "pt_dr_rivera": Role.FACILITATOR, "pt_elena": Role.MEMBER, "pt_finn": Role.MEMBER,
    }  # fmt: skip
    names = {each.attendee.person: (each.display_name, each.legal_name) for each in session.people}
    assert names[PersonId("pt_elena")] == ("Elena", "Elena Ruiz")
    assert names[PersonId("pt_finn")] == ("Finn", None)
    (rivera,) = (each for each in session.people if each.attendee.role is Role.FACILITATOR)
    assert rivera.credentials.qualifications == {Qualification.COUPLES_THERAPIST}
    assert [licence.state for licence in rivera.credentials.licences] == ["NY"]
    ((unit, shared),) = ((each.unit, each.shared) for each in session.couples)
    assert (set(unit.partners), shared) == ({"pt_elena", "pt_finn"}, True)
    assert (session.policy["partners"], session.day.isoformat()) == ("allow", "2026-03-02")
    assert (plan.cancelled, session.begins_at - plan.opens_at > timedelta()) == (False, True)


async def test_a_cancelled_appointment_says_so(database: Database) -> None:
    programme = await with_session(database)
    async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
        await unit.session.execute(update(AppointmentRow).values(status="cancelled"))
    plan = await read(programme)
    assert plan is not None
    assert plan.cancelled
    assert await read(programme, AppointmentId("ss_of_nobody")) is None


@pytest.mark.parametrize("more", [(), tuple(f"Client {number}" for number in range(12))])
async def test_the_number_of_queries_does_not_grow_with_the_people(
    database: Database, more: tuple[str, ...]
) -> None:
    programme = await with_session(database, *more)
    async with programme.store.read(programme.clinic, TESTS, NOON) as unit:
        with CountedQueries(database) as queries:
            plan = await plan_room(unit, ROOM)
    assert plan is not None
    assert len(plan.session.people) == 3 + len(more)
    assert queries.count <= 10
