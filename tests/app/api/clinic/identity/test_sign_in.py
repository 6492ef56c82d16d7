"""Signing in over HTTP, by every way."""

import asyncio
from datetime import timedelta

import httpx
from sqlalchemy import update

from app.auth.credentials.recovery_codes import hash_recovery_code, make_recovery_codes
from app.persistence.clinic_store import Actor
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.models.people import PersonRow
from clinic.identity.lockout import DEVICE, NETWORK
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, address, sign_in
from tests.support.sign_in.authenticator import SoftAuthenticator, Wrong
from tests.support.sign_in.identity import add_passkey_for, set_password, set_pin, totp_code

PASSWORD = "seventeen green kettles"
ME = "/api/v1/me"


async def post(client: httpx.AsyncClient, path: str, **body: object) -> httpx.Response:
    return await client.post(f"/api/v1/{path}", json=body)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def with_passkey(
    client: httpx.AsyncClient, authenticator: SoftAuthenticator, wrong: Wrong | None = None
) -> httpx.Response:
    options = (await post(client, "sign-in/passkey/options")).json()["options"]
    return await post(client, "sign-in/passkey", credential=authenticator.get(options, wrong or Wrong()))


async def with_password(client: httpx.AsyncClient, password: str = PASSWORD) -> httpx.Response:
    return await post(client, "sign-in/password", email=address(OWNER), password=password)


async def test_a_passkey_is_enough(practice: WebService, client: httpx.AsyncClient) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now)
    answer = await with_passkey(client, authenticator)
    me = answer.json()
    assert answer.status_code == 200
    assert me["person"]["id"] == OWNER
    assert me["clinic"]["id"] == HERE
    assert "settings.write" in me["can"]
    assert me["missing"] == ["recovery_codes"]
    assert (await client.get(ME)).json()["person"] == me["person"]


async def test_a_challenge_is_good_once(practice: WebService, client: httpx.AsyncClient) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now, counts=False)
    options = (await post(client, "sign-in/passkey/options")).json()["options"]
    credential = authenticator.get(options)
    assert (await post(client, "sign-in/passkey", credential=credential)).status_code == 200
    assert code(await post(client, "sign-in/passkey", credential=credential)) == (409, "passkey.challenge")


async def test_a_challenge_of_another_browser_is_refused(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now)
    options = (await post(client, "sign-in/passkey/options")).json()["options"]
    client.cookies.clear()
    await post(client, "sign-in/passkey/options")
    refused = await post(client, "sign-in/passkey", credential=authenticator.get(options))
    assert code(refused) == (409, "passkey.challenge")


async def test_a_cloned_authenticator_is_refused_and_noted(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now)
    assert (await with_passkey(client, authenticator)).status_code == 200
    assert code(await with_passkey(client, authenticator, Wrong(sign_count=1))) == (409, "passkey.cloned")
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        noted = [one.entry for one in await unit.audit.page() if one.entry.action == "passkey.cloned"]
    assert [entry.subjects for entry in noted] == [(OWNER,)]


async def test_a_password_alone_signs_nobody_in(practice: WebService, client: httpx.AsyncClient) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    first = await with_password(client)
    assert first.json() == {"next": "totp"}
    assert code(await client.get(ME)) == (401, "sign_in.second_factor")
    half = client.cookies["attune"]
    second = await post(client, "sign-in/totp", code=totp_code(secret, practice.now))
    assert second.json()["person"]["id"] == OWNER
    assert client.cookies["attune"] != half
    client.cookies.clear()
    client.cookies.set("attune", half)
    assert code(await client.get(ME)) == (401, "sign_in.needed")


async def test_a_second_proof_comes_within_five_minutes(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await with_password(client)
    practice.clock.time += 300
    late = await post(client, "sign-in/totp", code=totp_code(secret, practice.now))
    assert code(late) == (401, "sign_in.needed")


async def test_a_one_time_password_is_good_once(practice: WebService, client: httpx.AsyncClient) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    shown = totp_code(secret, practice.now)
    await with_password(client)
    assert (await post(client, "sign-in/totp", code=shown)).status_code == 200
    await with_password(client)
    assert code(await post(client, "sign-in/totp", code=shown)) == (403, "totp.used")
    assert code(await post(client, "sign-in/totp", code="000000")) == (403, "totp.wrong")


async def test_of_two_who_send_one_code_at_once_one_comes_in(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await with_password(client)
    shown = totp_code(secret, practice.now)
    answers = await asyncio.gather(*(post(client, "sign-in/totp", code=shown) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_without_an_authenticator_the_second_step_says_so(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.accounts.set_totp(OWNER, None, None)
    await with_password(client)
    assert code(await post(client, "sign-in/totp", code="123456")) == (409, "totp.none")


async def test_a_recovery_code_stands_in_for_the_phone_once(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    codes = await give_codes(practice)
    await with_password(client)
    assert (await post(client, "sign-in/recovery", code=codes[0].lower())).status_code == 200
    await with_password(client)
    assert code(await post(client, "sign-in/recovery", code=codes[0])) == (403, "recovery.used")
    assert (await post(client, "sign-in/recovery", code=codes[1])).status_code == 200


async def test_a_recovery_code_alone_is_for_those_without_a_password(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    codes = await give_codes(practice)
    body = {"email": address(OWNER), "code": codes[0]}
    assert (await post(client, "sign-in/recovery", **body)).status_code == 200
    assert code(await post(client, "sign-in/recovery", **body)) == (403, "sign_in.wrong")
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    again = await post(client, "sign-in/recovery", email=address(OWNER), code=codes[1])
    assert code(again) == (403, "sign_in.wrong")
    client.cookies.clear()
    assert code(await post(client, "sign-in/recovery", code=codes[1])) == (401, "sign_in.needed")


async def give_codes(practice: WebService) -> tuple[str, ...]:
    codes = make_recovery_codes()
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        hashes = [hash_recovery_code(one) for one in codes]
        await unit.recovery_codes.replace(OWNER, hashes, practice.now)
    return codes


async def test_an_unknown_account_is_answered_and_costs_the_same(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    seen = set()
    for email in (address(OWNER), "nobody@riverside.example", address(CLIENT)):
        before = practice.identity.hasher.checks  # type: ignore[attr-defined]
        answer = await post(client, "sign-in/password", email=email, password="not this one here")
        checks = practice.identity.hasher.checks - before  # type: ignore[attr-defined]
        seen.add((answer.status_code, answer.text, tuple(sorted(answer.headers)), checks))
    assert len(seen) == 1
    ((status, body, _, checks),) = seen
    assert (status, checks) == (403, 2)
    assert '"sign_in.wrong"' in body


async def test_an_unknown_account_has_to_wait_like_a_known_one(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    answers = []
    for email in (address(OWNER), "nobody@riverside.example"):
        wrong = {"email": email, "password": "not this one here"}
        tried = [await post(client, "sign-in/password", **wrong) for _ in range(NETWORK.free + 1)]
        answers.append([(one.status_code, one.text, one.headers.get("retry-after")) for one in tried])
    assert answers[0] == answers[1]
    assert answers[0][-1][0] == 429
    assert answers[0][-1][2] == "2"


async def test_guessing_from_elsewhere_cannot_shut_the_owner_out(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await with_password(client)
    await post(client, "sign-in/totp", code=totp_code(secret, practice.now))
    transport = httpx.ASGITransport(practice.app, client=("198.51.100.7", 1))
    async with httpx.AsyncClient(
        transport=transport, base_url=client.base_url, headers=client.headers
    ) as thief:
        answers = [await with_password(thief, f"guess number {number}") for number in range(8)]
    assert answers[-1].status_code == 429
    practice.clock.time += 30
    assert (await with_password(client)).json() == {"next": "totp"}
    assert (await post(client, "sign-in/totp", code=totp_code(secret, practice.now))).status_code == 200


async def test_a_right_password_gives_no_new_guesses_at_the_second_proof(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    answers = []
    for number in range(DEVICE.free + 1):
        await with_password(client)
        answers.append((await post(client, "sign-in/totp", code=f"00000{number}")).status_code)
    assert answers == [403] * DEVICE.free + [429]


async def test_a_client_comes_in_by_a_sessions_link_and_a_pin(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    session = await seat_of_client(practice)
    await set_pin(practice.identity, CLIENT, "738104", practice.now)
    body = {"session": session, "person": CLIENT}
    assert code(await post(client, "sign-in/pin", **body, pin="111000")) == (403, "sign_in.wrong")
    answer = await post(client, "sign-in/pin", **body, pin="738 104")
    assert answer.json()["person"]["kind"] == "client"
    assert answer.json()["can"] == ["own.read", "own.write", "own.credentials", "own.copy", "sessions.attend"]


async def test_a_pin_opens_nothing_without_a_link_or_on_somebody_elses(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_pin(practice.identity, CLIENT, "738104", practice.now)
    for body in (
        {"person": CLIENT},
        {"person": CLIENT, "session": practice.link("se_ana")},
        {"person": CLIENT, "session": "forged"},
        {"person": "pt_none"},
    ):
        assert code(await post(client, "sign-in/pin", **body, pin="738104")) == (404, "link.invalid")


async def test_on_a_device_that_is_known_the_pin_is_enough(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    session = await seat_of_client(practice)
    await set_pin(practice.identity, CLIENT, "738104", practice.now)
    await post(client, "sign-in/pin", session=session, person=CLIENT, pin="738104")
    await client.delete("/api/v1/sign-in")
    assert (await post(client, "sign-in/pin", person=CLIENT, pin="738104")).status_code == 200
    assert code(await post(client, "sign-in/pin", person=CLIENT, pin="738105")) == (403, "sign_in.wrong")


async def seat_of_client(practice: WebService) -> str:
    """Put the client on Ana's seat, in their clinic."""
    async with practice.store.database.transaction(writes=True) as session:
        await session.execute(update(SessionRow).values(clinic_id=HERE))
        await session.execute(
            update(OccupantRow).where(OccupantRow.person_id == "pt_ana").values(person_id=CLIENT)
        )
    return practice.link("se_ana")


async def test_a_cookie_is_worthless_after_signing_out(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    client.cookies.set("attune", secret)
    assert (await client.get(ME)).status_code == 200
    gone = await client.delete("/api/v1/sign-in")
    assert gone.status_code == 204
    assert 'attune=""' in gone.headers["set-cookie"]
    stolen = await client.get(ME, headers={"cookie": f"attune={secret}"})
    assert code(stolen) == (401, "sign_in.ended")
    assert (await client.delete("/api/v1/sign-in")).status_code == 204


async def test_a_cookie_of_an_archived_person_is_worthless(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    client.cookies.set("attune", secret)
    async with practice.store.database.transaction(writes=True) as session:
        archived = update(PersonRow).where(PersonRow.id == OWNER)
        await session.execute(archived.values(archived_at=practice.now))
    assert code(await client.get(ME)) == (401, "sign_in.needed")


async def test_another_sites_page_can_sign_nobody_in_or_out(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    foreign = {"origin": "https://elsewhere.example"}
    for method, path in (("POST", "sign-in/password"), ("POST", "recover"), ("DELETE", "sign-in")):
        answer = await client.request(method, f"/api/v1/{path}", json={}, headers=foreign)
        assert code(answer) == (403, "request.foreign_origin")


async def test_a_new_device_is_told_of_and_a_known_one_is_not(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now)
    await with_passkey(client, authenticator)
    assert practice.notices.sent == []
    await with_passkey(client, authenticator)
    assert practice.notices.sent == []
    client.cookies.clear()
    await with_passkey(client, authenticator)
    assert practice.notices.sent == [("new_device", OWNER, "")]


async def test_the_door_says_how_one_comes_in(practice: WebService, client: httpx.AsyncClient) -> None:
    door = {"mode": "production", "clinic_sign_in": {"oidc": False}, "signed_in": False, "passkeys": True}
    assert (await client.get("/api/v1/door")).json() == door
    assert (await client.get("/api/v1/door?clinic=cl_none")).json() == door
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    client.cookies.set("attune", secret)
    assert (await client.get("/api/v1/door")).json()["signed_in"] is True
    practice.clock.time += timedelta(hours=1).total_seconds()
    assert (await client.get("/api/v1/door")).json()["signed_in"] is False


async def test_outside_the_demo_nobody_can_be_anybody(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    assert code(await client.get("/api/v1/sign-in/demo")) == (404, "demo.unknown")
    assert code(await post(client, "sign-in/demo", person=OWNER)) == (404, "demo.unknown")


async def test_a_network_that_asks_too_often_waits(practice: WebService, client: httpx.AsyncClient) -> None:
    answers = [await client.get("/api/v1/door") for _ in range(201)]
    assert [answer.status_code for answer in answers[:200]] == [200] * 200
    assert code(answers[-1]) == (429, "rate.limited")
    assert answers[-1].headers["retry-after"] == "5"
