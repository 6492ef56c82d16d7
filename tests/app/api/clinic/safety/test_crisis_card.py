from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from app.persistence.clinic_store import Actor
from app.persistence.repositories.records.audit import AuditFilter
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.roles import StaffRole
from clinic.people.person import Address, EmergencyContact
from clinic.safety.places import Place
from clinic.safety.preparation import PlaceSaid
from rooms.model.events import HelpSignalled, RoomEnded
from rooms.model.ids import PersonId as RoomPersonId
from tests.app.api.clinic.safety.conftest import Desk
from tests.app.conftest import WebService
from tests.support.rooms.setups import START
from tests.support.schedule.help import SHARED
from tests.support.service.clinics import Answer, Visitor

NATURE = {"nature": "help_signal"}
REASON = "He called in distress and his counselor is away."


async def card(visitor: Visitor, person: str, **body: str) -> Answer:
    return await visitor.post(f"/people/{person}/crisis-card", body or NATURE)


async def leads(desk: Desk) -> Visitor:
    return await desk.at(desk.scene.therapist)


async def has_answered(desk: Desk) -> Visitor:
    await desk.scene.record(HelpSignalled(SHARED, None), START)
    visitor = await desk.first
    (alert,) = (await visitor.get("/on-call")).json()["alerts"]
    await visitor.post(f"/alerts/{alert['id']}/answer")
    return visitor


async def has_broken_the_glass(desk: Desk) -> Visitor:
    visitor = await desk.at(desk.scene.on_call[0])
    body = {"person": desk.scene.couple[0], "reason": REASON}
    assert (await visitor.post("/break-glass", body)).status_code == 201
    return visitor


@pytest.mark.parametrize(
    ("come", "right"),
    [(leads, "leads"), (has_answered, "answered"), (has_broken_the_glass, "break_glass")],
)
async def test_who_may_open_it(
    desk: Desk, come: Callable[[Desk], Coroutine[Any, Any, Visitor]], right: str
) -> None:
    answer = await card(await come(desk), desk.scene.couple[0])
    assert (answer.status_code, answer.json()["right"]) == (200, right)
    assert answer.headers["cache-control"] == "no-store"


async def test_it_names_the_place_said_today_before_the_address_of_record(
    desk: Desk, web_service: WebService
) -> None:
    person, session = PersonId(desk.scene.couple[0]), AppointmentId(desk.scene.session)
    place = Place("9 Lake Road", "Albany", "NY", "+15185550177", unit="2")
    therapist = await leads(desk)
    before = (await card(therapist, person)).json()["place"]
    assert before["said_at"] is None
    async with desk.scene.clinic.store.write(desk.scene.clinic.id, Actor("system"), web_service.now) as unit:
        await unit.preparations.add(
            session, person, PlaceSaid(place), by=person, seat=None, now=web_service.now
        )
    found = (await card(therapist, person)).json()["place"]
    assert (found["line_1"], found["state"]) == ("9 Lake Road", "NY")
    assert found["phone"] == "+15185550177"
    assert found["said_at"] is not None


@pytest.mark.parametrize("role", list(StaffRole))
async def test_nobody_else_may_whatever_their_role(desk: Desk, role: StaffRole) -> None:
    visitor = await desk.at(await desk.scene.clinic.staff("Sam Somebody", role))
    answer = await card(visitor, desk.scene.client)
    assert (answer.status_code, answer.json()["reason"]) == (403, "crisis_card")
    noted = await visitor.post(
        f"/people/{desk.scene.client}/disclosures", {**NATURE, "recipient": "hospital"}
    )
    assert noted.status_code == 403


async def test_clients_may_not_open_even_their_own_or_their_partners(desk: Desk) -> None:
    client = await desk.scene.clinic.sign_in_client(desk.web, desk.scene.couple[0])
    for person in desk.scene.couple:
        assert (await card(client, person)).status_code == 403


async def test_the_alert_of_one_opens_no_card_of_another(desk: Desk) -> None:
    visitor = await has_answered(desk)
    assert (await card(visitor, desk.scene.client)).status_code == 403
    for person in desk.scene.couple:
        assert (await card(visitor, person)).status_code == 200


async def test_who_led_may_open_it_for_an_hour_after_the_session(desk: Desk, web_service: WebService) -> None:
    await desk.scene.record(RoomEnded(RoomPersonId(desk.scene.therapist)), START + 60)
    therapist = await leads(desk)
    web_service.clock.time += 600
    assert (await card(therapist, desk.scene.client)).status_code == 200
    web_service.clock.time += 3600
    later = await desk.at(desk.scene.therapist)
    assert (await card(later, desk.scene.client)).status_code in (401, 403)


async def test_it_says_what_is_needed_to_send_help(desk: Desk) -> None:
    await desk.scene.choose(note="Front desk: 202-555-0100.")
    clinic = desk.scene.clinic
    address = Address("12 Elm Street", "", "Albany", "NY", "12203")
    contact = EmergencyContact("Rosa Lopez", "+15185550111", "sister", permission=True)
    therapist = await leads(desk)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        record = await unit.people.find(desk.scene.client)
        assert record is not None
    person = await clinic.client("Nina", address=address, emergency=contact, phone="+15185550100")
    await has_broken(therapist, person)
    agreed = {"emergency_number": "(518) 555-0123", "phrase": "Is the window open?"}
    changed = await (await desk.at(desk.scene.director)).change("PUT", f"/people/{person}/safety", agreed, 0)
    assert changed.json() == {
        "emergency_number": "+15185550123",
        "phrase": "Is the window open?",
        "accommodations": "",
        "version": 1,
    }
    shown = (await card(therapist, person)).json()
    assert shown["place"] | {"said_at": None} == shown["place"]
    assert (shown["place"]["line_1"], shown["place"]["state"]) == ("12 Elm Street", "NY")
    assert (shown["phone"], shown["emergency_number"]) == ("+15185550100", "+15185550123")
    assert (shown["crisis_line"], shown["poison_control"]) == ("988", "1-800-222-1222")
    assert (shown["phrase"], shown["note"]) == ("Is the window open?", "Front desk: 202-555-0100.")
    assert shown["contact"]["permission"] is True
    assert shown["contact"]["is_partner"] is False
    assert shown["licensed"] is False


async def has_broken(visitor: Visitor, person: str) -> None:
    assert (await visitor.post("/break-glass", {"person": person, "reason": REASON})).status_code == 201


async def test_a_partner_as_contact_is_warned_of(desk: Desk) -> None:
    contact = EmergencyContact("Ben", "+15185550111", "Husband")
    person = await desk.scene.clinic.client("Nina", emergency=contact)
    therapist = await leads(desk)
    await has_broken(therapist, person)
    assert (await card(therapist, person)).json()["contact"]["is_partner"] is True


async def test_opening_and_telling_are_documented_and_noted(desk: Desk) -> None:
    therapist, client = await leads(desk), desk.scene.client
    await card(therapist, client, nature="overdose")
    told = await therapist.post(
        f"/people/{client}/disclosures", {"nature": "overdose", "recipient": "emergency_services"}
    )
    assert (told.status_code, told.json()["recipient"]) == (201, "emergency_services")
    clinic = desk.scene.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        kept = await unit.safety.disclosures(client, 10)
        entries = await unit.audit.find(AuditFilter(), None, 20)
    assert sorted((one.by, one.nature, one.recipient, one.reason) for one in kept) == [
        (therapist.person, "overdose", "emergency_services", "leads"),
        (therapist.person, "overdose", "staff", "leads"),
    ]
    noted = [entry for entry in entries if entry.action.startswith("crisis_card.")]
    assert [entry.action for entry in reversed(noted)] == ["crisis_card.open", "crisis_card.disclosed"]
    assert all(client in entry.subjects for entry in noted)


async def test_what_is_agreed_is_for_the_care_team_and_versioned(desk: Desk) -> None:
    path = f"/people/{desk.scene.client}/safety"
    director = await desk.at(desk.scene.director)
    nothing = {"emergency_number": "", "phrase": "", "accommodations": "", "version": 0}
    assert (await director.get(path)).json() == nothing
    body = {
        "emergency_number": "",
        "phrase": "Is the window open?",
        "accommodations": " Captions; camera off. ",
    }
    assert (await director.change("PUT", path, body, 0)).status_code == 200
    assert (await director.get(path)).json()["accommodations"] == "Captions; camera off."
    assert (await director.change("PUT", path, body, 0)).json()["code"] == "version.other"
    assert (await director.change("PUT", path, body, 1)).headers["etag"] == '"2"'
    wrong = await director.change("PUT", path, {"emergency_number": "911", "phrase": ""}, 2)
    assert wrong.json()["errors"] == [{"field": "emergency_number", "code": "field.phone"}]
    long = await director.change("PUT", path, {**body, "accommodations": "x" * 301}, 2)
    assert long.status_code == 422
    stranger = await desk.at(await desk.scene.clinic.staff("Cleo Other", StaffRole.CLINICIAN))
    assert (await stranger.get(path)).json()["reason"] == "identity"
    client = await desk.scene.clinic.sign_in_client(desk.web, desk.scene.client)
    assert (await client.get(path)).status_code == 403


async def test_an_old_answer_opens_nothing(desk: Desk, web_service: WebService) -> None:
    await has_answered(desk)
    web_service.clock.time += timedelta(hours=25).total_seconds()
    clinic = desk.scene.clinic
    async with clinic.store.read(clinic.id, clinic.actor, web_service.now) as unit:
        first = desk.scene.on_call[0]
        assert not await unit.alerts.answered(
            first, desk.scene.couple[0], web_service.now - timedelta(hours=24)
        )
        assert await unit.alerts.answered(first, desk.scene.couple[0], web_service.now - timedelta(hours=26))
