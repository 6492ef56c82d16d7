"""To a clinic's identity provider and back, over HTTP."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import update

from app.access.identity.ways.provider_settings import ChosenProvider, write_provider
from app.api.clinic.identity.providers import RETURN_PATH
from app.auth.oidc.sign_in import OidcClient, OidcSignIn
from app.persistence.clinic_store import Actor
from app.persistence.models.clinics import ClinicRow
from clinic.identity.roles import StaffRole
from clinic.ids import PersonId
from tests.app.auth.oidc.issuer import ISSUER, Issuer
from tests.app.conftest import WebService, inside
from tests.support.sign_in.accounts import HERE, OWNER, add_person, address
from tests.support.sign_in.identity import PUBLIC_URL

DANA = PersonId("pt_dana")
CLIENT = OidcClient(ISSUER, "attune", "s3cret")


@pytest.fixture
async def issuer(practice: WebService) -> Issuer:
    """A provider that the clinic's settings name, and Dana, whom it knows."""
    issuer = Issuer()
    now = int(practice.clock.time)
    issuer.claims = {"iat": now, "exp": now + 300}
    issuer.userinfo = {"sub": "dana", "email": address(DANA), "email_verified": True}
    await add_person(practice.store, practice.now, DANA, StaffRole.CLINICIAN)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        setting = {"oidc": write_provider(unit.keys, HERE, ChosenProvider(CLIENT))}
        await unit.session.execute(update(ClinicRow).where(ClinicRow.id == HERE).values(settings=setting))
    identity = replace(practice.identity, oidc=OidcSignIn(issuer.fetcher, f"{PUBLIC_URL}{RETURN_PATH}"))
    inside(practice.app).state.services = replace(practice.services, identity=identity)
    return issuer


async def go(client: httpx.AsyncClient, issuer: Issuer) -> dict[str, str]:
    sent = await client.get(f"/api/v1/sign-in/oidc/{HERE}")
    assert sent.status_code == 303
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    issuer.nonce = query["nonce"][0]
    return {"state": query["state"][0], "code": "c1"}


async def come_back(client: httpx.AsyncClient, answer: dict[str, str]) -> str:
    back = await client.get(RETURN_PATH, params=answer)
    assert back.status_code == 303
    return str(back.headers["location"])


async def test_staff_come_in_through_their_clinics_provider(
    issuer: Issuer, client: httpx.AsyncClient
) -> None:
    assert (await client.get(f"/api/v1/door?clinic={HERE}")).json()["clinic_sign_in"] == {"oidc": True}
    answer = await go(client, issuer)
    assert await come_back(client, answer) == "/"
    assert (await client.get("/api/v1/me")).json()["person"]["id"] == DANA
    assert await come_back(client, answer) == "/#refused=oidc.state"


async def test_the_subject_stays_the_persons_when_the_address_changes_hands(
    issuer: Issuer, client: httpx.AsyncClient
) -> None:
    await come_back(client, await go(client, issuer))
    issuer.userinfo = {"sub": "eve", "email": address(DANA), "email_verified": True}
    issuer.claims |= {"sub": "eve"}
    assert await come_back(client, await go(client, issuer)) == "/#refused=oidc.nobody"
    issuer.userinfo = {"sub": "dana", "email": "moved@elsewhere.example", "email_verified": True}
    issuer.claims |= {"sub": "dana"}
    assert await come_back(client, await go(client, issuer)) == "/"


@pytest.mark.parametrize(
    "userinfo",
    [
        {"email": "nobody@riverside.example", "email_verified": True},
        {"email": address(DANA), "email_verified": False},
        {"email": "client@riverside.example", "email_verified": True},
    ],
)
async def test_whoever_the_clinic_does_not_employ_stays_out(
    issuer: Issuer, client: httpx.AsyncClient, userinfo: dict[str, object]
) -> None:
    issuer.userinfo = {"sub": "dana"} | userinfo
    assert await come_back(client, await go(client, issuer)) == "/#refused=oidc.nobody"


async def test_nobody_becomes_the_owner_through_the_settings(
    issuer: Issuer, client: httpx.AsyncClient
) -> None:
    issuer.userinfo = {"sub": "dana", "email": address(OWNER), "email_verified": True}
    assert await come_back(client, await go(client, issuer)) == "/#refused=oidc.not_this_way"


async def test_an_answer_in_another_browser_is_refused(issuer: Issuer, client: httpx.AsyncClient) -> None:
    answer = await go(client, issuer)
    client.cookies.clear()
    assert await come_back(client, answer) == "/#refused=oidc.state"
    assert await come_back(client, {}) == "/#refused=oidc.state"
    assert await come_back(client, {"state": "x" * 9_000}) == "/#refused=oidc.state"


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({"nonce": "another"}, "oidc.nonce"),
        ({"aud": "another"}, "oidc.audience"),
        ({"iss": "https://another.example"}, "oidc.issuer"),
    ],
)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(
    issuer: Issuer, client: httpx.AsyncClient, claims: dict[str, str], refused: str
) -> None:
    issuer.claims |= claims
    assert await come_back(client, await go(client, issuer)) == f"/#refused={refused}"


async def test_a_clinic_without_a_provider_is_like_no_clinic(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    for clinic in (HERE, "cl_none"):
        answer = await client.get(f"/api/v1/sign-in/oidc/{clinic}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/#refused=oidc.none")
