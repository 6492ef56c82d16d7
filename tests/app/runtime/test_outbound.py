import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from app.runtime.outbound import Answer, Outbound, Posted
from app.runtime.public_hosts import PublicHosts

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SOON = timedelta(milliseconds=200)
URL = "https://hooks.clinic.example/attune"


@asynccontextmanager
async def receiver(serve: Serve) -> AsyncIterator[str]:
    """Run a receiver on this machine; yields its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await serve(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async with asyncio.TaskGroup() as tasks:
        server = await asyncio.start_server(
            lambda reader, writer: tasks.create_task(answer(reader, writer)) and None, "127.0.0.1", 0
        )
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?token=t"
        server.close()


async def post(url: str, within: timedelta = timedelta(seconds=5)) -> Answer:
    outbound = Outbound(allow_loopback=True)
    try:
        return await outbound.post(url, b"{}", {"content-type": "application/json"}, within)
    finally:
        await outbound.close()


def answering(*lines: bytes) -> Serve:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\r\n".join(lines) + b"\r\n\r\n")

    return serve


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"HTTP/1.1 200 OK", Answer(Posted.TAKEN, 200)),
        (b"HTTP/1.1 204 No Content", Answer(Posted.TAKEN, 204)),
        (b"HTTP/1.1 410 Gone", Answer(Posted.GONE, 410)),
        (b"HTTP/1.1 404 Not Found", Answer(Posted.REFUSED, 404)),
        (b"HTTP/1.1 503 Busy", Answer(Posted.REFUSED, 503)),
        (b"SSH-2.0-OpenSSH_9.2", Answer(Posted.AWAY)),
    ],
)
async def test_the_status_says_what_became_of_a_call(line: bytes, expected: Answer) -> None:
    async with receiver(answering(line, b"content-length: 0")) as url:
        assert await post(url) == expected


async def test_a_redirection_is_not_followed() -> None:
    reached: list[str] = []

    async def inside(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append("inside")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    async with receiver(inside) as target:
        location = f"location: {target}".encode()
        async with receiver(answering(b"HTTP/1.1 307 Elsewhere", location, b"content-length: 0")) as url:
            assert await post(url) == Answer(Posted.REFUSED, 307)
    assert reached == []


async def test_a_receiver_that_never_answers_is_left_after_a_while() -> None:
    async def wait(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        # Until the caller hangs up.
        while await reader.read(1024):
            pass

    async with receiver(wait) as url:
        assert await post(url, SOON) == Answer(Posted.SLOW)


async def test_a_receiver_that_drips_is_left_when_the_whole_takes_too_long() -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"HTTP/1.1 102 Processing\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with receiver(drip) as url:
        assert await post(url, SOON) == Answer(Posted.SLOW)


async def test_an_answer_without_end_is_not_read() -> None:
    written = 0

    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()
            written += 65536

    async with receiver(pour) as url:
        assert await post(url) == Answer(Posted.TAKEN, 200)
    assert written < 64 * 1024 * 1024, "what the system buffers, and no more"


async def test_headers_without_end_are_no_answer() -> None:
    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"x: " + b"y" * 8000 + b"\r\n")
            await writer.drain()

    async with receiver(pour) as url:
        assert await post(url) == Answer(Posted.AWAY)


async def test_nobody_there_is_told_from_slow() -> None:
    async with receiver(answering(b"HTTP/1.1 204 No Content")) as url:
        pass
    assert await post(url) == Answer(Posted.AWAY)


@pytest.mark.parametrize("url", ["http://hooks.clinic.example/", "https://10.0.0.8/", "https://[::1]/", "x"])
async def test_addresses_that_may_not_be_called_are_not(url: str) -> None:
    outbound = Outbound(allow_loopback=False)
    assert await outbound.post(url, b"", {}) == Answer(Posted.FORBIDDEN)
    await outbound.close()


async def test_a_name_that_leads_into_a_private_network_is_called_by_nobody() -> None:
    async def look_up(_: str) -> list[str]:
        return ["192.168.0.7"]

    reached: list[httpx.Request] = []

    def inside(request: httpx.Request) -> httpx.Response:
        reached.append(request)
        return httpx.Response(204)

    hosts = PublicHosts(allow_loopback=False, inner=httpx.MockTransport(inside), look_up=look_up)
    outbound = Outbound(allow_loopback=False, transport=hosts)
    assert await outbound.post(URL, b"", {}) == Answer(Posted.AWAY)
    assert reached == []
    await outbound.close()


async def test_logs_have_nothing_of_an_address(caplog: pytest.LogCaptureFixture) -> None:
    async with receiver(answering(b"HTTP/1.1 500 Oh", b"content-length: 0")) as url:
        await post(url)
    ours = [record for record in caplog.records if record.name.startswith("app.")]
    assert ours == []
