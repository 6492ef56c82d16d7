"""One-time links over HTTP."""

from datetime import timedelta

import httpx
import pytest

from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.links import NewLink
from clinic.identity.links import HOLDS_FOR, LinkPurpose, issue_link
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, address, sign_in
from tests.support.sign_in.authenticator import SoftAuthenticator
from tests.support.sign_in.identity import PUBLIC_URL, make_link_for, set_password, set_pin, totp_code

PASSWORD = "seventeen green kettles"


async def post(client: httpx.AsyncClient, path: str, **body: object) -> httpx.Response:
    return await client.post(f"/api/v1/{path}", json=body)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def test_a_link_says_whom_it_greets_and_what_it_can_do(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    owner = await make_link_for(practice.identity, OWNER, LinkPurpose.OWNER, practice.now)
    invitation = await make_link_for(practice.identity, CLIENT, LinkPurpose.INVITATION, practice.now)
    assert (await post(client, "links/look", secret=owner)).json() == {
        "purpose": "owner",
        "person": {"id": None, "name": "Owner"},
        "clinic": {"name": "Riverside"},
        "needs": ["passkey", "password"],
        "asks_code": False,
    }
    assert (await post(client, "links/look", secret=invitation)).json()["needs"] == ["passkey", "pin"]


async def test_an_owner_comes_in_by_link_and_passkey(practice: WebService, client: httpx.AsyncClient) -> None:
    secret = await make_link_for(practice.identity, OWNER, LinkPurpose.OWNER, practice.now)
    authenticator = SoftAuthenticator(PUBLIC_URL)
    options = (await post(client, "links/use/passkey/options", secret=secret)).json()["options"]
    assert options["user"]["name"] == address(OWNER)
    used = await post(client, "links/use/passkey", secret=secret, credential=authenticator.create(options))
    assert used.json()["person"]["id"] == OWNER
    assert (await client.get("/api/v1/me/passkeys")).json()["items"][0]["used_at"] is None
    options = (await post(client, "sign-in/passkey/options")).json()["options"]
    again = await post(client, "sign-in/passkey", credential=authenticator.get(options))
    assert again.json()["person"]["id"] == OWNER


async def test_a_link_is_good_once(practice: WebService, client: httpx.AsyncClient) -> None:
    secret = await make_link_for(practice.identity, CLIENT, LinkPurpose.INVITATION, practice.now)
    used = await post(client, "links/use/pin", secret=secret, pin="738104")
    assert used.json()["person"]["id"] == CLIENT
    assert code(await post(client, "links/use/pin", secret=secret, pin="738105")) == (410, "link.used")
    assert code(await post(client, "links/look", secret=secret)) == (410, "link.used")


async def test_staff_who_set_a_password_are_told_that_an_authenticator_is_missing(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    secret = await make_link_for(practice.identity, OWNER, LinkPurpose.OWNER, practice.now)
    weak = await post(client, "links/use/password", secret=secret, password="riverside owner")
    assert code(weak) == (422, "password.personal")
    used = await post(client, "links/use/password", secret=secret, password=PASSWORD)
    assert used.json()["missing"] == ["totp", "recovery_codes"]


@pytest.mark.parametrize(
    ("person", "path", "body"),
    [(CLIENT, "password", {"password": PASSWORD}), (OWNER, "pin", {"pin": "738104"})],
)
async def test_clients_have_no_password_and_staff_no_pin(
    practice: WebService, client: httpx.AsyncClient, person: str, path: str, body: dict[str, str]
) -> None:
    secret = await make_link_for(practice.identity, person, LinkPurpose.INVITATION, practice.now)  # type: ignore[arg-type]
    refused = await post(client, f"links/use/{path}", secret=secret, **body)
    assert code(refused) == (409, "link.not_for_this")
    assert (await post(client, "links/look", secret=secret)).status_code == 200


async def test_whatever_there_was_before_counts_as_lost(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    _, elsewhere = await sign_in(practice.store, practice.now, OWNER)
    other = await make_link_for(practice.identity, OWNER, LinkPurpose.INVITATION, practice.now)
    secret = await make_link_for(practice.identity, OWNER, LinkPurpose.OWNER, practice.now)
    await post(client, "links/use/password", secret=secret, password="nineteen blue teapots")
    assert code(await post(client, "links/look", secret=other)) == (410, "link.withdrawn")
    old = await post(client, "sign-in/password", email=address(OWNER), password=PASSWORD)
    assert code(old) == (403, "sign_in.wrong")
    client.cookies.clear()
    client.cookies.set("attune", elsewhere)
    assert code(await client.get("/api/v1/me")) == (401, "sign_in.ended")


async def test_a_mailbox_alone_does_not_open_what_two_proofs_protect(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    totp = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    secret = await make_link_for(practice.identity, OWNER, LinkPurpose.RESET, practice.now)
    assert (await post(client, "links/look", secret=secret)).json()["asks_code"] is True
    body = {"secret": secret, "password": "nineteen blue teapots"}
    assert code(await post(client, "links/use/password", **body)) == (409, "link.code_needed")
    assert code(await post(client, "links/use/password", **body, code="000000")) == (403, "totp.wrong")
    wrong = await post(client, "links/use/password", **body, code="AAAA-BBBB-CCCC-DDDD")
    assert code(wrong) == (403, "recovery.wrong")
    right = await post(client, "links/use/password", **body, code=totp_code(totp, practice.now))
    assert right.json()["person"]["id"] == OWNER


@pytest.mark.parametrize("purpose", list(HOLDS_FOR))
async def test_a_link_that_is_late_or_unknown_opens_nothing(
    practice: WebService, client: httpx.AsyncClient, purpose: LinkPurpose
) -> None:
    secret = await make_link_for(practice.identity, CLIENT, purpose, practice.now)
    altered = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert code(await post(client, "links/look", secret=altered)) == (404, "link.invalid")
    practice.clock.time += HOLDS_FOR[purpose].total_seconds()
    assert code(await post(client, "links/use/pin", secret=secret, pin="738104")) == (410, "link.expired")


async def test_a_sessions_link_names_who_proves_themselves_by_pin_and_sets_up_nothing(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await set_pin(practice.identity, CLIENT, "738104", practice.now)
    new = make_secret()
    ends = practice.now + timedelta(hours=2)
    link = issue_link(HERE, CLIENT, LinkPurpose.SESSION, practice.now, session_ends_at=ends)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.links.add([NewLink("ln_1", link, new.hashed)])
    look = (await post(client, "links/look", secret=new.text)).json()
    assert (look["purpose"], look["needs"], look["asks_code"]) == ("session", ["pin"], False)
    assert look["person"]["id"] == CLIENT
    assert code(await post(client, "links/use/pin", secret=new.text, pin="111222")) == (404, "link.invalid")
    passkey = await post(client, "links/use/passkey/options", secret=new.text)
    assert code(passkey) == (404, "link.invalid")
    signed_in = await post(client, "sign-in/pin", link=new.text, person=look["person"]["id"], pin="738104")
    assert signed_in.json()["person"]["id"] == CLIENT


async def test_a_passkey_made_for_one_link_is_refused_for_another(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    mine = await make_link_for(practice.identity, CLIENT, LinkPurpose.INVITATION, practice.now)
    theirs = await make_link_for(practice.identity, OWNER, LinkPurpose.INVITATION, practice.now)
    options = (await post(client, "links/use/passkey/options", secret=mine)).json()["options"]
    credential = SoftAuthenticator(PUBLIC_URL).create(options)
    refused = await post(client, "links/use/passkey", secret=theirs, credential=credential)
    assert code(refused) == (409, "passkey.challenge")


async def test_recovery_is_answered_the_same_for_every_address(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    answers = set()
    for email in (address(OWNER), "nobody@riverside.example"):
        answer = await post(client, "recover", email=email)
        answers.add((answer.status_code, answer.text, tuple(sorted(answer.headers))))
    assert len(answers) == 1
    assert answers.pop()[0] == 202
    await practice.services.recoveries.settled()
    assert [(kind, person) for kind, person, _ in practice.notices.sent] == [("recovery", OWNER)]
    secret = practice.notices.secret()
    assert practice.notices.sent[0][2] == f"{PUBLIC_URL}/welcome#{secret}"
    used = await post(client, "links/use/password", secret=secret, password=PASSWORD)
    assert used.json()["person"]["id"] == OWNER


async def test_what_was_done_with_a_link_is_in_the_audit_trail(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    secret = await make_link_for(practice.identity, CLIENT, LinkPurpose.INVITATION, practice.now)
    await post(client, "links/use/pin", secret=secret, pin="738104")
    async with practice.store.read(HERE, Actor("operator"), practice.now + timedelta(days=1)) as unit:
        entries = [one.entry for one in await unit.audit.page()]
    assert [entry.action for entry in entries] == ["link.make", "link.use", "pin.set", "sign_in.start"]
    assert {entry.actor for entry in entries[1:]} == {CLIENT}
    assert entries[-1].sign_in in entries[-1].subjects
    assert secret not in repr(entries)
