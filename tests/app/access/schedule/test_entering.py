"""The way from an appointment to one's own seat."""

from datetime import timedelta

import pytest

from app.auth.invitations import Invitation
from clinic.common.ids import PersonId
from rooms.model.ids import PersonId as RoomPerson
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import RoomPolicy
from tests.app.conftest import WebService
from tests.support.schedule.world import Json, World
from tests.support.service.clinics import Visitor

DANAS, CLEOS = SeatId("se_dana"), SeatId("se_cleo")


async def make_room(world: World, session: Json) -> None:
    """Do as the planner of rooms does."""
    people = {
        RoomPerson(person): Person(RoomPerson(person), person, role, licensed=role is Role.FACILITATOR)
        for person, role in ((world.dana.person, Role.FACILITATOR), (world.clients[2], Role.MEMBER))
    }
    seats = {
        seat: Seating(seat, (RoomPerson(person),))
        for seat, person in ((DANAS, world.dana.person), (CLEOS, world.clients[2]))
    }
    setup = RoomSetup(RoomId(session["id"]), session["title"], RoomPolicy(), people, seats)
    opens = world.clinic.now + timedelta(hours=1)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.sessions.add(world.clinic.id, setup, opens, opens + timedelta(hours=2))


async def enter(world: World, who: Visitor, session: Json) -> tuple[int, Json]:
    answer = await who.post(f"/appointments/{session['id']}/enter")
    return answer.status_code, answer.json()


@pytest.fixture
async def soon(world: World) -> Json:
    """A session in 75 minutes, which opens in an hour."""
    (session,) = await world.plan(starts_local="2025-11-24T12:15")
    return session


async def test_everybody_gets_the_invitation_of_their_own_seat(
    world: World, soon: Json, web_service: WebService
) -> None:
    await make_room(world, soon)
    web_service.clock.set_by(3600)
    later = await world.at(world.clinic.now + timedelta(hours=1))
    cleo = await later.clinic.sign_in_client(world.web, world.clients[2])
    for who, seat in ((later.dana, DANAS), (cleo, CLEOS)):
        status, answer = await enter(world, who, soon)
        assert status == 200
        assert web_service.services.invitations.read(answer["invitation"]) == Invitation(seat, 1)
        assert answer["url"] == f"/join#{answer['invitation']}"


async def test_before_its_opening_a_session_says_when_it_opens(world: World, soon: Json) -> None:
    await make_room(world, soon)
    status, answer = await enter(world, world.dana, soon)
    assert (status, answer["code"], answer["reason"]) == (409, "session.not_open", "2025-11-24T17:00:00Z")


async def test_an_open_session_whose_room_is_still_made_says_so(
    world: World, soon: Json, web_service: WebService
) -> None:
    web_service.clock.set_by(3600)
    later = await world.at(world.clinic.now + timedelta(hours=1))
    assert (await enter(world, later.dana, soon))[1]["code"] == "session.preparing"


async def test_nobody_enters_a_session_that_is_cancelled_or_over(
    world: World, soon: Json, web_service: WebService
) -> None:
    await make_room(world, soon)
    (other,) = await world.plan(starts_local="2025-11-24T14:00")
    await world.coordinator.post(f"/appointments/{other['id']}/cancel")
    assert (await enter(world, world.dana, other))[1]["code"] == "session.cancelled"
    web_service.clock.set_by(4 * 3600)
    later = await world.at(world.clinic.now + timedelta(hours=4))
    assert (await enter(world, later.dana, soon))[1]["code"] == "session.ended"


async def test_who_is_not_expected_has_no_way_in(world: World, soon: Json) -> None:
    stranger = await world.clinic.sign_in_client(world.web, PersonId(world.clients[4]))
    for who in (stranger, world.elena, world.coordinator):
        status, answer = await enter(world, who, soon)
        assert (status, answer["code"]) == (404, "appointment.unknown")
