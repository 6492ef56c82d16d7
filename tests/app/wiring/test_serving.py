import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from app.api.ops.gate import DIRECT_PEER
from app.runtime.settings import Settings
from app.wiring import serving
from tests.support.service.troubles.stalls import stall

ROOT = Path(__file__).parents[3]


async def test_the_operators_pages_are_judged_by_who_connected_and_not_by_what_is_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The wrapping that `serve_forever` puts around the application, without the server."""
    monkeypatch.setenv("ATTUNE_TRUSTED_PROXIES", "127.0.0.9")
    made: list[ASGIApp] = []
    monkeypatch.setattr(
        serving, "_Server", lambda config: SimpleNamespace(run=lambda: made.append(config.app))
    )
    monkeypatch.setattr(serving.signal, "signal", lambda number, handler: None)
    seen: list[tuple[str, str]] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append((scope["client"][0], scope[DIRECT_PEER]))

    serving.serve_forever(app, Settings())
    for direct in ("127.0.0.9", "192.0.2.1"):
        headers = [(b"x-forwarded-for", b"127.0.0.1")]
        await made[0]({"type": "http", "client": (direct, 1), "headers": headers}, nothing, nothing)
    assert seen == [("127.0.0.1", "127.0.0.9"), ("192.0.2.1", "192.0.2.1")]


async def nothing(*_: object) -> dict[str, object]:
    return {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_serves_and_stops_with_its_children(
    tmp_path: Path, unused_tcp_port: int, number: signal.Signals
) -> None:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from app.cli.main import main; main()",
        "serve",
        cwd=ROOT,
        env={**outside, "ATTUNE_DATA_DIR": str(tmp_path), "ATTUNE_PORT": str(unused_tcp_port)},
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        async for line in process.stderr:
            if json.loads(line)["event"] == "service.ready":
                break
        else:
            pytest.fail("it ended before it was ready")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{unused_tcp_port}") as client:
            response = await client.get("/health")
        assert response.json() == {"status": "ok"}
        assert "server" not in response.headers
        # Like Ctrl-C: every process in the terminal's process group gets the signal.
        os.killpg(process.pid, number)
        rest = await process.stderr.read()
        assert await process.wait() == 0
        assert b"Traceback" not in rest
        assert not any(json.loads(line)["level"] == "error" for line in rest.splitlines())
        # The process group is empty.
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def test_a_socket_is_not_given_up_for_a_pong_that_our_own_loop_was_too_late_to_read() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None: ...

    config = serving.uvicorn.Config(app, ws_ping_interval=10.0, ws_ping_timeout=8.0, log_config=None)
    config.load()
    socket = serving._Socket(config, ServerState(), {}, asyncio.get_running_loop())
    socket.transport = Mock(spec=asyncio.Transport)
    socket.transport.is_closing.return_value = False
    socket.conn = Mock()
    socket.conn.data_to_send.return_value = [b""]
    socket.send_keepalive_ping()
    stall(60.0)
    for _ in range(3):
        await asyncio.sleep(0)
    socket.transport.close.assert_not_called()
    stall(8.1)
    for _ in range(3):
        await asyncio.sleep(0)
    socket.transport.close.assert_called_once()


def open_requests(app: Any) -> tuple[Any, Mock]:
    """The HTTP protocol over a transport that only records."""
    config = serving.uvicorn.Config(app, ws=serving._Socket, log_config=None)
    config.load()
    parser = serving._Requests(config, ServerState(), {}, asyncio.get_running_loop())
    transport = Mock(spec=asyncio.Transport)
    transport.is_closing.return_value = False
    transport.get_extra_info.return_value = None
    parser.connection_made(transport)
    return parser, transport


async def test_one_request_is_read_after_the_other() -> None:
    may_answer = asyncio.Event()

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await may_answer.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    parser, transport = open_requests(app)
    parser.data_received(b"GET /health HTTP/1.1\r\nhost: localhost\r\n")
    assert parser.wants_more
    transport.pause_reading.assert_not_called()
    parser.data_received(b"\r\n")
    assert not parser.wants_more
    transport.pause_reading.assert_called_once()
    may_answer.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert parser.wants_more
    transport.resume_reading.assert_called_once()
    parser.connection_lost(None)


async def test_nothing_of_what_led_to_a_websocket_stays() -> None:
    paths: list[tuple[str, int]] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        paths.append((scope["path"], len(scope["headers"])))
        await send({"type": "websocket.close"})

    parser, transport = open_requests(app)
    parser.data_received(
        b"GET /room HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
        b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    (socket,) = transport.set_protocol.call_args.args
    for _ in range(5):
        await asyncio.sleep(0)
    assert paths == [("/room", 5)]
    assert parser.parser is None, "it would hold itself"
    assert not transport.pause_reading.called
    socket.connection_lost(None)
