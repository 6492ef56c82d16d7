import json
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text

from app.auth.tickets import TicketGrant
from app.runtime.clock import to_datetime
from rooms.model.events import Recorded, RoomAlive, RoomEnded, RoomLive
from rooms.model.ids import RoomId, SeatId
from rooms.model.policy.policy import CameraRule, RoomKind, RoomPolicy
from tests.app.conftest import WebService
from tests.support.rooms.couples import FINN_PHONE, build_couples
from tests.support.rooms.setups import ANA_SEAT, COUPLE_SEAT, STAFF_SEAT, START, THERAPIST, build_setup

ROOM = RoomId("ss_test")
JSON = {"content-type": "application/json"}


async def ask(client: httpx.AsyncClient, invitation: str) -> httpx.Response:
    return await client.post("/api/v1/tickets", json={"invitation": invitation})


def code(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


async def test_a_link_gives_a_ticket_for_its_seat(web_service: WebService, client: httpx.AsyncClient) -> None:
    answer = (await ask(client, web_service.link(ANA_SEAT))).json()
    ticket = answer.pop("ticket")
    assert answer == {
        "expires_in_s": 300,
        "session": {
            "title": "Tuesday evening group",
            "state": "waiting",
            "camera": "required",
            "prepares": False,
        },
        "seat": {
            "id": "se_ana",
            "shared": False,
            "companion": False,
            "role": "member",
            "people": [{"id": "pt_ana", "name": "Ana"}],
            "unproved": [],
        },
    }
    assert web_service.services.tickets.redeem(ticket, 1.0) == TicketGrant(ROOM, SeatId("se_ana"), link=1)


@pytest.mark.parametrize("camera", CameraRule)
async def test_what_is_asked_of_cameras_is_said_before_anybody_joins(
    web_service: WebService, client: httpx.AsyncClient, camera: CameraRule
) -> None:
    setup = build_setup(RoomPolicy(kind=RoomKind.PSYCHOEDUCATION, camera=camera))
    # The first session's seats already have these ids.
    seats = [replace(seat, id=SeatId(f"{seat.id}_2")) for seat in setup.seats.values()]
    setup = replace(setup, id=RoomId("ss_other"), seats={seat.id: seat for seat in seats})
    async with web_service.services.database.write() as unit:
        await unit.sessions.add("cl_test", setup, to_datetime(START), to_datetime(START + 3600))
    answer = (await ask(client, web_service.link(SeatId(f"{ANA_SEAT}_2")))).json()
    assert answer["session"]["camera"] == camera.value


async def test_a_shared_seat_has_two_people_in_seat_order(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    seat = (await ask(client, web_service.link(COUPLE_SEAT))).json()["seat"]
    assert seat["shared"]
    assert [person["name"] for person in seat["people"]] == ["Elena", "Finn"]


async def test_a_facilitator_is_told_so(web_service: WebService, client: httpx.AsyncClient) -> None:
    assert (await ask(client, web_service.link(STAFF_SEAT))).json()["seat"]["role"] == "facilitator"


async def test_a_second_device_is_told_that_it_is_one(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    couples = build_couples()
    # The first session's seats already have these ids.
    seats = [replace(seat, id=SeatId(f"{seat.id}_2")) for seat in couples.seats.values()]
    setup = replace(couples, seats={seat.id: seat for seat in seats})
    async with web_service.services.database.write() as unit:
        await unit.sessions.add("cl_test", setup, to_datetime(START), to_datetime(START + 3600))
    seat = (await ask(client, web_service.link(SeatId(f"{FINN_PHONE}_2")))).json()["seat"]
    assert (seat["companion"], seat["shared"], seat["people"][0]["name"]) == (True, False, "Finn")


async def test_a_room_with_a_facilitator_is_live(web_service: WebService, client: httpx.AsyncClient) -> None:
    async with web_service.services.database.write() as unit:
        await unit.journal.add(ROOM, [Recorded(1, START, RoomLive())])
    assert (await ask(client, web_service.link(ANA_SEAT))).json()["session"]["state"] == "live"


async def test_unknown_altered_and_withdrawn_links_look_the_same(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    async with web_service.services.database.write() as unit:
        await unit.sessions.withdraw_link(ANA_SEAT)
    answers = [
        await ask(client, text)
        for text in (
            web_service.link("se_nobody"),
            web_service.link(COUPLE_SEAT)[:-2] + "AA",
            web_service.link(ANA_SEAT),
        )
    ]
    assert {code(answer) for answer in answers} == {(404, "link.invalid")}
    assert len({answer.text for answer in answers}) == 1
    assert (await ask(client, web_service.link(ANA_SEAT, version=2))).status_code == 200


@pytest.mark.parametrize("seconds", [-1, 3 * 3600])
async def test_a_link_is_good_in_the_hours_of_its_session(
    web_service: WebService, client: httpx.AsyncClient, seconds: float
) -> None:
    web_service.clock.time = START + seconds
    assert code(await ask(client, web_service.link(ANA_SEAT))) == (410, "link.expired")


async def test_a_session_that_runs_over_lets_people_in_while_somebody_is_there(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    over = START + 3 * 3600
    async with web_service.services.database.write() as unit:
        await unit.journal.add(ROOM, [Recorded(1, START, RoomLive()), Recorded(2, over - 30, RoomAlive())])
    # The log shows presence by the minute, and the last person's seat is kept for five more.
    for seconds, status in ((0, 200), (330, 200), (331, 410)):
        web_service.clock.time = over + seconds
        assert [
            (await ask(client, web_service.link(seat))).status_code for seat in (STAFF_SEAT, ANA_SEAT)
        ] == [
            status,
            status,
        ]


async def test_a_room_that_runs_over_is_asked_by_its_own_time(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    """The room has been running since before the host's clock was changed."""
    over = START + 3 * 3600
    async with web_service.services.database.write() as unit:
        await unit.journal.add(ROOM, [Recorded(1, START, RoomLive()), Recorded(2, START + 30, RoomAlive())])
    web_service.clock.time = over
    assert code(await ask(client, web_service.link(ANA_SEAT))) == (410, "link.expired")
    web_service.times[ROOM] = START + 40
    assert (await ask(client, web_service.link(ANA_SEAT))).status_code == 200


async def test_a_room_nobody_began_does_not_run_over(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    over = START + 3 * 3600
    async with web_service.services.database.write() as unit:
        await unit.journal.add(ROOM, [Recorded(1, over - 1, RoomAlive())])
    web_service.clock.time = over
    assert code(await ask(client, web_service.link(ANA_SEAT))) == (410, "link.expired")


async def test_an_ended_session_says_so_also_after_its_hours(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    async with web_service.services.database.write() as unit:
        await unit.journal.add(ROOM, [Recorded(1, START + 5, RoomEnded(THERAPIST))])
    web_service.clock.time = START + 4 * 3600
    assert code(await ask(client, web_service.link(ANA_SEAT))) == (410, "link.ended")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"not json",
        b"{}",
        b'{"invitation": 1}',
        b'{"invitation": ""}',
        b'{"invitation":"a","more":1}',
    ],
)
async def test_a_malformed_request_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/api/v1/tickets", content=body, headers=JSON)
    assert code(answer) == (400, "request.malformed")


async def test_a_large_request_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/tickets", content=b" " * 4097, headers=JSON)
    assert code(answer) == (413, "request.too_large")


async def test_one_seat_cannot_ask_for_ever_and_no_other_seat_notices(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    for _ in range(5):
        assert (await ask(client, web_service.link(ANA_SEAT))).status_code == 200
    refused = await ask(client, web_service.link(ANA_SEAT))
    assert code(refused) == (429, "rate.limited")
    assert refused.headers["retry-after"]
    assert (await ask(client, web_service.link(COUPLE_SEAT))).status_code == 200
    web_service.clock.time += 2
    assert (await ask(client, web_service.link(ANA_SEAT))).status_code == 200


async def test_who_guesses_is_told_no_more_and_good_links_of_the_same_address_still_open(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    answers = [code(await ask(client, f"guess{number}")) for number in range(6)]
    assert answers == [(404, "link.invalid")] * 4 + [(429, "rate.limited")] * 2
    assert (await ask(client, web_service.link(ANA_SEAT))).status_code == 200


async def test_a_foreign_page_uses_nothing_up(web_service: WebService, client: httpx.AsyncClient) -> None:
    foreign = {"origin": "https://evil.example", "content-type": "text/plain"}
    body = json.dumps({"invitation": web_service.link(ANA_SEAT)})
    for _ in range(20):
        answer = await client.post("/api/v1/tickets", content=body, headers=foreign)
        assert code(answer) == (403, "request.foreign_origin")
        answer = await client.post("/api/v1/tickets", content=body, headers={"content-type": "text/plain"})
        assert code(answer) == (415, "request.not_json")
    assert (await ask(client, web_service.link(ANA_SEAT))).status_code == 200


async def test_a_database_that_is_away_is_told(web_service: WebService, client: httpx.AsyncClient) -> None:
    async with web_service.services.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE seats RENAME TO elsewhere"))
    assert code(await ask(client, web_service.link(ANA_SEAT))) == (503, "storage.unavailable")
