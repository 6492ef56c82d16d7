"""An interpreter from outside: added to one session, let into it by the link in their mail, and into nothing else."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.auth.invitations import Invitation
from clinic.common.ids import AppointmentId, PersonId
from rooms.model.ids import PersonId as RoomPerson
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import RoomPolicy
from tests.app.conftest import WebService
from tests.support.schedule.world import Json, World, codes

SEAT = SeatId("se_marta")
MARTA = {"name": "Marta R.", "language": "es", "email": "marta@agency.example", "has_agreed": True}


@pytest.fixture
async def soon(world: World) -> Json:
    """A session in 75 minutes, which opens in an hour."""
    (session,) = await world.plan(starts_local="2025-11-24T12:15")
    return session


async def add(world: World, session: Json, **changed: Any) -> httpx.Response:
    return await world.coordinator.post(f"/appointments/{session['id']}/interpreters", MARTA | changed)


async def added(world: World, session: Json, **changed: Any) -> PersonId:
    answer = await add(world, session, **changed)
    assert answer.status_code == 200, answer.text
    (found,) = answer.json()["appointments"]
    return next(
        PersonId(each["person"]["id"]) for each in found["attendees"] if each["role"] == "interpreter"
    )


async def mailed(world: World, session: Json, person: PersonId) -> list[tuple[str, dict[str, Any]]]:
    """Return the kinds and the facts of the mails that will go to somebody about a session."""
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        mails = await unit.outbox.of_appointments({AppointmentId(session["id"])})
        return [
            (mail.kind, json.loads(mail.open_facts()))
            for mail in mails
            if mail.person == person and mail.state == "queued"
        ]


async def secret_of(world: World, session: Json, person: PersonId) -> str:
    mails = dict(await mailed(world, session, person))
    return str(mails["appointment_planned"]["link"]).partition("#")[2]


async def make_room(world: World, session: Json, interpreter: PersonId) -> None:
    """Do as the planner of rooms does."""
    marta, dana = RoomPerson(interpreter), RoomPerson(world.dana.person)
    people = {
        marta: Person(marta, "Marta R.", Role.INTERPRETER),
        dana: Person(dana, "Dana", Role.FACILITATOR, licensed=True),
    }
    seats = {SEAT: Seating(SEAT, (marta,)), SeatId("se_dana"): Seating(SeatId("se_dana"), (dana,))}
    setup = RoomSetup(RoomId(session["id"]), "Session", RoomPolicy(), people, seats, proof=True)
    opens = world.clinic.now + timedelta(hours=1)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.sessions.add(world.clinic.id, setup, opens, opens + timedelta(hours=2))


async def enter(world: World, secret: str) -> httpx.Response:
    return await world.web.post("/api/v1/links/enter", json={"secret": secret})


async def test_an_interpreter_from_outside_is_expected_and_gets_a_neutral_mail_with_a_link(
    world: World, soon: Json
) -> None:
    person = await added(world, soon, serves=world.clients[2])
    session = await world.get(soon)
    (theirs,) = [each for each in session["attendees"] if each["role"] == "interpreter"]
    assert (theirs["person"]["name"], theirs["serves"]) == ("Marta R.", world.clients[2])
    mails = dict(await mailed(world, soon, person))
    assert mails.keys() == {"appointment_planned", "reminder"}
    facts = mails["appointment_planned"]
    assert "/sign-in#" in str(facts["link"])
    assert "Marta" not in json.dumps(facts, default=str)
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        entries = [one.entry for one in await unit.audit.page()]
        reach = (await unit.reach.find([person]))[person]
    (entry,) = [one for one in entries if one.action == "interpreter.add"]
    assert (entry.actor, entry.subjects) == (world.coordinator.person, (soon["id"], person))
    assert (reach.languages[0], reach.email) == ("es", "marta@agency.example")


async def test_nobody_is_added_without_an_agreement_or_with_what_no_person_has(
    world: World, soon: Json
) -> None:
    answer = await add(world, soon, name=" ", email="nowhere", has_agreed=False)
    assert codes(answer) == {
        ("name", "field.required"),
        ("email", "field.email"),
        ("has_agreed", "schedule.not_agreed"),
    }
    assert codes(await add(world, soon, serves=world.clients[4])) == {
        ("attendees.2.serves", "schedule.serves")
    }
    assert len((await world.get(soon))["attendees"]) == 2


async def test_who_may_not_change_the_session_adds_nobody(world: World, soon: Json) -> None:
    answer = await world.elena.post(f"/appointments/{soon['id']}/interpreters", MARTA)
    assert (answer.status_code, answer.json()["code"]) == (404, "appointment.unknown")


async def test_they_come_in_by_their_link_and_the_room_knows_who_they_are(
    world: World, soon: Json, web_service: WebService
) -> None:
    person = await added(world, soon)
    secret = await secret_of(world, soon, person)
    look = (await world.web.post("/api/v1/links/look", json={"secret": secret})).json()
    assert (look["purpose"], look["needs"], look["person"]["name"]) == ("session", [], "Marta R.")
    early = await enter(world, secret)
    assert (early.status_code, early.json()["code"]) == (409, "session.not_open")
    await make_room(world, soon, person)
    web_service.clock.set_by(3600)
    for _ in range(2):  # Who is cut off comes back the same way.
        answer = await enter(world, secret)
        assert answer.status_code == 200, answer.text
        assert web_service.services.invitations.read(answer.json()["invitation"]) == Invitation(SEAT, 1)
        assert "set-cookie" not in answer.headers, "nobody is signed in"
    assert set(web_service.proofs.told) == {(RoomId(soon["id"]), SEAT, RoomPerson(person))}


async def test_a_session_that_is_over_lets_nobody_in(
    world: World, soon: Json, web_service: WebService
) -> None:
    person = await added(world, soon)
    secret = await secret_of(world, soon, person)
    await make_room(world, soon, person)
    web_service.proofs.goes_on = False
    web_service.clock.set_by(3600)
    assert (await enter(world, secret)).json()["code"] == "link.ended"
    web_service.clock.set_by(5 * 3600)
    late = await enter(world, secret)
    assert (late.status_code, late.json()["code"]) == (410, "link.expired")


async def test_who_is_taken_off_the_list_is_told_and_comes_in_no_more(
    world: World, soon: Json, web_service: WebService
) -> None:
    person = await added(world, soon)
    secret = await secret_of(world, soon, person)
    session = await world.get(soon)
    stay = [
        {"person": each["person"]["id"], "role": each["role"]}
        for each in session["attendees"]
        if each["person"]["id"] != person
    ]
    assert (await world.change(session, {"attendees": stay})).status_code == 200
    web_service.clock.set_by(3600)
    answer = await enter(world, secret)
    assert (answer.status_code, answer.json()["code"]) == (404, "link.invalid")


async def test_they_stay_when_others_change_and_belong_to_no_other_session(world: World, soon: Json) -> None:
    person = await added(world, soon)
    session = await world.get(soon)
    everybody = [{"person": each["person"]["id"], "role": each["role"]} for each in session["attendees"]]
    done = await world.change(session, {"attendees": [*everybody, {"person": world.clients[3]}]})
    assert done.status_code == 200, done.text
    invited = {"person": person, "role": "interpreter"}
    other = await world.coordinator.post(
        "/appointments", world.body(attendees=[world.leader(), {"person": world.clients[4]}, invited])
    )
    assert codes(other) == {("attendees.2.person", "schedule.person_unknown")}
    leading = [{**each, "role": "facilitator"} if each["person"] == person else each for each in everybody]
    assert codes(await world.change(await world.get(soon), {"attendees": leading})) == {
        (f"attendees.{[each['person'] for each in everybody].index(person)}.role", "schedule.role")
    }


async def test_one_address_may_interpret_in_many_sessions(world: World, soon: Json) -> None:
    (other,) = await world.plan(starts_local="2025-11-25T09:00")
    assert await added(world, soon) != await added(world, other)


async def test_the_link_opens_nothing_else(world: World, soon: Json, web_service: WebService) -> None:
    person = await added(world, soon)
    secret = await secret_of(world, soon, person)
    web = world.web
    for path, body in {
        "links/use/pin": {"pin": "738104"},
        "links/use/password": {"password": "seventeen green kettles"},
        "links/use/passkey/options": {},
    }.items():
        answer = await web.post(f"/api/v1/{path}", json={"secret": secret, **body})
        assert (answer.status_code, answer.json()["code"]) == (404, "link.invalid"), path
    by_pin = await web.post("/api/v1/sign-in/pin", json={"link": secret, "person": person, "pin": "738104"})
    assert (by_pin.status_code, by_pin.json()["code"]) == (404, "link.invalid")
    for_another = {"link": secret, "person": world.clients[2], "pin": "738104"}
    assert (await web.post("/api/v1/sign-in/pin", json=for_another)).json()["code"] == "link.invalid"
    document = (await web.get("/api/v1/openapi.json")).json()
    tried = 0
    for path, operations in document["paths"].items():
        if "get" not in operations or not operations["get"].get("security"):
            continue
        asked = "/api/v1" + path.replace("{appointment}", soon["id"]).replace("{person}", person)
        for headers in ({"cookie": f"attune={secret}"}, {"authorization": f"Bearer {secret}"}):
            answer = await web.get(asked, headers=headers)
            assert answer.status_code == 401, (asked, answer.text)
            tried += 1
    assert tried > 40


async def test_nobody_finds_them_among_the_people_or_invites_them(world: World, soon: Json) -> None:
    person = await added(world, soon)
    found = (await world.coordinator.get("/people", q="Marta")).json()["items"]
    assert found == []
    assert (await world.coordinator.get(f"/people/{person}")).json()["code"] == "person.unknown"
    invited = await world.coordinator.post(f"/people/{person}/invite")
    assert invited.status_code == 404
    made = await world.coordinator.post("/people", {"kind": "external", "name": "Marta"})
    assert made.status_code == 422
