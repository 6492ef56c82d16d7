"""The adapter of aiortc's DTLS, against aiortc's own client over a queue pair."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import (
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)

from media.net.dtls import Certificate, DtlsFailed, DtlsSession, SrtpKeys
from media.net.paths.udp import UdpSocket
from media.net.srtp import SrtpError
from media.rtp.rtcp import build_pli
from media.sdp.profile import OPUS
from tests.support.relay.client import PATIENCE_S
from tests.support.relay.parts import rtp_bytes

pytestmark = pytest.mark.asyncio


class Pipe:
    """The client's transport: a queue in, the session out."""

    role = "controlling"
    state = "completed"

    def __init__(self) -> None:
        self.inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self.out: Callable[[bytes], object] = lambda data: None

    async def _recv(self) -> bytes:
        return await self.inbox.get()

    async def _send(self, data: bytes) -> None:
        self.out(data)


class Pair:
    """One of our sessions and an aiortc client, connected."""

    def __init__(self) -> None:
        pipe = Pipe()
        self.certificate = Certificate()
        self.session = DtlsSession(self.certificate, pipe.inbox.put_nowait)
        pipe.out = self.session.feed
        self.own = RTCCertificate.generateCertificate()
        self.client = RTCDtlsTransport(pipe, [self.own])
        self.client._set_role("client")

    @property
    def client_fingerprint(self) -> str:
        return next(f.value for f in self.own.getFingerprints() if f.algorithm == "sha-256")

    async def start_client(self) -> None:
        ours = RTCDtlsFingerprint("sha-256", self.certificate.fingerprint)
        await self.client.start(RTCDtlsParameters([ours]))


def leaves(keys: SrtpKeys, plain: bytes) -> bytes:
    """What a packet is at the other end of a socket."""
    with (
        closing(UdpSocket("127.0.0.1", 0, Counter())) as sending,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiving,
    ):
        receiving.bind(("127.0.0.1", 0))
        send_buffer = keys.open_send_buffer()
        send_buffer.aim(sending.path(receiving.getsockname()))
        send_buffer.add(plain)
        send_buffer.flush()
        return receiving.recv(2048)


async def test_both_ends_get_matching_keys_and_a_close_is_noticed() -> None:
    pair = Pair()
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        client = tasks.create_task(pair.start_client())
        keys = await pair.session.handshake([pair.client_fingerprint])
        await client
        packet = rtp_bytes(OPUS, 1, 2, 3, b"sound")
        assert keys.unprotect(pair.client._tx_srtp.protect(packet)) == packet
        assert pair.client._rx_srtp.unprotect(leaves(keys, packet)) == packet
        report = build_pli(3)
        assert keys.unprotect_rtcp(pair.client._tx_srtp.protect_rtcp(report)) == report
        assert pair.client._rx_srtp.unprotect_rtcp(keys.protect_rtcp(report)) == report
        with pytest.raises(SrtpError):
            keys.unprotect(packet + bytes(16))
        for wrong in (report, report + bytes(16), b""):
            with pytest.raises(SrtpError):
                keys.unprotect_rtcp(wrong)
        with pytest.raises(SrtpError):
            keys.protect_rtcp(report + bytes(2000))
        await pair.client.stop()
        await pair.session.wait_closed()
        await pair.session.close()
        await pair.session.close()


async def test_a_certificate_other_than_the_answers_fails() -> None:
    pair = Pair()
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        tasks.create_task(pair.start_client())
        with pytest.raises(DtlsFailed):
            await pair.session.handshake([":".join(["AB"] * 32)])
        await pair.session.close()
    await pair.client.stop()


async def test_queued_records_are_bounded_and_the_oldest_are_dropped() -> None:
    session = DtlsSession(Certificate(), lambda data: None)
    fits = [session.feed(b"\x16" + bytes([index])) for index in range(40)]
    assert fits == [True] * 32 + [False] * 8


async def test_a_closed_session_fails_its_handshake() -> None:
    session = DtlsSession(Certificate(), lambda data: None)
    await session.close()
    with pytest.raises(DtlsFailed):
        await session.handshake([":".join(["AB"] * 32)])


async def test_connections_with_one_certificate_share_nothing_else() -> None:
    """They share OpenSSL's context: each still has keys of its own, and has to prove the certificate of its answer."""
    first, second, third = Pair(), Pair(), Pair()
    for pair in (second, third):
        pair.certificate = first.certificate
        pair.session = DtlsSession(first.certificate, pair.client.transport.inbox.put_nowait)
        pair.client.transport.out = pair.session.feed
    plain = rtp_bytes(OPUS, 1, 1, 1, b"sound")
    async with asyncio.timeout(PATIENCE_S):
        keys = []
        for pair in (first, second):
            proof = pair.session.handshake([pair.client_fingerprint])
            keys.append((await asyncio.gather(proof, pair.start_client()))[0])
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(third.start_client())
            with pytest.raises(DtlsFailed):
                await third.session.handshake([first.client_fingerprint])
            await third.session.close()
        ours = first.client._tx_srtp.protect(plain)
        assert keys[0].unprotect(ours) == plain
        with pytest.raises(SrtpError):
            keys[1].unprotect(ours)
        for pair in (first, second, third):
            await pair.client.stop()
        for pair in (first, second):
            await pair.session.wait_closed()
            await pair.session.close()
