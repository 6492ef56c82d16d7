"""The benchmark's light client against a server that sends byte by byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bench.arrivals.wire import Door, WireSocket, address_of, ask_http, open_socket
from tests.support.relay.client import poll

ACCEPT = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


@asynccontextmanager
async def serving(*said: bytes) -> AsyncIterator[tuple[Door, bytearray, list[str]]]:
    """A server that answers any request with these bytes; yields its address, what it received, and from whom."""
    heard, callers, open_now = bytearray(), [], asyncio.Semaphore(1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with open_now:
            callers.append(writer.get_extra_info("peername")[0])
            heard.extend(await reader.readuntil(b"\r\n\r\n"))
            with suppress(ConnectionError):
                for part in said:
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0)
                while data := await reader.read(1_000):
                    heard.extend(data)
                writer.close()
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield Door("127.0.0.1", server.sockets[0].getsockname()[1]), heard, callers
        async with open_now:
            pass


def test_every_client_has_an_address_of_its_own() -> None:
    addresses = {address_of(number) for number in range(100_000)}
    assert len(addresses) == 100_000
    assert all(part.isdigit() and int(part) <= 255 for address in addresses for part in address.split("."))
    assert "127.0.0.1" not in addresses


async def test_an_answer_may_come_in_pieces() -> None:
    async with serving(b"HTTP/1.1 503 Busy\r\nRetry-After: 2\r\nContent-Le", b"ngth: 4\r\n\r\nno", b"pe") as (
        door,
        heard,
        callers,
    ):
        answer = await ask_http(door, address_of(7), "POST", "/x", b"body")
        assert (answer.status, answer.headers["retry-after"], answer.body) == (503, "2", b"nope")
        await poll(lambda: heard.endswith(b"body"), "the body")
    assert callers == [address_of(7)]


async def test_frames_are_read_however_they_are_cut() -> None:
    long = b"x" * 70_000
    frames = b"\x81\x02hi" + b"\x89\x01p" + b"\x81\x7e" + (300).to_bytes(2, "big") + long[:300]
    frames += b"\x81\x7f" + (70_000).to_bytes(8, "big") + long
    texts: list[bytes] = []
    said = [ACCEPT + frames[:3], *(frames[at : at + 1] for at in range(3, 12)), frames[12:]]
    async with serving(*said) as (door, heard, _):
        socket = await open_socket(door, address_of(1), texts.append, lambda: None)
        await poll(lambda: len(texts) == 3, "all frames")
        assert texts == [b"hi", long[:300], long]
        await poll(lambda: heard.endswith(b"\x8a\x81\0\0\0\0p"), "the pong, masked")
        socket.say(b"y" * 200)
        await poll(lambda: heard.endswith(b"\x81\xfe\x00\xc8\0\0\0\0" + b"y" * 200), "a long text, masked")
        socket.drop()


async def test_a_refused_socket_is_an_error() -> None:
    async with serving(b"HTTP/1.1 403 Forbidden\r\n\r\n") as (door, _, _):
        with pytest.raises(OSError, match="not accepted"):
            await open_socket(door, address_of(1), lambda text: None, lambda: None)


async def test_a_close_is_reported_once() -> None:
    closed: list[bool] = []
    async with serving(ACCEPT + b"\x88\x02\x0f\xa0") as (door, _, _):
        socket = await open_socket(door, address_of(1), lambda text: None, lambda: closed.append(True))
        assert isinstance(socket, WireSocket)
        await poll(lambda: closed, "the close")
    assert closed == [True]
