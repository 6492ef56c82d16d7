"""TCP connections of clients and of strangers, over loopback. Times pass by being told, never by waiting."""

import asyncio
import contextlib
import errno
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from struct import pack
from typing import Any

import pytest

from media.net.ice import IcePeer, Path
from media.net.paths import admission
from media.net.paths.admission import FIRST_CHECK_S, FRAME_S, QUIET_S, STRANGER_PACKETS, Admission
from media.net.paths.framing import MAX_PICTURE_BYTES, MAX_SOUND_BYTES, Deframer
from media.net.paths.tcp import TcpListener, TcpPath
from media.sdp.profile import OPUS, VP8
from tests.support.relay.client import PATIENCE_S, poll
from tests.support.relay.parts import rtp_bytes
from tests.support.relay.transports import FakePeer

pytestmark = pytest.mark.asyncio


def framed(packet: bytes) -> bytes:
    return pack("!H", len(packet)) + packet


class User:
    """Takes what arrives; `check` proves a connection."""

    def __init__(self) -> None:
        self.drops: Counter[str] = Counter()
        self.peer = FakePeer(1)
        self.outsiders: set[str] = set()
        self.taken: list[bytes] = []
        self.paths: list[Path] = []
        self.ended: list[tuple[Path, IcePeer]] = []
        self.flushed = 0

    def welcomes(self, host: str) -> bool:
        return host not in self.outsiders

    def take(self, data: bytes, path: Path, now: float) -> None:
        self.taken.append(data)
        if data == b"check":
            path.keep(self.peer)
            self.paths.append(path)

    def flush(self) -> None:
        self.flushed += 1

    def on_ended(self, path: Path, owner: IcePeer) -> None:
        self.ended.append((path, owner))


class Place:
    """A listener, and what clients do."""

    def __init__(self, host: str) -> None:
        self.user = User()
        self.doors: Admission[TcpPath] = Admission()
        self.listener = TcpListener(host, 0, self.user, self.doors)
        self.address = self.listener._socket.getsockname()
        self.clients: list[socket.socket] = []

    async def connect(self, *, packet: bytes = b"") -> socket.socket:
        """Connect, and send this packet if there is one."""
        family = socket.AF_INET6 if ":" in self.address[0] else socket.AF_INET
        client = socket.socket(family, socket.SOCK_STREAM)
        client.setblocking(False)
        self.clients.append(client)
        # Who is turned away may hear of it before anything else.
        with contextlib.suppress(ConnectionResetError):
            await asyncio.get_running_loop().sock_connect(client, self.address)
        if packet:
            await self.send(client, framed(packet))
        return client

    async def known(self) -> tuple[socket.socket, Path]:
        """A connection that proved itself."""
        client = await self.connect(packet=b"check")
        await poll(lambda: self.user.paths, "proved")
        return client, self.user.paths[-1]

    async def send(self, client: socket.socket, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(client, data)

    async def is_closed(self, client: socket.socket) -> bool:
        """Wait for the end of a connection."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while await asyncio.get_running_loop().sock_recv(client, 65_536):
                    pass
            except OSError:
                return True
        return True

    def pass_time(self, seconds: float) -> None:
        self.listener.on_timer(time.monotonic() + seconds)


@asynccontextmanager
async def place(host: str = "127.0.0.1") -> AsyncIterator[Place]:
    made = Place(host)
    made.listener.open(asyncio.get_running_loop())
    try:
        yield made
    finally:
        made.listener.close()
        made.listener.close()
        for client in made.clients:
            client.close()
        assert len(made.doors) == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_packets_pass_both_ways_with_their_length_in_front(host: str) -> None:
    async with place(host) as here:
        client, path = await here.known()
        assert path.address == client.getsockname()
        data = framed(b"first") + framed(b"second")
        await here.send(client, data[:9])
        await here.send(client, data[9:])
        await poll(lambda: here.user.taken == [b"check", b"first", b"second"], "both came")
        path.send(b"answer")
        path.send_all(b"onetwothree", [3, 3, 5])
        reader, found = Deframer(), list[bytes]()
        async with asyncio.timeout(PATIENCE_S):
            while len(found) < 4:
                found += reader.feed(await asyncio.get_running_loop().sock_recv(client, 4096), 0.0)
        assert found == [b"answer", b"one", b"two", b"three"]
        assert here.user.flushed >= 1
        assert here.user.drops == {}


# Strangers.


async def test_a_stranger_that_sends_a_byte_a_minute_is_closed_after_seconds() -> None:
    async with place() as here:
        client = await here.connect()
        await here.send(client, b"\0")
        await poll(lambda: here.listener.paths, "accepted")
        here.pass_time(FIRST_CHECK_S - 1)
        assert here.user.drops == {}
        here.pass_time(FIRST_CHECK_S + 1)
        assert await here.is_closed(client)
        assert here.user.drops == {"tcp_stranger": 1}


async def test_a_stranger_has_few_packets_to_prove_itself() -> None:
    async with place() as here:
        client = await here.connect()
        await here.send(client, framed(b"noise") * 50)
        assert await here.is_closed(client)
        assert len(here.user.taken) == STRANGER_PACKETS
        assert here.user.drops == {"tcp_stranger": 1}
        # The check may be the last of them.
        late = await here.connect()
        await here.send(
            late, framed(b"noise") * (STRANGER_PACKETS - 1) + framed(b"check") + framed(b"noise") * 9
        )
        await poll(lambda: len(here.user.taken) == 2 * STRANGER_PACKETS + 9, "all came")


async def test_what_is_no_framed_packet_ends_the_connection() -> None:
    async with place() as here:
        client, path = await here.known()
        await here.send(client, b"GET / HTTP/1.1\r\n\r\n")
        assert await here.is_closed(client)
        assert here.user.drops == {"tcp_bad_frame": 1}
        assert here.user.ended == [(path, here.user.peer)]


async def test_strangers_of_one_network_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "MAX_OF_NETWORK", 2)
    async with place() as here:
        first, _ = await here.connect(), await here.connect()
        await poll(lambda: here.doors.strangers == 2, "accepted")
        assert await here.is_closed(await here.connect())
        assert here.user.drops == {"tcp_crowded": 1}
        await here.send(first, framed(b"check"))
        await poll(lambda: here.doors.strangers == 1, "known")
        await here.connect(packet=b"check")
        await poll(lambda: len(here.doors) == 3, "room again")


async def test_the_oldest_stranger_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "MAX_STRANGERS", 1)
    async with place() as here:
        first = await here.connect()
        await poll(lambda: here.doors.strangers == 1, "accepted")
        await here.connect(packet=b"check")
        assert await here.is_closed(first)
        await poll(lambda: here.user.taken == [b"check"], "the newer one stays")


async def test_outsiders_are_not_even_read() -> None:
    async with place() as here:
        here.user.outsiders.add("127.0.0.1")
        assert await here.is_closed(await here.connect())
        assert here.user.drops == {"outsider": 1}


async def test_without_descriptors_it_waits_for_the_next_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    async with place() as here:
        real = here.listener._socket

        class Full:
            def accept(self) -> None:
                raise OSError(errno.EMFILE, "too many")

            def __getattr__(self, name: str) -> Any:
                return getattr(real, name)

        monkeypatch.setattr(here.listener, "_socket", Full())
        await here.connect(packet=b"check")
        await poll(lambda: here.user.drops["socket_error"], "refused")
        assert not here.listener._is_accepting
        monkeypatch.setattr(here.listener, "_socket", real)
        here.pass_time(2)
        await poll(lambda: here.user.taken == [b"check"], "accepted")


# Clients.


async def test_a_client_that_begins_a_packet_finishes_it_soon() -> None:
    async with place() as here:
        client, path = await here.known()
        await here.send(client, framed(b"whole") + b"\0")
        await poll(lambda: len(here.user.taken) == 2, "came")
        here.pass_time(FRAME_S - 1)
        assert here.user.ended == []
        here.pass_time(FRAME_S + 1)
        assert here.user.ended == [(path, here.user.peer)]
        assert here.user.drops == {"tcp_slow": 1}
        assert await here.is_closed(client)


async def test_a_client_that_is_quiet_for_long_is_gone() -> None:
    async with place() as here:
        _, path = await here.known()
        here.pass_time(QUIET_S - 1)
        assert here.user.ended == []
        here.pass_time(QUIET_S + 1)
        assert here.user.ended == [(path, here.user.peer)]


async def test_a_client_that_leaves_is_reported_once() -> None:
    async with place() as here:
        client, path = await here.known()
        client.close()
        await poll(lambda: here.user.ended, "reported")
        path.send(b"too late")
        path.send_all(b"too late", [3, 5])
        path.drop()
        assert here.user.ended == [(path, here.user.peer)]
        assert here.listener.paths == set()


async def test_a_path_that_is_given_up_is_closed_and_not_reported() -> None:
    async with place() as here:
        client, path = await here.known()
        path.send(b"last words")
        path.drop()
        assert (await asyncio.get_running_loop().sock_recv(client, 100))[2:] == b"last words"
        assert await here.is_closed(client)
        assert here.user.ended == []


async def test_a_client_that_does_not_read_loses_old_pictures_and_no_sound() -> None:
    async with place() as here:
        client, path = await here.known()
        assert isinstance(path, TcpPath)
        # Far more than the system takes for a client that reads nothing.
        picture = rtp_bytes(VP8, 1, 3000, 8, bytes(1100))
        while not here.user.drops["tcp_late"]:
            path.send_all(picture * 40, [len(picture)] * 40)
        spoken = [rtp_bytes(OPUS, number, number * 960, 7, b"voice") for number in range(20)]
        for packet in spoken:
            path.send(packet)
        queue = path._queue
        assert queue._pictures._bytes <= MAX_PICTURE_BYTES
        assert queue._sound._bytes <= MAX_SOUND_BYTES
        reader, heard = Deframer(), list[bytes]()
        async with asyncio.timeout(PATIENCE_S):
            while len(heard) < len(spoken):
                came = reader.feed(await asyncio.get_running_loop().sock_recv(client, 65_536), 0.0)
                heard += [packet for packet in came if packet[1] & 0x7F == OPUS]
        assert heard == spoken
        assert set(here.user.drops) == {"tcp_late"}
