from typing import Any

import httpx
import pytest

from app.auth.one_time import make_secret
from app.persistence.repositories.identity.sign_ins import StoredToken
from clinic.common.ids import SignInId
from clinic.identity.access import Action
from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Clinic, Visitor

OWN: dict[str, Any] = {
    "name": "Anita",
    "pronouns": "she/her",
    "languages": ["es", "en"],
    "time_zone": "America/Chicago",
    "reach": {"channel": "email", "safe_times": "sat 22:00-06:00"},
}


@pytest.fixture
async def ana(clinic: Clinic, client: httpx.AsyncClient) -> Visitor:
    return await clinic.sign_in_client(client, await clinic.client("Ana", email="ana@example.org"))


async def test_a_client_decides_how_they_are_called_and_reached(team: Team, ana: Visitor) -> None:
    read = await ana.get("/me/contact")
    assert (read.json()["reach"], read.headers["etag"]) == ({"channel": "none", "safe_times": ""}, '"1"')
    put = await ana.change("PUT", "/me/contact", OWN, 1)
    assert put.json() == {**OWN, "email": "ana@example.org", "phone": "", "version": 2}
    assert (await ana.get("/me/contact")).json() == put.json()
    assert (await team.coordinator.get(f"/people/{ana.person}")).json()["reach"] == OWN["reach"]


async def test_an_older_version_is_refused(ana: Visitor) -> None:
    await ana.change("PUT", "/me/contact", OWN, 1)
    late = await ana.change("PUT", "/me/contact", {**OWN, "name": "A"}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name": " "}, {"name": "field.required"}),
        ({"name": "A\u2067b"}, {"name": "field.bidi"}),
        ({"time_zone": "Nowhere/City"}, {"time_zone": "field.time_zone"}),
        ({"languages": ["12"]}, {"languages": "field.language"}),
        ({"reach": {"channel": "email", "safe_times": "noon"}}, {"reach.safe_times": "field.safe_times"}),
        ({"email": "other@example.org"}, {"email": "form.extra_forbidden"}),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(
    ana: Visitor, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = await ana.change("PUT", "/me/contact", {**OWN, **change}, 1)
    assert answer.status_code == 422
    assert {one["field"]: one["code"] for one in answer.json()["errors"]} == wrong


async def test_an_integration_has_no_contact_of_its_own(
    clinic: Clinic, team: Team, client: httpx.AsyncClient
) -> None:
    secret = make_secret()
    token = StoredToken(
        SignInId("to_1"),
        "EHR",
        frozenset({Action.PEOPLE_READ}),
        clinic.now,
        clinic.now.replace(year=clinic.now.year + 1),
        None,
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.tokens.add(team.coordinator.person, token, secret.hashed)
    bearer = {"authorization": f"Bearer {secret.text}"}
    own = await client.get("/api/v1/me/contact", headers=bearer)
    assert (own.status_code, own.json()["code"]) == (403, "token.not_here")
    ana = await clinic.client("Ana", phone="+12025550123")
    read = await client.get(f"/api/v1/people/{ana}", headers=bearer)
    assert read.json()["phone"] == "+12025550123", "it reads as the coordinator who made it"
    denied = await client.post("/api/v1/people", headers=bearer, json={"kind": "client", "name": "Eva"})
    assert denied.json()["code"] == "access.denied", "and no more than its scope"
