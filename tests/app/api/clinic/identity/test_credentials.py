"""What one signs in with, over HTTP."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, OWNER, address, sign_in
from tests.support.sign_in.authenticator import SoftAuthenticator
from tests.support.sign_in.identity import PUBLIC_URL, add_passkey_for, set_password, totp_code

ME = "/api/v1/me"
PASSWORD = "seventeen green kettles"


async def be(practice: WebService, client: httpx.AsyncClient, person: str = OWNER) -> None:
    _, secret = await sign_in(practice.store, practice.now, person)  # type: ignore[arg-type]
    client.cookies.clear()
    client.cookies.set("attune", secret)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def add(client: httpx.AsyncClient, label: str = "My laptop") -> httpx.Response:
    options = (await client.post(f"{ME}/passkeys/options")).json()["options"]
    credential = SoftAuthenticator(PUBLIC_URL).create(options)
    return await client.post(f"{ME}/passkeys", json={"credential": credential, "label": label})


async def test_a_passkey_is_added_listed_and_removed(practice: WebService, client: httpx.AsyncClient) -> None:
    await be(practice, client)
    first = await add(client)
    assert first.status_code == 201
    second = await add(client, "My phone")
    listed = (await client.get(f"{ME}/passkeys")).json()["items"]
    assert sorted(one["label"] for one in listed) == ["My laptop", "My phone"]
    gone = f"{ME}/passkeys/{second.json()['id']}"
    assert (await client.delete(gone)).status_code == 204
    assert code(await client.delete(gone)) == (403, "passkey.unknown")
    assert (await client.get(f"{ME}/passkeys")).json()["items"] == [first.json()]


async def test_the_last_way_to_sign_in_is_not_removed(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    passkey = (await add(client)).json()["id"]
    assert code(await client.delete(f"{ME}/passkeys/{passkey}")) == (409, "passkey.last")
    assert len((await client.get(f"{ME}/passkeys")).json()["items"]) == 1
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    assert (await client.delete(f"{ME}/passkeys/{passkey}")).status_code == 204


async def test_anothers_passkey_cannot_be_removed(practice: WebService, client: httpx.AsyncClient) -> None:
    await add_passkey_for(practice.identity, ADMIN, practice.now)
    await be(practice, client, ADMIN)
    theirs = (await client.get(f"{ME}/passkeys")).json()["items"][0]["id"]
    await be(practice, client, OWNER)
    assert code(await client.delete(f"{ME}/passkeys/{theirs}")) == (403, "passkey.unknown")
    assert code(await client.delete(f"{ME}/passkeys/*")) == (403, "passkey.unknown")


async def test_a_new_password_ends_ones_other_sign_ins(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    elsewhere = client.cookies["attune"]
    await be(practice, client)
    assert code(await client.put(f"{ME}/password", json={"password": "short"})) == (422, "password.too_short")
    assert (await client.put(f"{ME}/password", json={"password": PASSWORD})).status_code == 204
    assert (await client.get(ME)).json()["missing"] == ["totp", "recovery_codes"]
    client.cookies.set("attune", elsewhere)
    assert code(await client.get(ME)) == (401, "sign_in.ended")


async def test_an_authenticator_counts_once_its_code_was_seen(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    await client.put(f"{ME}/password", json={"password": PASSWORD})
    assert code(await client.post(f"{ME}/totp/confirm", json={"code": "123456"})) == (409, "totp.none")
    given = (await client.post(f"{ME}/totp")).json()
    uri = urlsplit(given["uri"])
    assert parse_qs(uri.query)["secret"] == [given["secret"]]
    assert address(OWNER).partition("@")[0] in uri.path
    assert code(await client.post(f"{ME}/totp/confirm", json={"code": "000000"})) == (403, "totp.wrong")
    shown = totp_code(given["secret"], practice.now)
    assert (await client.post(f"{ME}/totp/confirm", json={"code": shown})).status_code == 204
    body = {"email": address(OWNER), "password": PASSWORD}
    assert (await client.post("/api/v1/sign-in/password", json=body)).json() == {"next": "totp"}
    used = await client.post("/api/v1/sign-in/totp", json={"code": shown})
    assert code(used) == (403, "totp.used")


async def test_recovery_codes_are_told_once_and_replace_the_earlier_ones(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    await add(client)
    first = (await client.post(f"{ME}/recovery-codes")).json()["codes"]
    second = (await client.post(f"{ME}/recovery-codes")).json()["codes"]
    assert len(set(first) | set(second)) == 20
    assert (await client.get(ME)).json()["missing"] == []
    body = {"email": address(OWNER), "code": first[0]}
    assert code(await client.post("/api/v1/sign-in/recovery", json=body)) == (403, "sign_in.wrong")
    body["code"] = second[0]
    assert (await client.post("/api/v1/sign-in/recovery", json=body)).status_code == 200


async def test_a_client_sets_a_pin_that_is_not_guessed_first(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client, CLIENT)
    assert code(await client.put(f"{ME}/pin", json={"pin": "123456"})) == (422, "pin.sequence")
    assert (await client.put(f"{ME}/pin", json={"pin": "738104"})).status_code == 204
    assert (await client.post(f"{ME}/proof/pin", json={"pin": "738104"})).status_code == 200


@pytest.mark.parametrize(
    ("person", "method", "path", "body"),
    [
        (OWNER, "PUT", "pin", {"pin": "738104"}),
        (CLIENT, "PUT", "password", {"password": PASSWORD}),
        (CLIENT, "POST", "totp", None),
        (CLIENT, "POST", "recovery-codes", None),
    ],
)
async def test_clients_and_staff_have_credentials_of_their_own_kinds(
    practice: WebService, client: httpx.AsyncClient, person: str, method: str, path: str, body: object
) -> None:
    await be(practice, client, person)
    answer = await client.request(method, f"{ME}/{path}", json=body)
    assert code(answer) == (403, "access.denied")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "passkeys/options", None),
        ("POST", "passkeys", {"credential": {}, "label": "x"}),
        ("DELETE", "passkeys/AAAA", None),
        ("PUT", "password", {"password": PASSWORD}),
        ("POST", "totp", None),
        ("POST", "totp/confirm", {"code": "123456"}),
        ("POST", "recovery-codes", None),
        ("POST", "tokens", {"label": "x", "scopes": ["schedule.read"]}),
    ],
)
async def test_an_open_screen_is_not_enough_to_take_over_an_account(
    practice: WebService, client: httpx.AsyncClient, method: str, path: str, body: object
) -> None:
    await be(practice, client)
    practice.clock.time += 301
    answer = await client.request(method, f"{ME}/{path}", json=body)
    assert code(answer) == (403, "access.proof_needed")
