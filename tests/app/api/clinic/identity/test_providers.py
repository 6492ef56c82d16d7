"""To a clinic's identity provider and back, over HTTP."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import update

from app.access.identity.ways.provider_settings import ChosenProvider, write_provider
from app.api.clinic.identity.providers import RETURN_PATH
from app.auth.oidc.fetch import JsonFetcher
from app.auth.oidc.sign_in import FRESH_LEEWAY, OidcClient, OidcSignIn
from app.persistence.clinic_store import Actor
from app.persistence.models.clinics import ClinicRow
from app.runtime.clock import SystemClock
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.auth.oidc.issuer import ISSUER, Issuer
from tests.app.conftest import WebService, inside
from tests.support.sign_in.accounts import HERE, OWNER, add_person, address, sign_in
from tests.support.sign_in.identity import PUBLIC_URL
from tests.support.sign_in.oidc.provider import ProviderMissing, answer_of, run_provider

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
    await choose(practice, CLIENT)
    use(practice, OidcSignIn(issuer.fetcher, f"{PUBLIC_URL}{RETURN_PATH}"))
    return issuer


async def choose(practice: WebService, client: OidcClient) -> None:
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        setting = {"oidc": write_provider(unit.keys, HERE, ChosenProvider(client))}
        await unit.session.execute(update(ClinicRow).where(ClinicRow.id == HERE).values(settings=setting))


def use(practice: WebService, oidc: OidcSignIn) -> None:
    identity = replace(practice.identity, oidc=oidc)
    inside(practice.app).state.services = replace(practice.services, identity=identity)


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


PROOF = "/api/v1/me/proof/oidc"
LATER = 6 * 60
"""Longer than a proof lasts."""


async def bind(practice: WebService, person: PersonId = DANA, subject: str = "dana") -> None:
    """Let the provider's subject be this person, as it is once they came in through it."""
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        assert await unit.accounts.bind_subject(person, practice.store.key.subject_hash(ISSUER, subject))


async def be(practice: WebService, client: httpx.AsyncClient, person: PersonId = DANA) -> None:
    """Signed in six minutes ago, which is too long for a dangerous act."""
    _, secret = await sign_in(practice.store, practice.now, person)
    client.cookies.set("attune", secret)
    practice.clock.time += LATER


async def go_to_prove(practice: WebService, client: httpx.AsyncClient, issuer: Issuer) -> dict[str, str]:
    sent = await client.get(PROOF)
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    issuer.nonce = query["nonce"][0]
    now = int(practice.clock.time)
    issuer.claims = {"iat": now, "exp": now + 300, "auth_time": now} | issuer.claims
    return {"state": query["state"][0], "code": "c1"}


async def needs_proof(client: httpx.AsyncClient) -> bool:
    answer = await client.post("/api/v1/me/recovery-codes")
    return answer.status_code == 403 and answer.json()["code"] == "access.proof_needed"


@pytest.fixture
async def prover(practice: WebService, issuer: Issuer, client: httpx.AsyncClient) -> WebService:
    """Dana, who came in through the provider and has nothing else to prove with."""
    issuer.claims = {}
    await bind(practice)
    await be(practice, client)
    return practice


async def test_a_sign_in_at_the_provider_is_a_fresh_proof(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/api/v1/me")).json()["proof_provider"] == "id.clinic.example"
    assert await needs_proof(client)
    answer = await go_to_prove(prover, client, issuer)
    assert await needs_proof(client)
    assert await come_back(client, answer) == "/proved"
    assert (await client.get("/api/v1/me")).json()["proved_until"] == "2025-11-24T16:11:00Z"
    assert not await needs_proof(client)
    prover.clock.time += 301
    assert await needs_proof(client)


async def test_a_fresh_proof_begins_no_other_sign_in(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    before = (await client.get("/api/v1/me/sign-ins")).json()["items"]
    secret = client.cookies["attune"]
    await come_back(client, await go_to_prove(prover, client, issuer))
    after = (await client.get("/api/v1/me/sign-ins")).json()["items"]
    assert [one["id"] for one in after] == [one["id"] for one in before]
    assert client.cookies["attune"] == secret


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({"sub": "ben"}, "oidc.other_person"),
        ({"auth_time": None}, "oidc.not_fresh"),
        ({"auth_time": 1}, "oidc.not_fresh"),
        ({"auth_time": "now"}, "oidc.not_fresh"),
        ({"nonce": "another"}, "oidc.nonce"),
    ],
)
async def test_what_proves_nothing_is_refused(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient, claims: dict[str, object], refused: str
) -> None:
    issuer.claims = dict(claims)
    issuer.userinfo["sub"] = claims.get("sub", "dana")
    answer = await go_to_prove(prover, client, issuer)
    assert await come_back(client, answer) == f"/proved#refused={refused}"
    assert await needs_proof(client)


async def test_an_earlier_sign_in_at_the_provider_is_no_fresh_proof(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    issuer.claims = {"auth_time": int((prover.now - FRESH_LEEWAY).timestamp()) - 1}
    answer = await go_to_prove(prover, client, issuer)
    assert await come_back(client, answer) == "/proved#refused=oidc.not_fresh"
    issuer.claims = {"auth_time": int((prover.now - FRESH_LEEWAY).timestamp())}
    answer = await go_to_prove(prover, client, issuer)
    assert await come_back(client, answer) == "/proved"


async def test_an_answer_proves_once(prover: WebService, issuer: Issuer, client: httpx.AsyncClient) -> None:
    answer = await go_to_prove(prover, client, issuer)
    await come_back(client, answer)
    prover.clock.time += 301
    assert await come_back(client, answer) == "/#refused=oidc.state"
    assert await needs_proof(client)


async def test_an_answer_proves_the_sign_in_that_asked_and_no_other(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    """In another browser it is refused; in the same browser it does not reach whoever signed in there since."""
    first = client.cookies["attune"]
    answer = await go_to_prove(prover, client, issuer)
    browser = client.cookies["attune-browser"]
    client.cookies.clear()
    await be(prover, client)
    assert await come_back(client, answer) == "/#refused=oidc.state"
    assert await needs_proof(client)
    second = client.cookies["attune"]
    client.cookies.set("attune", first)
    client.cookies.set("attune-browser", browser)
    answer = await go_to_prove(prover, client, issuer)
    client.cookies.set("attune", second)
    await come_back(client, answer)
    assert await needs_proof(client)


async def test_an_answer_of_a_sign_in_that_has_ended_proves_nothing(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    answer = await go_to_prove(prover, client, issuer)
    await client.delete("/api/v1/sign-in")
    assert await come_back(client, answer) == "/proved#refused=sign_in.ended"


async def test_a_sign_in_at_the_provider_that_was_not_for_it_is_no_fresh_proof(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    now = int(prover.clock.time)
    issuer.claims = {"iat": now, "exp": now + 300}
    first = client.cookies["attune"]
    assert await come_back(client, await go(client, issuer)) == "/"
    client.cookies.clear()
    client.cookies.set("attune", first)
    assert await needs_proof(client)


async def test_only_who_came_in_through_the_provider_proves_there(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    assert (await client.get("/api/v1/me")).json()["proof_provider"] is None
    assert (await client.get(PROOF)).headers["location"] == "/proved#refused=oidc.not_bound"


async def test_nobody_above_an_administrator_proves_through_the_provider(
    practice: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    await bind(practice, OWNER)
    await be(practice, client, OWNER)
    assert (await client.get("/api/v1/me")).json()["proof_provider"] is None
    assert (await client.get(PROOF)).headers["location"] == "/proved#refused=oidc.not_this_way"


async def test_who_rose_while_they_were_at_the_provider_proves_nothing(
    prover: WebService, issuer: Issuer, client: httpx.AsyncClient
) -> None:
    answer = await go_to_prove(prover, client, issuer)
    async with prover.store.write(HERE, Actor("system"), prover.now) as unit:
        await unit.roles.put(DANA, {StaffRole.OWNER})
    assert await come_back(client, answer) == "/proved#refused=oidc.not_this_way"


async def test_without_a_provider_nobody_is_offered_one(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await bind(practice, OWNER)
    await add_person(practice.store, practice.now, DANA, StaffRole.CLINICIAN)
    await bind(practice)
    await be(practice, client)
    assert (await client.get("/api/v1/me")).json()["proof_provider"] is None
    assert (await client.get(PROOF)).headers["location"] == "/proved#refused=oidc.none"


async def test_a_stranger_is_not_sent_to_prove_anything(issuer: Issuer, client: httpx.AsyncClient) -> None:
    assert (await client.get(PROOF)).headers["location"] == "/proved#refused=sign_in.needed"


async def test_a_real_provider_gives_a_fresh_proof(practice: WebService, client: httpx.AsyncClient) -> None:
    """npm's certified ``oidc-provider``, which knows nothing of our code."""
    try:
        with run_provider(f"{PUBLIC_URL}{RETURN_PATH}") as address_:
            practice.clock.time = SystemClock().now() - LATER
            await add_person(practice.store, practice.now, DANA, StaffRole.CLINICIAN)
            await choose(practice, OidcClient(address_, "rs256", "s3cret +/&"))
            fetcher = JsonFetcher(allow_loopback=True)
            use(practice, OidcSignIn(fetcher, f"{PUBLIC_URL}{RETURN_PATH}"))
            async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
                subject = practice.store.key.subject_hash(address_, "dana")
                assert await unit.accounts.bind_subject(DANA, subject)
            await be(practice, client)
            for login, page in (("ben", "/proved#refused=oidc.other_person"), ("dana", "/proved")):
                assert await needs_proof(client)
                sent = await client.get(PROOF)
                answer = await answer_of(sent.headers["location"], f"{PUBLIC_URL}{RETURN_PATH}", login)
                assert await come_back(client, answer) == page
            assert not await needs_proof(client)
            await fetcher.close()
    except ProviderMissing as missing:
        pytest.skip(f"no OpenID provider: {missing}")
