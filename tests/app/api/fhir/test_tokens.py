"""Access tokens over HTTP: for whom a system's own key signs, once, and for what it is registered."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey

from tests.app.api.fhir.conftest import Programme
from tests.support.schedule.world import World
from tests.support.service.systems import TOKEN_URL, Ehr, connect_ehr, make_assertion

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


async def ask(ehr: Ehr, assertion: str | None = None, **changed: Any) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion or make_assertion(ehr.system.id, ehr.clinic.now),
    } | changed
    return await ehr.web.post(TOKEN_URL, data={name: each for name, each in form.items() if each})


async def test_a_good_assertion_gives_a_token_for_five_minutes(programme: Programme) -> None:
    answer = await ask(programme.ehr)
    assert answer.status_code == 200, answer.text
    given = answer.json()
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("bearer", 300, "system/*.rs")
    assert answer.headers["cache-control"] == "no-store"
    signed_in = Ehr(programme.ehr.web, programme.ehr.clinic, programme.ehr.system, given["access_token"])
    assert (await signed_in.get("Patient")).status_code == 200


async def test_an_assertion_is_good_once(programme: Programme) -> None:
    assertion = make_assertion(programme.ehr.system.id, programme.ehr.clinic.now)
    answers = await asyncio.gather(*(ask(programme.ehr, assertion) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 400, 400]
    again = await ask(programme.ehr, assertion)
    assert again.json()["error"] == "invalid_client"


async def test_scopes_are_those_that_are_registered(
    programme: Programme, world: World, client: httpx.AsyncClient
) -> None:
    narrow = await connect_ehr(world.clinic, client, "system/Encounter.rs system/Patient.s")
    assert (await ask(narrow)).json()["scope"] == "system/Encounter.rs system/Patient.s"
    given = (await ask(narrow, scope="system/Encounter.read system/Consent.rs user/*.rs")).json()
    assert given["scope"] == "system/Encounter.rs"
    refused = await ask(narrow, scope="system/Consent.rs")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "sy_other0000000"},
        {"sub": "sy_other0000000"},
        {"aud": "https://elsewhere.example/token"},
        {"aud": None},
        {"jti": None},
        {"jti": "x" * 300},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1},
        {"exp": 1e30},
        {"nbf": 4e9},
    ],
)
async def test_an_assertion_that_is_not_good_is_refused(
    programme: Programme, changed: dict[str, object]
) -> None:
    made = make_assertion(programme.ehr.system.id, programme.ehr.clinic.now, **changed)
    answer = await ask(programme.ehr, made)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


async def test_an_assertion_for_longer_than_five_minutes_is_refused(programme: Programme) -> None:
    late = int((programme.ehr.clinic.now + timedelta(minutes=6)).timestamp())
    answer = await ask(
        programme.ehr, make_assertion(programme.ehr.system.id, programme.ehr.clinic.now, exp=late)
    )
    assert answer.json()["error"] == "invalid_client"


async def test_another_key_of_the_same_name_is_refused(programme: Programme) -> None:
    other = ECKey.generate_key("P-384", {"kid": "first"})
    made = make_assertion(programme.ehr.system.id, programme.ehr.clinic.now, other)
    assert (await ask(programme.ehr, made)).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"scope": ""}, "invalid_request"),
        ({"client_assertion_type": "x"}, "invalid_request"),
        ({"client_assertion": "x"}, "invalid_client"),
        ({"client_assertion": "a.b.c"}, "invalid_client"),
        ({"client_assertion": "é"}, "invalid_client"),
        ({"scope": "launch"}, "invalid_scope"),
    ],
)
async def test_what_is_malformed_is_refused(
    programme: Programme, changed: dict[str, str], error: str
) -> None:
    answer = await ask(programme.ehr, **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_body_of_another_kind_or_size_is_refused(programme: Programme) -> None:
    web = programme.ehr.web
    assert (await web.post(TOKEN_URL, json={})).status_code == 400
    assert (await web.post(TOKEN_URL, data={"scope": "x" * 20_000})).status_code == 413


async def test_who_guesses_is_slowed_down(programme: Programme) -> None:
    for _ in range(200):
        answer = await programme.ehr.web.post(TOKEN_URL, json={})
        if answer.status_code == 429:
            break
    assert (await ask(programme.ehr)).status_code == 429
