import asyncio
from typing import Any

import pytest

from app.api.room.ws import AsgiSocket, allowed_origins
from signaling.ports import SocketClosed
from tests.app.conftest import WebService

OUR_ORIGIN = "http://localhost:8000"


class Wire:
    """The server's side of ASGI: what the application receives, and what it has sent."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue(100)
        for message in ({"type": "websocket.connect"}, *messages):
            self.incoming.put_nowait(message)
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        return await self.incoming.get()

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))


def scope(origin: str | None = OUR_ORIGIN, protocols: tuple[str, ...] = ("attune.v1",)) -> dict[str, Any]:
    return {
        "type": "websocket",
        "path": "/api/v1/room",
        "raw_path": b"/api/v1/room",
        "root_path": "",
        "scheme": "ws",
        "query_string": b"",
        "headers": [(b"host", b"localhost:8000"), *([(b"origin", origin.encode())] if origin else [])],
        "subprotocols": list(protocols),
        "extensions": {},
    }


async def test_our_page_is_connected_to_a_session(web_service: WebService) -> None:
    wire = Wire({"type": "websocket.receive", "text": "hello"})
    await web_service.app(scope(protocols=("other", "attune.v1")), wire.receive, wire.send)
    assert [message["type"] for message in wire.sent] == [
        "websocket.accept",
        "websocket.send",
        "websocket.close",
    ]
    assert wire.sent[0]["subprotocol"] == "attune.v1"
    assert wire.sent[1]["text"] == "hello"
    assert wire.sent[2]["code"] == 4000


@pytest.mark.parametrize(
    ("origin", "protocols"),
    [
        (None, ("attune.v1",)),
        ("null", ("attune.v1",)),
        ("https://evil.example", ("attune.v1",)),
        ("http://localhost:8001", ("attune.v1",)),
        ("https://localhost:8000", ("attune.v1",)),
        (OUR_ORIGIN, ()),
        (OUR_ORIGIN, ("attune.v2",)),
    ],
)
async def test_strangers_are_refused_before_anything_is_accepted(
    web_service: WebService, origin: str | None, protocols: tuple[str, ...]
) -> None:
    wire = Wire()
    await web_service.app(scope(origin, protocols), wire.receive, wire.send)
    assert [message["type"] for message in wire.sent] == ["websocket.close"]


def test_the_demo_knows_every_name_of_this_machine() -> None:
    assert allowed_origins("http://localhost:8000", demo=True) == {
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
    }
    assert allowed_origins("https://attune.example", demo=False) == {"https://attune.example"}


async def open_socket(wire: Wire) -> AsgiSocket:
    await wire.receive()
    return AsgiSocket(scope(), wire.receive, wire.send)


async def test_a_binary_frame_is_an_empty_text() -> None:
    wire = Wire({"type": "websocket.receive", "bytes": b"\x00"}, {"type": "websocket.receive", "text": "a"})
    socket = await open_socket(wire)
    assert [await socket.receive(), await socket.receive()] == ["", "a"]


async def test_the_end_is_told_each_time_it_is_asked_for() -> None:
    socket = await open_socket(Wire({"type": "websocket.disconnect", "code": 1006}))
    for _ in range(2):
        with pytest.raises(SocketClosed):
            await socket.receive()
    with pytest.raises(SocketClosed):
        await socket.send("too late")
    await socket.close(4000)


async def test_closing_twice_is_no_error() -> None:
    wire = Wire()
    socket = await open_socket(wire)
    await socket.close(4001)
    await socket.close(4002)
    assert [message.get("code") for message in wire.sent if message["type"] == "websocket.close"] == [4001]
    with pytest.raises(SocketClosed):
        await socket.send("too late")


async def test_a_line_that_broke_while_sending_is_closed() -> None:
    async def fail(_message: object) -> None:
        raise OSError

    socket = AsgiSocket(scope(), Wire().receive, fail)
    with pytest.raises(SocketClosed):
        await socket.send("a")
    await socket.close(4000)


async def test_who_is_gone_before_being_accepted_has_no_session(web_service: WebService) -> None:
    tried: list[str] = []

    async def fail(message: Any) -> None:
        tried.append(message["type"])
        raise OSError

    await web_service.app(scope(), Wire({"type": "websocket.receive", "text": "hello"}).receive, fail)
    assert tried == ["websocket.accept"]
