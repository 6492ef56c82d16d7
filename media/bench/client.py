"""A light client of a relay: real ICE by aioice and DTLS-SRTP by aiortc, packets made by the caller.

It negotiates nothing beyond what a relay needs, decodes nothing, and never gathers the machine's own addresses. Like
`media.dtls` it uses private names of aiortc and aioice: `tap` takes packets before their queues.
"""

import asyncio
import fcntl
import os
import socket
import struct
from collections.abc import Callable

import aioice.ice
from aioice import Candidate, Connection
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.sdp import SessionDescription, candidate_to_sdp

__all__ = ["CONNECT_TIMEOUT_S", "LightClient"]

CONNECT_TIMEOUT_S = 20.0
# Linux: when the kernel got the packet that was read last, as seconds and nanoseconds of the wall clock.
_SIOCGSTAMPNS = 0x8907
_DATAGRAM_BYTES = 2048


class _Pipe:
    """What RTCDtlsTransport needs of an ICE transport."""

    role = "controlling"
    state = "completed"

    def __init__(self, ice: Connection) -> None:
        self._ice = ice

    async def _recv(self) -> bytes:
        data: bytes = await self._ice.recv()
        return data

    async def _send(self, data: bytes) -> None:
        await self._ice.send(data)


class _Dtls(RTCDtlsTransport):
    """Hands decrypted packets over instead of routing them."""

    on_rtp: Callable[[bytes], None]
    on_rtcp: Callable[[bytes], None]

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self.on_rtp(data)

    async def _handle_rtcp_data(self, data: bytes) -> None:
        self.on_rtcp(data)


class LightClient:
    """One connection: `gather`, exchange descriptions, `connect_to`, `close`.

    Args:
        controlling: whether this side decides in ICE.
        address: the one local address it uses.
    """

    def __init__(self, *, controlling: bool = True, address: str = "127.0.0.1") -> None:
        self._address = address
        self.ice = Connection(ice_controlling=controlling, use_ipv6=False)
        self.certificate = RTCCertificate.generateCertificate()
        self.dtls = _Dtls(_Pipe(self.ice), [self.certificate])  # type: ignore[arg-type]  # as much of it as is used
        self.dtls._set_role("client")
        self.dtls.on_rtp = self.handle_rtp
        self.dtls.on_rtcp = self.handle_rtcp

    def handle_rtp(self, data: bytes) -> None:
        """Take a decrypted RTP packet; dropped here."""

    def handle_rtcp(self, data: bytes) -> None:
        """Take a decrypted RTCP packet; dropped here."""

    async def gather(self) -> None:
        """Open the client's socket, on its address only."""
        aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [self._address]
        await self.ice.gather_candidates()

    def transport_lines(self, *, fingerprint: str | None = None, setup: str = "active") -> list[str]:
        """What a media section says of this connection; `fingerprint` replaces the right one."""
        value = fingerprint or next(
            f.value for f in self.certificate.getFingerprints() if f.algorithm == "sha-256"
        )
        return [
            f"a=ice-ufrag:{self.ice.local_username}",
            f"a=ice-pwd:{self.ice.local_password}",
            f"a=fingerprint:sha-256 {value}",
            f"a=setup:{setup}",
            "a=rtcp-mux",
            *(f"a=candidate:{candidate.to_sdp()}" for candidate in self.ice.local_candidates),
        ]

    def answer_to(
        self, offer: SessionDescription, *, fingerprint: str | None = None, setup: str = "active"
    ) -> str:
        """The SDP answer that takes everything offered."""
        transport = self.transport_lines(fingerprint=fingerprint, setup=setup)
        mids = [media.rtp.muxId for media in offer.media]
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {' '.join(mids)}"]
        for media in offer.media:
            lines += [
                f"m={media.kind} 9 UDP/TLS/RTP/SAVPF {' '.join(str(c.payloadType) for c in media.rtp.codecs)}",
                "c=IN IP4 0.0.0.0",
                f"a=mid:{media.rtp.muxId}",
                "a=sendonly" if media.direction == "recvonly" else "a=recvonly",
                *transport,
                *(f"a=rtpmap:{c.payloadType} {c}" for c in media.rtp.codecs),
            ]
        return "\r\n".join(lines) + "\r\n"

    async def connect_to(self, remote: SessionDescription) -> None:
        """Run ICE and DTLS against the relay of this description."""
        first = remote.media[0]
        assert first.ice is not None
        assert first.dtls is not None
        self.ice.remote_is_lite = first.ice.iceLite
        self.ice.remote_username = first.ice.usernameFragment
        self.ice.remote_password = first.ice.password
        for candidate in first.ice_candidates:
            await self.ice.add_remote_candidate(Candidate.from_sdp(candidate_to_sdp(candidate)))
        await self.ice.add_remote_candidate(None)
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await self.ice.connect()
            fingerprints = [RTCDtlsFingerprint(f.algorithm, f.value) for f in first.dtls.fingerprints]
            await self.dtls.start(RTCDtlsParameters(fingerprints))

    async def close(self) -> None:
        """Leave, with a DTLS goodbye."""
        await self.dtls.stop()
        await self.ice.close()

    def protect(self, plain: bytes) -> bytes:
        """Encrypt one RTP packet."""
        protected: bytes = self.dtls._tx_srtp.protect(plain)
        return protected

    def unprotect(self, data: bytes) -> bytes:
        """Decrypt one RTP packet."""
        plain: bytes = self.dtls._rx_srtp.unprotect(data)
        return plain

    async def send(self, data: bytes) -> None:
        """Send bytes as they are, from the validated address."""
        await self.ice.send(data)

    def tap(self, on_packet: Callable[[bytes], None]) -> None:
        """Hand SRTP and SRTCP over as it comes from the socket; the rest goes its usual way."""
        for protocol in self.ice._protocols:
            # Looked up for each datagram, so that this one object can be given another.
            setattr(protocol, "datagram_received", _sorted_to(on_packet, protocol.datagram_received))  # noqa: B010

    def _socket_number(self) -> int:
        number: int = self.ice._protocols[0].transport.get_extra_info("socket").fileno()
        return number

    def arrival_ns(self) -> int:
        """When the kernel put the packet read last into the socket, wall clock. Linux; the first call begins it."""
        try:
            stamp = fcntl.ioctl(self._socket_number(), _SIOCGSTAMPNS, bytes(16))
        except FileNotFoundError:
            return 0
        seconds, nanoseconds = struct.unpack("qq", stamp)
        return int(seconds * 1_000_000_000 + nanoseconds)

    def read_waiting(self) -> list[bytes]:
        """What lies in the socket at this moment, read past the event loop."""
        waiting = []
        with socket.socket(fileno=os.dup(self._socket_number())) as own:
            while True:
                try:
                    waiting.append(own.recv(_DATAGRAM_BYTES, socket.MSG_DONTWAIT))
                except BlockingIOError:
                    return waiting


def _sorted_to(
    on_packet: Callable[[bytes], None], pass_on: Callable[[bytes, tuple[str, int]], None]
) -> Callable[[bytes, tuple[str, int]], None]:
    def handle_datagram(data: bytes, address: tuple[str, int]) -> None:
        if 127 < data[0] < 192:
            on_packet(data)
        else:
            pass_on(data, address)

    return handle_datagram
