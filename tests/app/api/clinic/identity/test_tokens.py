"""Personal tokens over HTTP."""

import httpx
import pytest

from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, OWNER, sign_in

TOKENS = "/api/v1/me/tokens"


async def be(practice: WebService, client: httpx.AsyncClient, person: str = OWNER) -> None:
    _, secret = await sign_in(practice.store, practice.now, person)  # type: ignore[arg-type]
    client.cookies.clear()
    client.cookies.set("attune", secret)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def make(client: httpx.AsyncClient, **more: object) -> httpx.Response:
    body = {"label": "Reports", "scopes": ["schedule.read", "people.read"]} | more
    return await client.post(TOKENS, json=body)


async def test_a_token_is_told_once_and_listed_without_its_secret(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    made = await make(client)
    assert made.status_code == 201
    token = made.json()
    assert len(token.pop("secret")) == 43
    assert token["scopes"] == ["people.read", "schedule.read"]
    assert token["expires_at"] == "2026-02-22T16:00:00Z"
    assert (await client.get(TOKENS)).json() == {"items": [token], "next": None}


async def test_a_withdrawn_token_is_worthless(practice: WebService, client: httpx.AsyncClient) -> None:
    await be(practice, client)
    token = (await make(client)).json()
    bearer = {"authorization": f"Bearer {token['secret']}", "cookie": ""}
    assert code(await client.get(TOKENS, headers=bearer)) == (403, "token.not_here")
    assert (await client.delete(f"{TOKENS}/{token['id']}")).status_code == 204
    assert code(await client.get(TOKENS, headers=bearer)) == (401, "token.invalid")
    assert code(await client.delete(f"{TOKENS}/{token['id']}")) == (404, "tokens.unknown")


async def test_anothers_token_is_as_unknown_as_none(practice: WebService, client: httpx.AsyncClient) -> None:
    await be(practice, client, ADMIN)
    theirs = (await make(client)).json()["id"]
    await be(practice, client)
    answers = [await client.delete(f"{TOKENS}/{one}") for one in (theirs, "to_none")]
    assert answers[0].text == answers[1].text
    assert code(answers[0]) == (404, "tokens.unknown")


@pytest.mark.parametrize("scope", ["settings.write", "audit.read", "own.credentials", "people.export"])
async def test_no_token_can_do_what_needs_a_person(
    practice: WebService, client: httpx.AsyncClient, scope: str
) -> None:
    await be(practice, client)
    refused = await make(client, scopes=["schedule.read", scope])
    assert code(refused) == (409, "tokens.scopes")
    assert refused.json()["reason"] == scope


async def test_nobody_gives_a_token_more_than_they_have(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client, ADMIN)
    assert code(await make(client, scopes=["policies.write"])) == (409, "tokens.scopes")
    await be(practice, client, CLIENT)
    assert code(await make(client)) == (403, "access.denied")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "   "}, "label"),
        ({"label": "a\0b"}, "label"),
        ({"label": "x" * 61}, "label"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["people.teleport"]}, "scopes.0"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"days": "90"}, "days"),
        ({"colour": "blue"}, "colour"),
    ],
)
async def test_a_wrong_field_is_named(
    practice: WebService, client: httpx.AsyncClient, more: dict[str, object], field: str
) -> None:
    await be(practice, client)
    refused = await make(client, **more)
    assert code(refused) == (422, "form.malformed")
    assert [one["field"] for one in refused.json()["errors"]] == [field]


async def test_one_person_has_a_score_of_tokens_at_most(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    made = [(await make(client)).status_code for _ in range(21)]
    assert made == [201] * 20 + [409]
