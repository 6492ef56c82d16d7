"""Fresh proofs over HTTP."""

import httpx
import pytest

from clinic.identity.lockout import DEVICE
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, OWNER, sign_in
from tests.support.sign_in.identity import add_passkey_for, set_password, set_pin, totp_code

PASSWORD = "seventeen green kettles"
PROOF = "/api/v1/me/proof"
LATER = 6 * 60
UNTIL = "2025-11-24T16:11:00Z"


async def be(practice: WebService, client: httpx.AsyncClient, person: str = OWNER) -> None:
    """Signed in six minutes ago: too long for a dangerous act."""
    _, secret = await sign_in(practice.store, practice.now, person)  # type: ignore[arg-type]
    client.cookies.set("attune", secret)
    practice.clock.time += LATER


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def needs_proof(client: httpx.AsyncClient) -> bool:
    answer = await client.post("/api/v1/me/recovery-codes")
    return answer.status_code == 403 and answer.json()["code"] == "access.proof_needed"


async def test_a_password_is_a_fresh_proof(practice: WebService, client: httpx.AsyncClient) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await be(practice, client)
    assert await needs_proof(client)
    assert code(await client.post(f"{PROOF}/password", json={"password": "x"})) == (403, "sign_in.wrong")
    assert await needs_proof(client)
    proved = await client.post(f"{PROOF}/password", json={"password": PASSWORD})
    assert proved.json() == {"proved_until": UNTIL}
    assert not await needs_proof(client)
    practice.clock.time += 301
    assert await needs_proof(client)


async def test_a_one_time_password_is_a_fresh_proof_once(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await be(practice, client)
    shown = {"code": totp_code(secret, practice.now)}
    assert (await client.post(f"{PROOF}/totp", json=shown)).json() == {"proved_until": UNTIL}
    assert code(await client.post(f"{PROOF}/totp", json=shown)) == (403, "totp.used")


async def test_a_passkey_of_ones_own_is_a_fresh_proof(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    own = await add_passkey_for(practice.identity, OWNER, practice.now)
    other = await add_passkey_for(practice.identity, ADMIN, practice.now)
    await be(practice, client)
    options = (await client.post(f"{PROOF}/passkey/options")).json()["options"]
    assert len(options["allowCredentials"]) == 1
    theirs = await client.post(f"{PROOF}/passkey", json={"credential": other.get(options)})
    assert code(theirs) == (403, "passkey.unknown")
    options = (await client.post(f"{PROOF}/passkey/options")).json()["options"]
    proved = await client.post(f"{PROOF}/passkey", json={"credential": own.get(options)})
    assert proved.json() == {"proved_until": UNTIL}


async def test_a_challenge_of_the_sign_in_page_is_no_proof(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    own = await add_passkey_for(practice.identity, OWNER, practice.now)
    await be(practice, client)
    options = (await client.post("/api/v1/sign-in/passkey/options")).json()["options"]
    refused = await client.post(f"{PROOF}/passkey", json={"credential": own.get(options)})
    assert code(refused) == (409, "passkey.challenge")


async def test_a_client_proves_by_pin_and_staff_cannot(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_pin(practice.identity, CLIENT, "738104", practice.now)
    await set_pin(practice.identity, OWNER, "738104", practice.now)
    await be(practice, client, CLIENT)
    assert (await client.post(f"{PROOF}/pin", json={"pin": "738 104"})).json() == {"proved_until": UNTIL}
    client.cookies.clear()
    await be(practice, client, OWNER)
    assert code(await client.post(f"{PROOF}/pin", json={"pin": "738104"})) == (403, "sign_in.wrong")


async def test_guessing_at_an_open_screen_is_slowed_down_there_alone(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await be(practice, client)
    for _ in range(DEVICE.free):
        await client.post(f"{PROOF}/password", json={"password": "a guess"})
    waiting = await client.post(f"{PROOF}/password", json={"password": PASSWORD})
    assert code(waiting) == (429, "sign_in.wait")
    client.cookies.clear()
    await be(practice, client)
    assert (await client.post(f"{PROOF}/password", json={"password": PASSWORD})).status_code == 200


@pytest.mark.parametrize("path", ["password", "totp", "pin"])
async def test_what_was_never_set_proves_nothing(
    practice: WebService, client: httpx.AsyncClient, path: str
) -> None:
    await be(practice, client, CLIENT)
    sent = {"password": {"password": "x"}, "totp": {"code": "123456"}, "pin": {"pin": "738104"}}[path]
    refused = code(await client.post(f"{PROOF}/{path}", json=sent))
    assert refused in {(403, "sign_in.wrong"), (409, "totp.none")}
