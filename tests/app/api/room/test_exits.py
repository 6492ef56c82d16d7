"""The last request of a page that somebody left at once: told to the room, and answered without a word."""

import httpx
import pytest

from app.auth.resume import MAX_TOKEN
from rooms.model.ids import RoomId
from signaling.ports import ResumeGrant
from tests.app.conftest import WebService
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT

PATH = "/api/v1/seats/exit"
LEFT = ResumeGrant(RoomId("ss_1"), ANA_SEAT, 1, "nonce")


def token(web_service: WebService, left: ResumeGrant = LEFT) -> str:
    return web_service.exits.token(left)


async def test_the_room_hears_which_page_was_left(web_service: WebService, client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={"resume": token(web_service)})
    assert (answer.status_code, answer.content) == (204, b"")
    assert web_service.exits.told == [LEFT]


async def test_a_token_of_somebody_else_is_answered_alike_and_told_to_nobody(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    answer = await client.post(PATH, json={"resume": token(web_service)[:-3] + "AAA"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert web_service.exits.told == []


async def test_a_foreign_page_ends_nothing(web_service: WebService, client: httpx.AsyncClient) -> None:
    body = {"resume": token(web_service)}
    answer = await client.post(PATH, json=body, headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (403, "request.foreign_origin")
    assert web_service.exits.told == []


@pytest.mark.parametrize(
    "body", [{}, {"resume": ""}, {"resume": "r" * (MAX_TOKEN + 1)}, {"resume": "rs_x", "seat": "se_ana"}]
)
async def test_only_the_form_is_taken(
    web_service: WebService, client: httpx.AsyncClient, body: dict[str, str]
) -> None:
    answer = await client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")
    assert web_service.exits.told == []


async def test_a_seat_is_left_so_often_and_no_other_seat_pays_for_it(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    ana = {"resume": token(web_service)}
    statuses = [(await client.post(PATH, json=ana)).status_code for _ in range(4)]
    assert statuses == [204, 204, 204, 429]
    ben = {"resume": token(web_service, ResumeGrant(LEFT.room, BEN_SEAT, 1, "nonce"))}
    assert (await client.post(PATH, json=ben)).status_code == 204
    web_service.clock.time += 2.0
    assert (await client.post(PATH, json=ana)).status_code == 204


async def test_who_guesses_is_stopped(web_service: WebService, client: httpx.AsyncClient) -> None:
    statuses = [(await client.post(PATH, json={"resume": "rs_guess"})).status_code for _ in range(5)]
    assert statuses == [204, 204, 204, 204, 429]
