"""Planning in the caller's transaction."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from app.access.schedule.planning import plan_sessions
from app.access.schedule.sessions.conflicts import Conflicted
from app.access.schedule.sessions.forms import Draft, Invited
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.schedule.records import Content
from app.persistence.unit_of_work import Database
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role
from clinic.schedule.states import Status
from tests.app.access.schedule.test_changes import Recorder, planner
from tests.clinic.clock_changes import local
from tests.support.schedule.world import MONDAY, World, build_world
from tests.support.service.clinics import CountedQueries, open_clinic


def draft(world: World, **changed: object) -> Draft:
    fields: dict[str, object] = {
        "content": Content("Group", "group", Track.GROUP),
        "start": local(f"{MONDAY}T09:00"),
        "length_min": 60,
        "people": (Invited(world.dana.person, Role.FACILITATOR), Invited(world.clients[2])),
        "rule": "FREQ=DAILY;COUNT=3",
    }
    return Draft(**(fields | changed))  # type: ignore[arg-type]


async def test_planned_sessions_are_answered_as_they_are_stored(world: World) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        planned = await plan_sessions(unit, planner(world), draft(world), Recorder())
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        ids = [each.appointment.id for each in planned.sessions]
        assert tuple(await unit.listing.find(ids)) == planned.sessions
        (series,) = (await unit.series.find({each.appointment.series for each in planned.sessions})).values()
    assert series.plan.series.cohort is None


async def test_a_refused_plan_stores_nothing_and_tells_nobody(world: World) -> None:
    recorder = Recorder()
    await world.plan()
    with pytest.raises(Conflicted) as refused:
        async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
            await plan_sessions(unit, planner(world), draft(world), recorder)
    assert refused.value.code == "schedule.double_booked"
    assert len(refused.value.found) == 2, "Dana and Cleo, on the first day"
    assert recorder.told == []
    assert len(await world.listed(MONDAY, "2025-12-08")) == 1


async def test_who_may_not_plan_is_refused_before_anything_is_read(world: World) -> None:
    nobody = Principal(
        world.clinic.id,
        world.elena.person,
        PrincipalKind.STAFF,
        frozenset({StaffRole.TECH_HOST}),
        SignInId("si_1"),
        world.clinic.now,
    )
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        with CountedQueries(world.clinic.store.database) as counted, pytest.raises(Refused) as refused:
            await plan_sessions(unit, nobody, draft(world), Recorder())
    assert (refused.value.code, counted.count) == ("access.denied", 0)


async def test_a_form_is_refused_whole(world: World) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        wrong = draft(world, content=Content("", "group", Track.GROUP, 60), length_min=4, rule="FREQ=HOURLY")
        with pytest.raises(Invalid) as invalid:
            await plan_sessions(unit, planner(world), wrong, Recorder())
    assert [(each.field, each.code) for each in invalid.value.errors] == [
        ("title", "schedule.title"),
        ("break_min", "schedule.break"),
        ("rule", "schedule.rule"),
    ]


async def test_sessions_on_holidays_are_on_record_and_do_not_take_place(world: World) -> None:
    holiday = {"items": [{"day": "2025-12-02", "name": "Closed"}]}
    await world.coordinator.send("PUT", "/holidays", json=holiday)
    recorder = Recorder()
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        planned = await plan_sessions(unit, planner(world), draft(world), recorder)
    states = [each.appointment.status for each in planned.sessions]
    assert states == [Status.PLANNED, Status.CANCELLED, Status.PLANNED]
    assert recorder.told == [("planned", 2, {world.dana.person, world.clients[2]})]


async def test_two_who_plan_the_same_person_at_the_same_time_see_each_other(database: Database) -> None:
    store = ClinicStore(database, InstallationKey("the key of this installation, forty-two"))
    clinic = await open_clinic(store, "here", datetime(2025, 11, 24, 16, tzinfo=UTC))
    world = await build_world(clinic, httpx.AsyncClient())

    async def plan(minute: int) -> str:
        start = local(f"{MONDAY}T09:{minute:02}")
        try:
            async with store.write(clinic.id, clinic.actor, clinic.now) as unit:
                await plan_sessions(unit, planner(world), draft(world, start=start), Recorder())
        except Conflicted as refused:
            return refused.code
        return "planned"

    found = await asyncio.gather(*(plan(minute) for minute in range(0, 50, 10)))
    assert sorted(found) == ["planned"] + ["schedule.double_booked"] * 4
