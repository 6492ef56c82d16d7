from typing import Any

import httpx
import pytest

from clinic.identity.access import PERMISSIONS, Action
from clinic.identity.roles import StaffRole
from clinic.identity.webhooks import EventKind
from tests.app.conftest import WebService
from tests.support.mail.webhooks import SYSTEM, WebhookPlay
from tests.support.service.clinics import Clinic, Visitor, open_clinic

FORM = {"url": "https://hooks.clinic.example/attune?key=k", "kinds": ["session.ended", "consent.given"]}


@pytest.fixture
async def clinic(web_service: WebService) -> Clinic:
    return await open_clinic(web_service.store, "here", web_service.now)


@pytest.fixture
async def owner(clinic: Clinic, client: httpx.AsyncClient) -> Visitor:
    return await clinic.sign_in(client, await clinic.staff("Olga Owner", StaffRole.OWNER))


async def add(owner: Visitor) -> dict[str, Any]:
    answer = await owner.post("/webhooks", FORM)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


async def test_a_secret_is_shown_when_it_is_made_and_never_again(owner: Visitor) -> None:
    answer = await owner.post("/webhooks", FORM)
    made = answer.json()
    assert (answer.headers["cache-control"], answer.headers["etag"]) == ("no-store", '"1"')
    listed = await owner.get("/webhooks")
    assert listed.json()["items"] == [{key: made[key] for key in made if key != "secret"}]
    assert (listed.json()["items"][0]["state"], made["kinds"]) == ("on", FORM["kinds"])
    renewed = await owner.change("POST", f"/webhooks/{made['id']}/secret", None, 1)
    assert renewed.json()["secret"] not in (made["secret"], "")
    assert renewed.json()["former_until"] is not None


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"url": "http://hooks.clinic.example/"}, ("url", "webhook.address")),
        ({"url": "https://169.254.169.254/latest/meta-data"}, ("url", "webhook.address")),
        ({"kinds": []}, ("kinds", "field.required")),
        ({"kinds": ["test"]}, ("kinds", "field.choice")),
    ],
)
async def test_what_is_wrong_is_named(
    owner: Visitor, changed: dict[str, Any], error: tuple[str, str]
) -> None:
    answer = await owner.post("/webhooks", FORM | changed)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [error]


async def test_one_is_paused_tested_and_removed(owner: Visitor) -> None:
    made = await add(owner)
    path = f"/webhooks/{made['id']}"
    assert (await owner.post(f"{path}/test")).status_code == 204
    paused = await owner.change("PUT", path, {"kinds": ["consent.given"], "on": False}, 1)
    assert (paused.json()["state"], paused.json()["held"], paused.json()["version"]) == ("paused", 1, 2)
    assert (await owner.post(f"{path}/test")).json()["code"] == "webhook.not_on"
    assert (await owner.change("DELETE", path, None, 2)).status_code == 204
    assert (await owner.get("/webhooks")).json()["items"] == []
    assert (await owner.get(f"{path}/deliveries")).json()["code"] == "webhook.unknown"


async def test_deliveries_say_how_it_went_and_not_whom_it_was_about(owner: Visitor, clinic: Clinic) -> None:
    made = await add(owner)
    play = WebhookPlay(clinic)
    play.receivers.answers["hooks.clinic"] = 410
    async with clinic.store.write(clinic.id, SYSTEM, clinic.now) as unit:
        for _ in range(3):
            await unit.events.add(EventKind.CONSENT_GIVEN, consent="gr_secret", person="pt_secret")
    await play.look()
    await play.close()
    path = f"/webhooks/{made['id']}"
    first = (await owner.get(f"{path}/deliveries", limit=2)).json()
    second = (await owner.get(f"{path}/deliveries", limit=2, cursor=first["next"])).json()
    found = first["items"] + second["items"]
    assert sorted(one["state"] for one in found) == ["failed", "held", "held"]
    assert {one["kind"] for one in found} == {"consent.given"}
    assert "secret" not in str(found)
    await owner.change("PUT", path, {"kinds": FORM["kinds"], "on": True}, 2)
    assert (await owner.post(f"{path}/again")).json() == {"count": 1}
    again = await owner.post(f"/webhooks/deliveries/{found[0]['id']}/again")
    assert again.json()["code"] == "webhook.on_its_way"


@pytest.mark.parametrize("role", list(StaffRole))
async def test_who_may_read_and_change_them_is_in_the_table(
    clinic: Clinic, client: httpx.AsyncClient, role: StaffRole
) -> None:
    visitor = await clinic.sign_in(client, await clinic.staff("Sam Somebody", role))
    assert ((await visitor.get("/webhooks")).status_code == 200) is (
        Action.SETTINGS_READ in PERMISSIONS[role]
    )
    added = await visitor.post("/webhooks", FORM)
    assert (added.status_code == 201) is (Action.SETTINGS_WRITE in PERMISSIONS[role])


async def test_another_clinic_knows_nothing_of_it(
    owner: Visitor, web_service: WebService, client: httpx.AsyncClient
) -> None:
    made = await add(owner)
    there = await open_clinic(web_service.store, "there", web_service.now)
    other = await there.sign_in(client, await there.staff("Tess Owner", StaffRole.OWNER))
    assert (await other.get("/webhooks")).json() == {"items": []}
    assert (await other.post(f"/webhooks/{made['id']}/test")).json()["code"] == "webhook.unknown"
