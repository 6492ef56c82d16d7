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
    assert await today(world.coordinator) == []


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
