import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from app.api.known_hosts import KnownHosts


async def ask(*hosts: str, kind: str = "http", names: tuple[str, ...] = ("attune.example",)) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    app = KnownHosts(PlainTextResponse("here"), names)
    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "headers": [(b"host", host.encode()) for host in hosts],
    }
    await app(scope, receive, send)
    return sent


@pytest.mark.parametrize(
    "host",
    [
        "attune.example",
        "ATTUNE.example:8443",
        "localhost",
        "localhost:8000",
        "127.0.0.1:8000",
        "192.0.2.7",
        "[::1]:8000",
        "[2001:db8::7]",
    ],
)
async def test_names_of_ours_and_addresses_are_answered(host: str) -> None:
    assert (await ask(host))[0]["status"] == 200


@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.example",
        "attune.example.elsewhere.example",
        "127.0.0.1.elsewhere.example",
        "localhost.elsewhere.example",
        "",
        "[::1",
        "attune.example@elsewhere.example",
    ],
)
async def test_whatever_else_points_here_is_not(host: str) -> None:
    assert (await ask(host))[0]["status"] == 421


async def test_one_name_is_wanted() -> None:
    assert (await ask())[0]["status"] == 421
    assert (await ask("attune.example", "elsewhere.example"))[0]["status"] == 421


async def test_a_further_name_can_be_set() -> None:
    assert (await ask("attune:8000", names=("attune.example", "Attune")))[0]["status"] == 200


async def test_a_socket_is_closed_before_it_is_accepted() -> None:
    assert [message["type"] for message in await ask("elsewhere.example", kind="websocket")] == [
        "websocket.close"
    ]
