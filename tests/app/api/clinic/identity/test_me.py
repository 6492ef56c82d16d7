"""Who is signed in, until when, and where else, over HTTP."""

import httpx
from sqlalchemy import event

from app.api.clinic.common.calls import BACKGROUND
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, OWNER, sign_in

ME = "/api/v1/me"


async def be(practice: WebService, client: httpx.AsyncClient, person: str = OWNER) -> str:
    signed, secret = await sign_in(practice.store, practice.now, person)  # type: ignore[arg-type]
    client.cookies.clear()
    client.cookies.set("attune", secret)
    return signed.id


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def test_a_client_is_told_who_they_are(practice: WebService, client: httpx.AsyncClient) -> None:
    await be(practice, client, CLIENT)
    assert (await client.get(ME)).json() == {
        "person": {"id": CLIENT, "name": "Client", "kind": "client", "languages": [], "time_zone": None},
        "clinic": {"id": "cl_here", "name": "Riverside", "time_zone": "America/New_York"},
        "roles": [],
        "can": ["own.read", "own.write", "own.credentials", "own.copy", "sessions.attend"],
        "missing": [],
        "proved_until": "2025-11-24T16:05:00Z",
        "proof_provider": None,
        "on_call": False,
        "idle_at": "2025-11-24T16:30:00Z",
        "warn_at": "2025-11-24T16:29:40Z",
        "mode": "production",
    }


async def test_staff_idle_out_after_a_quarter_of_an_hour_unless_they_stay(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    practice.clock.time += 14 * 60
    stayed = (await client.post(f"{ME}/stay")).json()
    assert stayed == {"idle_at": "2025-11-24T16:29:00Z", "warn_at": "2025-11-24T16:28:40Z"}
    practice.clock.time += 15 * 60
    assert code(await client.get(ME)) == (401, "sign_in.idle")


async def test_what_a_page_asks_for_by_itself_keeps_nobody_signed_in(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    for _ in range(2):
        practice.clock.time += 7 * 60
        assert (await client.get(ME, headers={BACKGROUND: "1"})).status_code == 200
    practice.clock.time += 60
    assert code(await client.get(ME, headers={BACKGROUND: "1"})) == (401, "sign_in.idle")


async def test_nobody_idles_out_while_they_are_in_a_live_room(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    practice.in_rooms.add(OWNER)
    practice.clock.time += 90 * 60
    assert (await client.get(ME)).json()["idle_at"] == "2025-11-25T04:00:00Z"
    practice.in_rooms.clear()
    practice.clock.time += 15 * 60
    assert code(await client.get(ME)) == (401, "sign_in.idle")


async def test_ones_sign_ins_are_listed_and_ended(practice: WebService, client: httpx.AsyncClient) -> None:
    there = await be(practice, client)
    stolen = client.cookies["attune"]
    here = await be(practice, client)
    items = (await client.get(f"{ME}/sign-ins")).json()["items"]
    assert {(one["id"], one["here"]) for one in items} == {(here, True), (there, False)}
    assert {(one["device"], one["method"]) for one in items} == {("Firefox, Linux", "passkey")}
    assert (await client.delete(f"{ME}/sign-ins/{there}")).status_code == 204
    assert code(await client.delete(f"{ME}/sign-ins/{there}")) == (404, "sign_in.unknown")
    assert [one["id"] for one in (await client.get(f"{ME}/sign-ins")).json()["items"]] == [here]
    client.cookies.set("attune", stolen)
    assert code(await client.get(ME)) == (401, "sign_in.ended")


async def test_anothers_sign_in_is_as_unknown_as_none(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    theirs = await be(practice, client, ADMIN)
    await be(practice, client)
    answers = [await client.delete(f"{ME}/sign-ins/{one}") for one in (theirs, "si_none")]
    assert answers[0].text == answers[1].text
    assert code(answers[0]) == (404, "sign_in.unknown")


async def test_without_a_cookie_nobody_is_signed_in(practice: WebService, client: httpx.AsyncClient) -> None:
    assert code(await client.get(ME)) == (401, "sign_in.needed")
    client.cookies.set("attune", "x" * 65)
    assert code(await client.get(ME)) == (401, "sign_in.needed")


async def test_a_list_takes_as_many_queries_for_twenty_as_for_one(
    practice: WebService, client: httpx.AsyncClient
) -> None:
    await be(practice, client)
    counts = []
    for more in (0, 20):
        for _ in range(more):
            await sign_in(practice.store, practice.now, OWNER)
        statements: list[str] = []
        engine = practice.store.database.engine.sync_engine

        def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
            statements.append(sql)  # noqa: B023 (it is removed in this iteration)

        event.listen(engine, "before_cursor_execute", note)
        assert len((await client.get(f"{ME}/sign-ins")).json()["items"]) == 1 + more
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len([sql for sql in statements if sql.startswith(("SELECT", "UPDATE", "INSERT"))]))
    assert counts[0] == counts[1] <= 4
