"""A seat's page asks its people where they are, and answers nobody else."""

from typing import Any

import httpx
import pytest

from app.runtime.clock import to_datetime
from rooms.model.ids import PersonId, SeatId
from tests.app.conftest import WebService
from tests.support.consents import version_of
from tests.support.rooms.setups import ANA_SEAT
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World, build_world
from tests.support.service.clinics import open_clinic

PIN = "482913"
HERE = {
    "address": "1 River Street",
    "unit": "",
    "city": "New York",
    "state": "NY",
    "postal_code": "10001",
    "kind": "home",
    "phone": "+12125550100",
}
AROUND = {"step": "surroundings", "private": True, "headphones": True, "company": []}


@pytest.fixture
async def world(web_service: WebService, client: httpx.AsyncClient) -> World:
    now = to_datetime(web_service.services.clock.now())
    return await build_world(await open_clinic(web_service.services.clinics, "here", now), client)


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world)


async def prove(web_service: WebService, client: httpx.AsyncClient, seat: SeatId, person: str) -> None:
    web_service.proofs.pins[PersonId(person)] = PIN
    body = {"invitation": web_service.link(seat), "person": person, "pin": PIN}
    assert (await client.post("/api/v1/seats/proof", json=body)).status_code == 204


async def ask(
    web_service: WebService, client: httpx.AsyncClient, seat: SeatId, **said: Any
) -> httpx.Response:
    body: dict[str, Any] = {"invitation": web_service.link(seat)}
    if said:
        body["said"] = said
    return await client.post("/api/v1/seats/preparation", json=body)


def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_step_by_step_until_nothing_is_left(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    seat, cleo = session.cleos, session.cleo
    ticket = await client.post("/api/v1/tickets", json={"invitation": web_service.link(seat)})
    assert ticket.json()["session"]["prepares"] is True
    await prove(web_service, client, seat, cleo)
    first = await ask(web_service, client, seat)
    assert first.json() == {
        "people": [{"id": cleo, "todo": ["location", "surroundings"], "document": None}],
        "asks_place": True,
        "offer": None,
    }
    web_service.told.clear()
    said = await ask(web_service, client, seat, step="location", person=cleo, place=HERE)
    assert said.json() == {
        "people": [{"id": cleo, "todo": ["surroundings"], "document": None}],
        "asks_place": True,
        "offer": {"place": HERE, "said": True},
    }
    done = await ask(web_service, client, seat, person=cleo, **AROUND)
    assert done.json()["people"] == [{"id": cleo, "todo": [], "document": None}]
    assert web_service.told == [session.setup.id] * 2, "the room is told of each"


async def test_a_hold_is_never_answered(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    await prove(web_service, client, session.cleos, session.cleo)
    texas = HERE | {"state": "TX", "kind": "car_moving"}
    await ask(web_service, client, session.cleos, step="location", person=session.cleo, place=texas)
    loud = AROUND | {"private": False, "company": ["partner"]}
    answer = await ask(web_service, client, session.cleos, person=session.cleo, **loud)
    assert answer.json() == {
        "people": [{"id": session.cleo, "todo": [], "document": None}],
        "asks_place": True,
        "offer": {"place": texas, "said": True},
    }


async def test_whoever_has_the_link_alone_is_told_nothing(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    assert code(await ask(web_service, client, session.cleos)) == (403, "admission.unproved")
    await prove(web_service, client, session.cleos, session.cleo)
    await ask(web_service, client, session.cleos, step="location", person=session.cleo, place=HERE)
    client.cookies.clear()
    other_browser = await ask(web_service, client, session.cleos)
    assert code(other_browser) == (403, "admission.unproved")
    await prove(web_service, client, session.couples, session.ana)
    assert code(await ask(web_service, client, session.cleos)) == (403, "admission.unproved"), (
        "another seat's"
    )


async def test_being_signed_in_there_is_enough(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    web_service.proofs.signed_in["a secret"] = PersonId(session.cleo)
    client.cookies.set("attune", "a secret", domain="localhost.local")
    client.headers["cookie"] = "attune=a secret"
    assert code(await ask(web_service, client, session.cleos)) == (403, "admission.unproved")
    await client.post("/api/v1/tickets", json={"invitation": web_service.link(session.cleos)})
    assert (await ask(web_service, client, session.cleos)).status_code == 200


async def test_on_one_screen_each_partner_says_it_after_showing_who_they_are(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    seat, ana, ben = session.couples, session.ana, session.ben
    await prove(web_service, client, seat, ana)
    hers = await ask(web_service, client, seat, step="location", person=ana, place=HERE)
    assert hers.json() == {
        "people": [{"id": ana, "todo": ["surroundings"], "document": None}],
        "asks_place": True,
        "offer": {"place": HERE | {"phone": ""}, "said": True},
    }
    await prove(web_service, client, seat, ben)
    place = HERE | {"phone": "+12125550199"}
    await ask(web_service, client, seat, step="location", person=ben, place=place)
    both = await ask(web_service, client, seat, person=ben, **AROUND)
    assert both.json()["people"] == [
        {"id": ana, "todo": [], "document": None},
        {"id": ben, "todo": [], "document": None},
    ]
    assert both.json()["offer"]["place"]["phone"] == ""


async def test_nobody_says_it_for_a_partner_who_has_not_shown_who_they_are(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    await prove(web_service, client, session.couples, session.ana)
    place = HERE | {"phone": "+12125550199"}
    refused = await ask(
        web_service, client, session.couples, step="location", person=session.ben, place=place
    )
    assert code(refused) == (403, "admission.unproved")


async def test_a_wrong_field_is_named_and_never_repeated(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared
) -> None:
    await prove(web_service, client, session.cleos, session.cleo)
    place = HERE | {"state": "Nowhere", "phone": "12"}
    answer = await ask(web_service, client, session.cleos, step="location", person=session.cleo, place=place)
    assert code(answer) == (422, "form.invalid")
    assert {(one["field"], one["code"]) for one in answer.json()["errors"]} == {
        ("state", "field.state"),
        ("phone", "field.phone"),
    }
    assert "Nowhere" not in answer.text


@pytest.mark.parametrize(
    "said",
    [
        {"step": "location", "place": HERE},
        {"step": "location", "person": "pt_1", "place": HERE | {"address": "x" * 121}},
        {"step": "location", "person": "pt_1", "place": HERE | {"kind": "boat"}},
        {"step": "surroundings", "person": "pt_1", "private": "yes", "headphones": True, "company": []},
        {"step": "agreement", "person": "pt_1"},
        {"step": "sign", "person": "pt_1", "version": "dv_agreement-1"},
        {"step": "sign", "person": "pt_1", "version": "dv_agreement-1", "language": "fr"},
        AROUND | {"person": "pt_1", "company": ["child"] * 4},
    ],
)
async def test_what_is_no_answer_is_malformed(
    web_service: WebService, client: httpx.AsyncClient, session: Prepared, said: dict[str, Any]
) -> None:
    assert code(await ask(web_service, client, session.cleos, **said)) == (400, "request.malformed")


async def test_a_document_is_read_and_signed(
    web_service: WebService, client: httpx.AsyncClient, world: World
) -> None:
    session = await prepare_session(web_service, world, signed=False)
    seat, cleo = session.cleos, session.cleo
    await prove(web_service, client, seat, cleo)
    (found,) = (await ask(web_service, client, seat)).json()["people"]
    assert found["todo"][:2] == ["sign.agreement", "sign.group"]
    document = found["document"]
    assert (document["kind"], document["needs"], document["required"]) == ("agreement", "sign", True)
    assert document["text"]["title"] == "Keeping this space private"
    assert [each["language"] for each in document["others"]] == ["es"]
    web_service.told.clear()
    signed = {"step": "sign", "person": cleo, "version": document["version"], "language": "es"}
    (after,) = (await ask(web_service, client, seat, **signed)).json()["people"]
    assert (after["todo"][0], after["document"]["kind"]) == ("sign.group", "group")
    assert web_service.told == [session.setup.id]
    later = await ask(web_service, client, seat, **signed | {"step": "acknowledge"})
    assert later.status_code == 200, "confirming what one has just signed is no mistake"


async def test_a_text_that_changed_meanwhile_is_not_signed(
    web_service: WebService, client: httpx.AsyncClient, world: World
) -> None:
    session = await prepare_session(web_service, world, signed=False)
    await prove(web_service, client, session.cleos, session.cleo)
    now = world.clinic.now
    newer = version_of(number=2, effective_at=now, writer=world.dana.person, written_at=now)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, now) as unit:
        await unit.documents.add(newer)
    old = {"step": "sign", "person": session.cleo, "version": "dv_agreement-1", "language": "en"}
    refused = await ask(web_service, client, session.cleos, **old)
    assert code(refused) == (409, "consent.changed")
    (found,) = (await ask(web_service, client, session.cleos)).json()["people"]
    assert found["document"]["version"] == newer.id


async def test_a_session_that_asks_nothing_says_so(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    await prove(web_service, client, ANA_SEAT, "pt_ana")
    assert code(await ask(web_service, client, ANA_SEAT)) == (409, "preparation.none")
