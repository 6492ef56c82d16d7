"""Somebody on a seat shows who they are: by PIN, or by being signed in where they open their link."""

from dataclasses import replace

import httpx
import pytest

from clinic.common.errors import Refused
from clinic.identity.lockout import MustWait
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import RoomSetup
from tests.app.conftest import WebService, add_session
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, FINN, START, THERAPIST, build_setup

PIN = "482913"
ASKING = RoomId("ss_asks")
COUPLE, THERAPISTS = SeatId(f"{COUPLE_SEAT}_2"), SeatId("se_rivera_2")


@pytest.fixture
async def asking(web_service: WebService) -> RoomSetup:
    """A session that asks everybody who they are, beside the test group, which does not."""
    group = build_setup()
    seats = [replace(seat, id=SeatId(f"{seat.id}_2")) for seat in group.seats.values()]
    setup = replace(group, id=ASKING, seats={seat.id: seat for seat in seats}, proof=True)
    return await add_session(web_service.services.database, setup)


async def prove(
    client: httpx.AsyncClient, invitation: str, person: str, pin: str = PIN, **headers: str
) -> httpx.Response:
    body = {"invitation": invitation, "person": person, "pin": pin}
    return await client.post("/api/v1/seats/proof", json=body, headers=headers)


def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def unproved(web_service: WebService, client: httpx.AsyncClient, seat: SeatId) -> list[str]:
    answer = await client.post("/api/v1/tickets", json={"invitation": web_service.link(seat)})
    told: list[str] = answer.json()["seat"]["unproved"]
    return told


async def test_scenario_7_each_of_a_couple_enters_their_own_pin(
    web_service: WebService, client: httpx.AsyncClient, asking: RoomSetup
) -> None:
    web_service.proofs.pins = {ELENA: "482913", FINN: "739201"}
    assert await unproved(web_service, client, COUPLE) == [ELENA, FINN]
    link = web_service.link(COUPLE)
    assert code(await prove(client, link, FINN, "482913")) == (403, "sign_in.wrong"), "that is Elena's"
    answer = await prove(client, link, ELENA)
    assert (answer.status_code, answer.content) == (204, b"")
    assert await unproved(web_service, client, COUPLE) == [FINN]
    assert (await prove(client, link, FINN, "739201")).status_code == 204
    assert web_service.proofs.told == [(ASKING, COUPLE, ELENA), (ASKING, COUPLE, FINN)]


async def test_a_pin_is_not_even_looked_at_where_the_person_is_not_expected(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    web_service.proofs.pins = {ANA: PIN}
    web_service.proofs.refusal = Refused("sign_in.busy")
    answers = [
        await prove(client, web_service.link(COUPLE_SEAT), ANA),
        await prove(client, web_service.link(COUPLE_SEAT), "pt_nobody"),
        await prove(client, web_service.link("se_nobody"), ANA),
        await prove(client, web_service.link(ANA_SEAT)[:-2] + "AA", ANA),
        await prove(client, web_service.link(ANA_SEAT, version=2), ANA),
    ]
    assert {code(answer) for answer in answers} == {(404, "link.invalid")}
    assert len({answer.text for answer in answers}) == 1
    assert web_service.proofs.told == []


@pytest.mark.parametrize(
    ("refusal", "status", "again"),
    [
        (Refused("sign_in.wrong"), 403, None),
        (Refused("pin.not_digits"), 403, None),
        (Refused("sign_in.busy"), 503, None),
        (Refused("link.invalid"), 404, None),
        (MustWait(40), 429, "40"),
    ],
)
async def test_a_refused_pin_is_answered_with_its_code(
    web_service: WebService, client: httpx.AsyncClient, refusal: Refused, status: int, again: str | None
) -> None:
    web_service.proofs.refusal = refusal
    answer = await prove(client, web_service.link(ANA_SEAT), ANA)
    assert code(answer) == (status, refusal.code)
    assert answer.headers.get("retry-after") == again
    assert PIN not in answer.text


async def test_a_room_that_cannot_be_told_or_is_over_says_so(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    web_service.proofs.pins = {ANA: PIN}
    web_service.proofs.away = True
    answer = await prove(client, web_service.link(ANA_SEAT), ANA)
    assert code(answer) == (503, "storage.unavailable")
    assert answer.headers["retry-after"]
    web_service.proofs.away, web_service.proofs.goes_on = False, False
    assert code(await prove(client, web_service.link(ANA_SEAT), ANA)) == (410, "link.ended")


async def test_whoever_is_signed_in_on_the_page_has_shown_who_they_are(
    web_service: WebService, client: httpx.AsyncClient, asking: RoomSetup
) -> None:
    web_service.proofs.signed_in = {"hers": ELENA, "the therapist's": THERAPIST}
    client.cookies.set(web_service.services.cookie, "hers")
    assert await unproved(web_service, client, COUPLE) == [FINN]
    assert await unproved(web_service, client, THERAPISTS) == [THERAPIST], "it is somebody else's seat"
    client.cookies.set(web_service.services.cookie, "the therapist's")
    assert await unproved(web_service, client, THERAPISTS) == []
    assert web_service.proofs.told == [(ASKING, COUPLE, ELENA), (ASKING, THERAPISTS, THERAPIST)]


async def test_a_session_that_asks_nobody_is_told_of_nobody(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    web_service.proofs.signed_in = {"hers": ELENA}
    client.cookies.set(web_service.services.cookie, "hers")
    assert await unproved(web_service, client, COUPLE_SEAT) == []
    assert web_service.proofs.told == []


async def test_a_ticket_is_asked_for_again_if_the_room_could_not_be_told(
    web_service: WebService, client: httpx.AsyncClient, asking: RoomSetup
) -> None:
    web_service.proofs.signed_in, web_service.proofs.away = {"hers": ELENA}, True
    client.cookies.set(web_service.services.cookie, "hers")
    answer = await client.post("/api/v1/tickets", json={"invitation": web_service.link(COUPLE)})
    assert code(answer) == (503, "storage.unavailable")


async def test_guessing_is_slowed_down_for_the_seat(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    link = web_service.link(ANA_SEAT)
    answers = [code(await prove(client, link, ANA, f"00000{n}")) for n in range(6)]
    assert answers == [(403, "sign_in.wrong")] * 5 + [(429, "rate.limited")]
    assert web_service.clock.now() == START


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"invitation": "a", "person": "b", "pin": 1}', "x" * 4097])
async def test_what_is_no_proof_is_refused_unread(client: httpx.AsyncClient, body: str) -> None:
    answer = await client.post(
        "/api/v1/seats/proof", content=body, headers={"content-type": "application/json"}
    )
    assert code(answer) == ((413, "request.too_large") if len(body) > 4096 else (400, "request.malformed"))


async def test_a_foreign_page_proves_nothing(web_service: WebService, client: httpx.AsyncClient) -> None:
    web_service.proofs.pins = {ANA: PIN}
    answer = await prove(client, web_service.link(ANA_SEAT), ANA, origin="https://evil.example")
    assert code(answer) == (403, "request.foreign_origin")
    assert web_service.proofs.told == []
