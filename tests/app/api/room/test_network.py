"""``POST /api/v1/seats/network``: a page gets what it needs to try its network, and no more than its seat would get."""

from datetime import timedelta

import httpx
import pytest

from app.live.turn import TurnCredentials
from rooms.model.ids import PersonId, SeatId
from tests.app.conftest import WebService
from tests.support.rooms.setups import ANA_SEAT
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World

URLS = ("turn:turn.example:3478?transport=udp", "turn:turn.example:3478?transport=tcp")
PIN = "482913"


@pytest.fixture
def turn(web_service: WebService) -> TurnCredentials:
    """A TURN server is configured."""
    web_service.turn[0] = TurnCredentials(URLS, "shared with the server", timedelta(minutes=2))
    return web_service.turn[0]


async def ask(web_service: WebService, client: httpx.AsyncClient, seat: SeatId) -> httpx.Response:
    return await client.post("/api/v1/seats/network", json={"invitation": web_service.link(seat)})


def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_a_page_gets_the_turn_servers_of_its_seat(
    web_service: WebService, client: httpx.AsyncClient, turn: TurnCredentials
) -> None:
    answer = await ask(web_service, client, ANA_SEAT)
    (wanted,) = turn.credentials(ANA_SEAT, web_service.clock.now())
    assert answer.status_code == 200
    assert answer.json() == {
        "ice_servers": [
            {"urls": list(URLS), "username": wanted.username, "credential": wanted.credential},
        ]
    }
    assert answer.headers["cache-control"] == "no-store"


async def test_without_a_turn_server_there_is_nothing_to_try(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    assert (await ask(web_service, client, ANA_SEAT)).json() == {"ice_servers": []}


@pytest.mark.usefixtures("turn")
async def test_whoever_has_the_link_alone_gets_nothing_where_people_show_who_they_are(
    web_service: WebService, client: httpx.AsyncClient, world: World
) -> None:
    session: Prepared = await prepare_session(web_service, world)
    assert code(await ask(web_service, client, session.cleos)) == (403, "admission.unproved")
    web_service.proofs.pins[PersonId(session.cleo)] = PIN
    proof = {"invitation": web_service.link(session.cleos), "person": session.cleo, "pin": PIN}
    assert (await client.post("/api/v1/seats/proof", json=proof)).status_code == 204
    assert (await ask(web_service, client, session.cleos)).json()["ice_servers"]
    assert code(await ask(web_service, client, session.couples)) == (403, "admission.unproved"), (
        "another seat's"
    )
    client.cookies.clear()
    assert code(await ask(web_service, client, session.cleos)) == (403, "admission.unproved"), (
        "another browser"
    )


@pytest.mark.usefixtures("turn")
async def test_a_seat_asks_a_few_times_and_then_seldom(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    assert [(await ask(web_service, client, ANA_SEAT)).status_code for _ in range(3)] == [200] * 3
    refused = await ask(web_service, client, ANA_SEAT)
    assert code(refused) == (429, "rate.limited")
    assert refused.headers["retry-after"] == "20"
    web_service.clock.time += 20
    assert (await ask(web_service, client, ANA_SEAT)).status_code == 200


@pytest.mark.usefixtures("turn")
async def test_a_link_that_leads_nowhere_gets_nothing(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    assert code(await ask(web_service, client, SeatId("se_none"))) == (404, "link.invalid")


@pytest.mark.usefixtures("turn")
async def test_only_our_own_page_asks_and_in_one_form(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    body = {"invitation": web_service.link(ANA_SEAT)}
    foreign = await client.post(
        "/api/v1/seats/network", json=body, headers={"origin": "https://elsewhere.example"}
    )
    assert code(foreign) == (403, "request.foreign_origin")
    more = await client.post("/api/v1/seats/network", json=body | {"seat": "se_1"})
    assert code(more) == (400, "request.malformed")


@pytest.mark.usefixtures("turn")
async def test_a_companion_which_has_no_media_gets_no_servers(
    web_service: WebService, client: httpx.AsyncClient, world: World
) -> None:
    session = await prepare_session(web_service, world)
    companion = session.setup.companion_of(PersonId(session.ana))
    assert companion is not None
    web_service.proofs.pins[PersonId(session.ana)] = PIN
    proof = {"invitation": web_service.link(companion), "person": session.ana, "pin": PIN}
    assert (await client.post("/api/v1/seats/proof", json=proof)).status_code == 204
    assert (await ask(web_service, client, companion)).json() == {"ice_servers": []}
