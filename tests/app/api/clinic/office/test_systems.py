"""Connected systems over HTTP: who may register, change and withdraw them, with which keys."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey

from app.runtime.ids import new_recipient_id
from clinic.common.ids import RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.identity.access import PERMISSIONS, Action, PrincipalKind
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.service.clinics import Clinic, Visitor, open_clinic
from tests.support.service.systems import KEY, public_key


@pytest.fixture
async def clinic(web_service: WebService) -> Clinic:
    return await open_clinic(web_service.store, "office", web_service.now)


@pytest.fixture
async def owner(clinic: Clinic, client: httpx.AsyncClient) -> Visitor:
    return await clinic.sign_in(client, await clinic.staff("Olga Owner", StaffRole.OWNER))


async def add_recipient(clinic: Clinic, kind: RecipientKind = RecipientKind.EHR) -> RecipientId:
    recipient = Recipient(new_recipient_id(), f"Northside {kind}", kind)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.recipients.add(recipient)
    return recipient.id


def body(recipient: str, **changed: Any) -> dict[str, Any]:
    keys = json.dumps({"keys": [public_key()]})
    return {"name": "Charts", "recipient": recipient, "scopes": "system/*.rs", "keys": keys} | changed


async def test_a_system_is_registered_changed_and_withdrawn(clinic: Clinic, owner: Visitor) -> None:
    recipient = await add_recipient(clinic)
    made = await owner.post("/systems", body(recipient))
    assert made.status_code == 201, made.text
    system = made.json()
    assert system["kids"] == ["first"]
    second = json.dumps({"keys": [public_key(), public_key(ECKey.generate_key("P-384", {"kid": "next"}))]})
    path = f"/systems/{system['id']}"
    changed = await owner.change(
        "PUT", path, body(recipient, keys=second, name="Charts 2"), system["version"]
    )
    assert changed.json()["kids"] == ["first", "next"]
    stale = await owner.change("PUT", path, body(recipient), system["version"])
    assert stale.json()["code"] == "version.other"
    gone = await owner.change("DELETE", path, None, changed.json()["version"])
    assert gone.status_code == 204
    again = await owner.change("PUT", path, body(recipient), changed.json()["version"] + 1)
    assert again.json()["code"] == "systems.withdrawn"
    listed = (await owner.get("/systems")).json()
    assert listed["items"][0]["withdrawn_at"] is not None
    assert listed["address"].endswith("/fhir/r4")


async def test_a_system_belongs_to_one_recipient(clinic: Clinic, owner: Visitor) -> None:
    first, second = await add_recipient(clinic), await add_recipient(clinic)
    made = (await owner.post("/systems", body(first))).json()
    answer = await owner.change("PUT", f"/systems/{made['id']}", body(second), made["version"])
    assert answer.json()["code"] == "systems.recipient"


async def test_a_payer_and_nobody_are_no_recipients_of_charts(clinic: Clinic, owner: Visitor) -> None:
    for recipient in (await add_recipient(clinic, RecipientKind.PAYER), "rc_nobody"):
        assert (await owner.post("/systems", body(recipient))).json()["code"] == "recipient.unknown"


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"name": " "}, {"name": "field.required"}),
        ({"scopes": ""}, {"scopes": "systems.scopes"}),
        ({"scopes": "system/Medication.rs"}, {"scopes": "systems.scopes"}),
        ({"scopes": "system/Patient.rs user/*.rs"}, {"scopes": "systems.scopes"}),
        ({"keys": "{"}, {"keys": "systems.keys"}),
        ({"keys": "[]"}, {"keys": "systems.keys"}),
        ({"keys": '{"keys": [1]}'}, {"keys": "systems.keys"}),
        ({"keys": json.dumps(KEY.as_dict(private=True))}, {"keys": "systems.keys"}),
        (
            {"keys": json.dumps(ECKey.generate_key("P-256", {"kid": "x"}).as_dict(private=False))},
            {"keys": "systems.keys"},
        ),
        (
            {"keys": json.dumps({"kty": "RSA", "kid": "x", "e": "AQAB", "n": "_" * 171})},
            {"keys": "systems.keys"},
        ),
        ({"keys": ""}, {"keys": "systems.keys_once"}),
        ({"keys_url": "https://ehr.example/keys"}, {"keys": "systems.keys_once"}),
        ({"keys": "", "keys_url": "http://ehr.example/keys"}, {"keys_url": "systems.keys_url"}),
        ({"keys": "", "keys_url": "https://10.0.0.1/keys"}, {"keys_url": "systems.keys_url"}),
        ({"keys": "", "keys_url": "https://169.254.169.254/keys"}, {"keys_url": "systems.keys_url"}),
        ({"keys": "", "keys_url": "https://user@ehr.example/"}, {"keys_url": "systems.keys_url"}),
        ({"keys": "", "keys_url": "http://127.0.0.1:9/keys"}, {"keys_url": "systems.keys_url"}),
    ],
)
async def test_what_is_wrong_is_said_by_field(
    clinic: Clinic, owner: Visitor, changed: dict[str, str], errors: dict[str, str]
) -> None:
    answer = await owner.post("/systems", body(await add_recipient(clinic), **changed))
    assert answer.status_code == 422, answer.text
    assert {each["field"]: each["code"] for each in answer.json()["errors"]} == errors


@pytest.mark.parametrize("role", [*StaffRole, PrincipalKind.CLIENT])
async def test_the_table_says_who_may(
    clinic: Clinic, client: httpx.AsyncClient, role: StaffRole | PrincipalKind
) -> None:
    if role is PrincipalKind.CLIENT:
        visitor = await clinic.sign_in_client(client, await clinic.client())
    else:
        visitor = await clinic.sign_in(client, await clinic.staff("Sam Staff", StaffRole(role)))
    recipient = await add_recipient(clinic)
    listed, made = await visitor.get("/systems"), await visitor.post("/systems", body(recipient))
    assert (listed.status_code == 200) == (Action.SETTINGS_READ in PERMISSIONS[role])
    assert (made.status_code == 201) == (Action.SYSTEMS_WRITE in PERMISSIONS[role])


async def test_it_needs_a_fresh_proof(clinic: Clinic, client: httpx.AsyncClient) -> None:
    person = await clinic.staff("Olga Owner", StaffRole.OWNER)
    visitor = await clinic.sign_in(client, person, proved_before=timedelta(minutes=6))
    answer = await visitor.post("/systems", body(await add_recipient(clinic)))
    assert answer.json()["code"] == "access.proof_needed"


async def test_a_system_of_another_clinic_is_unknown(
    clinic: Clinic, owner: Visitor, web_service: WebService, client: httpx.AsyncClient
) -> None:
    elsewhere = await open_clinic(web_service.store, "elsewhere", web_service.now)
    other = await elsewhere.sign_in(client, await elsewhere.staff("Otto Owner", StaffRole.OWNER))
    made = (await other.post("/systems", body(await add_recipient(elsewhere)))).json()
    path = f"/systems/{made['id']}"
    for answer in (
        await owner.get(f"{path}/activity"),
        await owner.change("PUT", path, body(await add_recipient(clinic)), 1),
        await owner.change("DELETE", path, None, 1),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "system.unknown")
    assert (await owner.get("/systems")).json()["items"] == []


async def test_the_number_of_systems_is_bounded(clinic: Clinic, owner: Visitor) -> None:
    recipient = await add_recipient(clinic)
    for _ in range(20):
        assert (await owner.post("/systems", body(recipient))).status_code == 201
    assert (await owner.post("/systems", body(recipient))).json()["code"] == "systems.too_many"
