"""Rooms that run follow what is signed, taken back and brought into force."""

import httpx
import pytest

from app.runtime.clock import to_datetime
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.identity.roles import StaffRole
from rooms.model.ids import RoomId
from tests.app.api.clinic.consents.conftest import TEXTS, shipped_id
from tests.app.conftest import WebService
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World, build_world
from tests.support.service.clinics import Visitor, open_clinic

AGREEMENT = {"version": shipped_id(DocumentKind.AGREEMENT), "language": "en"}


@pytest.fixture
async def world(web_service: WebService, client: httpx.AsyncClient) -> World:
    now = to_datetime(web_service.services.clock.now())
    return await build_world(await open_clinic(web_service.services.clinics, "here", now), client)


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world, signed=False)


@pytest.fixture
async def cleo(client: httpx.AsyncClient, world: World, session: Prepared) -> Visitor:
    return await world.clinic.sign_in_client(client, PersonId(session.cleo))


def told(web_service: WebService) -> list[RoomId]:
    found = list(web_service.told)
    web_service.told.clear()
    return found


async def test_a_clients_own_signature_and_its_withdrawal(
    web_service: WebService, session: Prepared, cleo: Visitor
) -> None:
    signed = await cleo.post("/me/agreements", AGREEMENT | {"about": session.id})
    assert signed.status_code == 201, signed.text
    assert told(web_service) == [session.id]
    confirmed = await cleo.post("/me/agreements/acknowledge", AGREEMENT | {"appointment": session.id})
    assert confirmed.status_code == 204, confirmed.text
    assert told(web_service) == [session.id]
    ended = await cleo.post(f"/me/agreements/{signed.json()['id']}/withdraw")
    assert ended.status_code == 200, ended.text
    assert told(web_service) == [session.id]


async def test_what_staff_note_for_a_client(web_service: WebService, world: World, session: Prepared) -> None:
    path = f"/people/{session.cleo}/agreements"
    signed = await world.coordinator.post(path, AGREEMENT | {"about": session.id})
    assert signed.status_code == 201, signed.text
    assert told(web_service) == [session.id]
    ended = await world.coordinator.post(f"{path}/{signed.json()['id']}/withdraw")
    assert ended.status_code == 200, ended.text
    assert told(web_service) == [session.id]


async def test_a_version_that_comes_into_force_is_for_every_room(
    web_service: WebService, client: httpx.AsyncClient, world: World, session: Prepared
) -> None:
    writer, reviewer = [
        await world.clinic.sign_in(client, await world.clinic.staff(name, role))
        for name, role in (("Wren", StaffRole.CLINICAL_DIRECTOR), ("Rea", StaffRole.OWNER))
    ]
    body = {"texts": TEXTS, "effective_on": world.clinic.now.date().isoformat()}
    written = await writer.change("PUT", "/documents/agreement/draft", body, 0)
    assert told(web_service) == [], "a draft changes nothing"
    reviewed = await reviewer.change(
        "POST", "/documents/agreement/draft/review", None, written.json()["version"]
    )
    assert reviewed.status_code == 200, reviewed.text
    assert told(web_service) == [session.id]


async def test_somebody_who_is_expected_nowhere_tells_nobody(
    web_service: WebService, client: httpx.AsyncClient, world: World, session: Prepared
) -> None:
    eve = await world.clinic.sign_in_client(client, world.clients[4])
    assert (await eve.post("/me/agreements", AGREEMENT)).status_code == 201
    assert told(web_service) == []
