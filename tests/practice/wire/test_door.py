"""The door asks until it is answered, and knows a link that is over."""

import json

import httpx
import pytest

from practice.wire import door
from practice.wire.door import Door, LinkOver

LINK = "http://localhost:8000/join#invitation"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Response | Exception]:
    """What the service answers, one after the other; nobody waits in between."""
    left: list[httpx.Response | Exception] = []

    def handle(request: httpx.Request) -> httpx.Response:
        assert request.headers["origin"] == "http://localhost:8000"
        if request.method == "POST":
            assert json.loads(request.content) == {"invitation": "invitation"}
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    usual = httpx.AsyncClient
    monkeypatch.setattr(
        door.httpx, "AsyncClient", lambda **more: usual(transport=httpx.MockTransport(handle), **more)
    )
    monkeypatch.setattr(door, "_LATER_S", 0.0)
    return left


async def test_it_asks_again_until_the_service_is_there(answers: list[httpx.Response | Exception]) -> None:
    seat = {"people": [{"id": "pt_1", "name": "Ana"}], "companion": False}
    answers += [
        httpx.ConnectError("not yet"),
        httpx.Response(503),
        httpx.Response(429, headers={"retry-after": "0"}),
        httpx.Response(200, json={"ticket": "tk", "seat": seat}),
    ]

    ticket = await Door(LINK).ticket()

    assert (ticket.ticket, ticket.names, ticket.companion) == ("tk", ("Ana",), False)
    assert answers == []


@pytest.mark.parametrize("status", [404, 410])
async def test_a_link_that_is_over_is_left(answers: list[httpx.Response | Exception], status: int) -> None:
    answers.append(httpx.Response(status, json={"code": "link.ended"}))
    with pytest.raises(LinkOver):
        await Door(LINK).ticket()


def test_the_socket_is_at_the_links_own_host() -> None:
    assert Door(LINK).socket_url == "ws://localhost:8000/api/v1/room"
    assert Door("https://meet.example.org/join#x").socket_url == "wss://meet.example.org/api/v1/room"
