"""Who calls: cookies, tokens and origins, over two routes of our own."""

from datetime import timedelta

import httpx
import pytest
from fastapi import APIRouter

from app.api.clinic.app import build_clinic_api
from app.api.clinic.common.calls import Signed, SignedInPerson, cookie_name
from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.sign_ins import StoredToken
from clinic.common.ids import SignInId
from clinic.identity.access import Action, may
from tests.app.conftest import WebService, inside
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, sign_in
from tests.support.sign_in.identity import PUBLIC_URL

router = APIRouter()


@router.get("/anybody")
@router.post("/anybody")
async def anybody(caller: Signed) -> list[str]:
    return [action.value for action in Action if may(caller.principal, action)]


@router.get("/person")
async def person(caller: SignedInPerson) -> str:
    return caller.principal.person


@pytest.fixture
async def api(practice: WebService) -> httpx.AsyncClient:
    app = build_clinic_api((router,), inside(practice.app).state, {})
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL)


async def add_token(practice: WebService, *scopes: Action) -> dict[str, str]:
    secret = make_secret()
    token = StoredToken(
        SignInId("to_1"), "x", frozenset(scopes), practice.now, practice.now + timedelta(days=1), None
    )
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.tokens.add(OWNER, token, secret.hashed)
    return {"authorization": f"Bearer {secret.text}"}


@pytest.mark.parametrize(
    ("url", "name"), [("https://attune.example", "__Host-attune"), ("http://localhost:8000", "attune")]
)
def test_the_cookie_has_the_prefix_where_browsers_take_it(url: str, name: str) -> None:
    assert cookie_name(url) == name


async def test_a_cookie_says_who_calls(practice: WebService, api: httpx.AsyncClient) -> None:
    _, secret = await sign_in(practice.store, practice.now, CLIENT)
    answer = await api.get("/person", headers={"cookie": f"attune={secret}"})
    assert answer.json() == CLIENT


@pytest.mark.parametrize("origin", [None, "null", "https://localhost:8000", "http://localhost:8001"])
async def test_only_our_own_pages_change_anything(
    practice: WebService, api: httpx.AsyncClient, origin: str | None
) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    headers = {"cookie": f"attune={secret}"} | ({} if origin is None else {"origin": origin})
    refused = await api.post("/anybody", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "request.foreign_origin")
    assert (await api.get("/anybody", headers=headers)).status_code == 200
    ours = await api.post("/anybody", headers=headers | {"origin": PUBLIC_URL})
    assert ours.status_code == 200


async def test_a_token_may_do_what_its_scopes_and_its_person_may(
    practice: WebService, api: httpx.AsyncClient
) -> None:
    bearer = await add_token(practice, Action.SCHEDULE_READ, Action.AUDIT_READ, Action.SETTINGS_WRITE)
    answer = await api.post("/anybody", headers=bearer)
    assert answer.json() == ["schedule.read"]


async def test_a_token_is_no_person_at_a_screen(practice: WebService, api: httpx.AsyncClient) -> None:
    refused = await api.get("/person", headers=await add_token(practice, Action.SCHEDULE_READ))
    assert (refused.status_code, refused.json()["code"]) == (403, "token.not_here")


@pytest.mark.parametrize("given", ["Bearer x", "Bearer", "bearer " + "x" * 65, "Bearer é"])
async def test_a_token_that_is_none_of_ours_is_refused_even_beside_a_cookie(
    practice: WebService, api: httpx.AsyncClient, given: str
) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    headers = {"authorization": given.encode("latin-1"), "cookie": f"attune={secret}".encode()}
    refused = await api.get("/anybody", headers=headers)  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["code"]) == (401, "token.invalid")
