"""The worker's sockets, over loopback: what a wake-up reads and sends, both families on one port, and TCP."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator

import pytest
from aioice import stun

import media.worker.transport
from app.observability.logging import JsonLines
from media.net.ice import Address, Path
from media.worker.transport import Transport
from tests.support.relay.client import PATIENCE_S, poll
from tests.support.relay.transports import MEDIA, FakePeer


class Loopback:
    """A transport and a client's socket on loopback; the kernel delivers at once."""

    def __init__(self) -> None:
        self.drops: Counter[str] = Counter()
        self.transport = Transport(["127.0.0.1"], 0, self.drops)
        self.client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.client.bind(("127.0.0.1", 0))
        self.client.setblocking(False)
        self.address: Address = self.client.getsockname()
        self.peer = FakePeer(1)
        self.transport.register(self.peer)

    def put(self, *datagrams: bytes) -> None:
        for data in datagrams:
            self.client.sendto(data, ("127.0.0.1", self.transport.port))

    def wake(self) -> None:
        """Let it read, as the loop does."""
        self.transport._reader(self.transport._udp[0])()

    def path(self, address: Address) -> Path:
        return self.transport._udp[0].path(address)

    def came(self) -> list[bytes]:
        found = []
        while True:
            try:
                found.append(self.client.recv(2048))
            except BlockingIOError:
                return found

    def close(self) -> None:
        self.client.close()
        self.transport.close()


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    made = Loopback()
    yield made
    made.close()


def test_a_fault_in_one_datagram_stops_no_other(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(data: bytes, now: float) -> None:
        raise LookupError("private")

    loopback.put(loopback.peer.check(), b"\x16record", MEDIA)
    monkeypatch.setattr(loopback.peer, "handle_dtls", fail)
    loopback.wake()
    assert loopback.drops == {"fault": 1}
    assert loopback.peer.srtp == [MEDIA]
    assert [JsonLines().format(record).count("private") for record in caplog.records] == [0]


def test_a_wake_up_reads_a_bounded_number_and_the_next_one_the_rest(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media.worker.transport, "_BATCH", 10)
    loopback.put(loopback.peer.check(), *[MEDIA] * 15)
    loopback.wake()
    assert len(loopback.peer.srtp) == 9
    loopback.wake()
    assert len(loopback.peer.srtp) == 15
    assert loopback.drops == {}


class TwoDatagrams:
    """A connection with something to send."""

    send_buffer = None

    def __init__(self, loopback: Loopback, *datagrams: bytes) -> None:
        self.loopback = loopback
        self.datagrams = datagrams

    def flush_soon(self, what: object) -> None:
        raise AssertionError("the transport is told, not the connection")

    def flush(self) -> None:
        for data in self.datagrams:
            self.loopback.path(self.loopback.address).send(data)

    def send_rtcp(self, plain: bytes) -> None:
        raise AssertionError("nothing to report")


def test_pending_datagrams_are_sent_when_the_wake_up_ends(loopback: Loopback) -> None:
    loopback.transport.flush_soon(TwoDatagrams(loopback, b"first", b"second"))
    loopback.transport.flush_soon(TwoDatagrams(loopback, b"third"))
    assert loopback.came() == []
    loopback.wake()
    loopback.transport.flush()
    assert loopback.came() == [b"first", b"second", b"third"]


def test_datagrams_the_kernel_refuses_are_counted(loopback: Loopback) -> None:
    loopback.path(("127.0.0.1", 0)).send(b"x")
    loopback.path(loopback.address).send(b"x")
    assert loopback.came() == [b"x"]
    assert loopback.drops == {"send_refused": 1}


def test_every_address_has_udp_and_tcp_on_one_port() -> None:
    made = Transport(["127.0.0.1", "::1"], 0, Counter())
    try:
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
                with socket.socket(family, kind) as other, pytest.raises(OSError, match="in use"):
                    other.bind((host, made.port))
        with pytest.raises(OSError, match="in use"):
            Transport(["127.0.0.1"], made.port, Counter())
    finally:
        made.close()
        made.close()
    # Nothing of it is left, also where only the second socket could not be had.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.bind(("127.0.0.1", made.port))
        with pytest.raises(OSError, match="in use"):
            Transport(["127.0.0.1"], made.port, Counter())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", made.port))


async def test_over_tcp_the_same_checks_lead_to_the_same_media() -> None:
    drops: Counter[str] = Counter()
    made, peer = Transport(["127.0.0.1"], 0, drops), FakePeer(1)
    made.register(peer)
    made.open(asyncio.get_running_loop())
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
            for packet in (MEDIA, peer.check(), MEDIA, b"\x16record"):
                writer.write(len(packet).to_bytes(2, "big") + packet)
            answer = stun.parse_message(
                await reader.readexactly(int.from_bytes(await reader.readexactly(2), "big"))
            )
            await poll(lambda: peer.dtls, "all came")
        assert answer.attributes["XOR-MAPPED-ADDRESS"] == writer.get_extra_info("sockname")
        assert (peer.srtp, peer.dtls, drops) == ([MEDIA], [b"\x16record"], {"unvalidated_source": 1})
        assert peer.at == writer.get_extra_info("sockname")
        made.forget(peer)
        assert await reader.read() == b""
        writer.close()
    finally:
        made.close()
