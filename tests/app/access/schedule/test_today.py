"""A clinician's day."""

from dataclasses import replace

from rooms.model.ids import PersonId, RoomId
from rooms.runtime.glance import Glance
from rooms.state import Phase
from tests.app.access.schedule.test_entering import make_room
from tests.app.conftest import WebService, inside
from tests.support.schedule.world import Json, World
from tests.support.service.clinics import Visitor


async def today(who: Visitor) -> list[Json]:
    answer = await who.get("/today")
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def test_the_day_holds_the_callers_own_sessions_and_no_others(world: World) -> None:
    (now,) = await world.plan(starts_local="2025-11-24T12:15")
    (late,) = await world.plan(starts_local="2025-11-24T23:00")
    await world.plan(starts_local="2025-11-25T00:30")
    await world.plan(
        starts_local="2025-11-24T15:00", attendees=[world.leader(world.elena), {"person": world.clients[3]}]
    )
    items = await today(world.dana)
    assert [each["appointment"]["id"] for each in items] == [now["id"], late["id"]]
    assert [(each["state"], each["waiting"], each["here"], each["missing"]) for each in items] == [
        ("planned", 0, 0, [])
    ] * 2


async def test_who_plans_and_is_in_no_session_sees_the_whole_clinics_day(world: World) -> None:
    nothing = (await world.coordinator.get("/today")).json()
    assert nothing == {"items": [], "whole_clinic": False}
    (early,) = await world.plan(starts_local="2025-11-24T12:15")
    answer = (await world.coordinator.get("/today")).json()
    assert ([each["appointment"]["id"] for each in answer["items"]], answer["whole_clinic"]) == (
        [early["id"]],
        True,
    )
    assert (await world.dana.get("/today")).json()["whole_clinic"] is False
    assert (await world.elena.get("/today")).json() == {"items": [], "whole_clinic": False}, (
        "she plans nobody's"
    )
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        assert "schedule.read" in [one.entry.action for one in await unit.audit.page()], (
            "that she looked is on record"
        )
    leads = {"person": world.coordinator.person, "role": "tech_host"}
    (own,) = await world.plan(
        starts_local="2025-11-24T15:00", attendees=[world.leader(), {"person": world.clients[3]}, leads]
    )
    mine = (await world.coordinator.get("/today")).json()
    assert ([each["appointment"]["id"] for each in mine["items"]], mine["whole_clinic"]) == (
        [own["id"]],
        False,
    )


async def test_an_open_session_says_who_waits_and_who_is_missing(
    world: World, web_service: WebService
) -> None:
    (session,) = await world.plan(
        starts_local="2025-11-24T12:15", attendees=world.people(*world.clients[2:5])
    )
    await make_room(world, session)
    web_service.clock.set_by(3600)
    later = await world.at(world.clinic.now.replace(hour=17))

    async def glance(room: RoomId) -> Glance | None:
        assert room == session["id"]
        here = (PersonId(world.dana.person),)
        return Glance(Phase.WAITING, (PersonId(world.clients[3]),), here)

    app = inside(web_service.app)
    app.state.services = replace(app.state.services, glance=glance)
    (item,) = await today(later.dana)
    assert (item["state"], item["waiting"], item["here"]) == ("open", 1, 1)
    assert {each["name"] for each in item["missing"]} == {"Cleo Marsh", "Eve Stone"}


async def test_a_room_that_does_not_run_has_nobody_in_it(world: World, web_service: WebService) -> None:
    (session,) = await world.plan(starts_local="2025-11-24T12:15")
    await make_room(world, session)
    web_service.clock.set_by(3600)
    later = await world.at(world.clinic.now.replace(hour=17))
    (item,) = await today(later.dana)
    assert (item["state"], item["waiting"], len(item["missing"])) == ("open", 0, 1)


async def test_clients_have_a_programme_and_no_day(world: World) -> None:
    cleo = await world.clinic.sign_in_client(world.web, world.clients[2])
    assert (await cleo.get("/today")).json()["code"] == "access.denied"
