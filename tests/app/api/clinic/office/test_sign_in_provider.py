"""An administrator chooses the clinic's provider, which is asked who it is before it is kept."""

import json
import logging
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.api.clinic.identity.providers import RETURN_PATH
from app.auth.oidc.sign_in import OidcSignIn
from app.persistence.clinic_store import Actor
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.auth.oidc.issuer import ISSUER, Issuer
from tests.app.conftest import WebService, inside
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, add_person, address, sign_in
from tests.support.sign_in.identity import PUBLIC_URL

DANA = PersonId("pt_dana")
PATH = "/api/v1/settings/provider"
BODY = {"issuer": ISSUER, "client_id": "attune", "secret": "s3cret", "domains": ["Riverside.example"]}
PROVIDER = {"issuer": ISSUER, "client_id": "attune", "has_secret": True, "domains": ["riverside.example"]}


def said(status: int, text: str) -> httpx.Response:
    return httpx.Response(status, stream=httpx.ByteStream(text.encode()))


@pytest.fixture
async def issuer(practice: WebService) -> Issuer:
    issuer = Issuer()
    now = int(practice.clock.time)
    issuer.claims = {"iat": now, "exp": now + 300}
    issuer.userinfo = {"sub": "dana", "email": address(DANA), "email_verified": True}
    await add_person(practice.store, practice.now, DANA, StaffRole.CLINICIAN)
    identity = replace(practice.identity, oidc=OidcSignIn(issuer.fetcher, f"{PUBLIC_URL}{RETURN_PATH}"))
    inside(practice.app).state.services = replace(practice.services, identity=identity)
    return issuer


async def as_person(practice: WebService, person: PersonId = ADMIN) -> dict[str, str]:
    _, secret = await sign_in(practice.store, practice.now, person)
    return {"cookie": f"attune={secret}", "origin": PUBLIC_URL}


async def put(
    client: httpx.AsyncClient, headers: dict[str, str], version: int = 1, **changed: Any
) -> httpx.Response:
    return await client.put(PATH, json=BODY | changed, headers=headers | {"if-match": f'"{version}"'})


async def come_in(client: httpx.AsyncClient, issuer: Issuer) -> str:
    sent = await client.get(f"/api/v1/sign-in/oidc/{HERE}")
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    issuer.nonce = query["nonce"][0]
    back = await client.get(RETURN_PATH, params={"state": query["state"][0], "code": "c1"})
    return str(back.headers["location"])


async def test_a_provider_is_chosen_shown_without_its_secret_and_lets_staff_in(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    admin = await as_person(practice)
    before = await client.get(PATH, headers=admin)
    assert (before.json()["provider"], before.headers["etag"]) == (None, '"1"')
    assert before.json()["return_url"] == f"{PUBLIC_URL}{RETURN_PATH}"
    saved = await put(client, admin)
    assert (saved.status_code, saved.json()["provider"], saved.headers["etag"]) == (200, PROVIDER, '"2"')
    shown = await client.get(PATH, headers=admin)
    assert (shown.json()["provider"], "s3cret" in shown.text) == (PROVIDER, False)
    assert await come_in(client, issuer) == "/"
    assert (await client.get("/api/v1/me")).json()["person"]["id"] == DANA


async def test_the_choice_is_noted_and_the_secret_is_encrypted_and_never_logged(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await put(client, await as_person(practice))
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        (entry,) = [one.entry for one in await unit.audit.page() if one.entry.action == "settings.provider"]
        assert "s3cret" not in f"{unit.clinic.settings}{entry}"
    assert entry.actor == ADMIN
    assert "s3cret" not in caplog.text


async def test_an_address_of_another_domain_finds_nobody(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    await put(client, await as_person(practice), domains=["elsewhere.example"])
    assert await come_in(client, issuer) == "/#refused=oidc.nobody"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"issuer": "http://id.clinic.example"}, "issuer", "oidc.address"),
        ({"issuer": "https://127.0.0.1"}, "issuer", "oidc.address"),
        ({"issuer": f"{ISSUER}/other"}, "issuer", "oidc.discovery"),
        ({"client_id": "  "}, "client_id", "field.required"),
        ({"domains": ["@riverside"]}, "domains", "field.domain"),
        ({"issuer": ""}, "issuer", "form.string_too_short"),
    ],
)
async def test_what_is_wrong_is_told_by_field_and_nothing_is_kept(
    practice: WebService,
    issuer: Issuer,
    client: httpx.AsyncClient,
    changed: dict[str, Any],
    field: str,
    code: str,
) -> None:
    issuer.answers["/other/.well-known/openid-configuration"] = lambda _: said(404, "{}")
    admin = await as_person(practice)
    answer = await put(client, admin, **changed)
    assert (answer.status_code, answer.json()["errors"]) == (422, [{"field": field, "code": code}])
    assert (await client.get(PATH, headers=admin)).json()["provider"] is None


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        ("/.well-known/openid-configuration", said(503, ""), "oidc.unavailable"),
        ("/.well-known/openid-configuration", said(200, "<html>"), "oidc.malformed"),
        ("/.well-known/openid-configuration", said(200, json.dumps({"issuer": ISSUER})), "oidc.discovery"),
        ("/keys", said(200, '{"keys": []}'), "oidc.algorithm"),
    ],
)
async def test_a_provider_that_does_not_describe_itself_is_not_kept(
    practice: WebService,
    issuer: Issuer,
    client: httpx.AsyncClient,
    path: str,
    answer: httpx.Response,
    code: str,
) -> None:
    issuer.answers[path] = lambda _: answer
    refused = await put(client, await as_person(practice))
    assert refused.json()["errors"] == [{"field": "issuer", "code": code}]


async def test_a_secret_stays_for_the_same_client_alone(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    admin = await as_person(practice)
    await put(client, admin)
    kept = await put(client, admin, 2, secret=None, domains=[])
    assert kept.json()["provider"] == PROVIDER | {"domains": []}
    other = await put(client, admin, 3, secret=None, client_id="other")
    assert other.json()["errors"] == [{"field": "secret", "code": "oidc.secret_again"}]
    public = await put(client, admin, 3, secret="")
    assert public.json()["provider"]["has_secret"] is False


async def test_a_provider_is_taken_away_again(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    admin = await as_person(practice)
    await put(client, admin)
    stale = await client.delete(PATH, headers=admin | {"if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "version.other")
    assert (await client.delete(PATH, headers=admin | {"if-match": '"2"'})).status_code == 204
    again = await client.delete(PATH, headers=admin | {"if-match": '"3"'})
    assert again.json()["code"] == "oidc.none"
    assert (await client.get(f"/api/v1/sign-in/oidc/{HERE}")).headers["location"] == "/#refused=oidc.none"


async def test_it_takes_an_administrator_a_fresh_proof_and_the_version_that_was_seen(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    for person in (DANA, CLIENT):
        refused = await put(client, await as_person(practice, person))
        assert (refused.status_code, refused.json()["code"]) == (403, "access.denied")
    admin = await as_person(practice)
    assert (await put(client, admin, 7)).json()["code"] == "version.other"
    practice.clock.time += 301
    assert (await put(client, admin)).json()["code"] == "access.proof_needed"
    assert (await client.delete(PATH, headers=admin | {"if-match": '"1"'})).json()[
        "code"
    ] == "access.proof_needed"
    assert issuer.asked == []
