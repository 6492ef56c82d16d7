"""A light client of a relay: real ICE with aioice and DTLS-SRTP with aiortc; the caller builds the packets.

It negotiates only what a relay needs, decodes nothing, and never gathers the machine's other addresses. Like
`media.net.dtls` it uses private names of aiortc and aioice.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence

from aioice import Candidate, Connection
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import StunProtocol
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.sdp import MediaDescription, SessionDescription, candidate_to_sdp

from bench.relay.batch import DatagramBatch
from bench.relay.wire import Wire
from media.net.srtp import Sealer

__all__ = ["CONNECT_TIMEOUT_S", "LightClient"]

CONNECT_TIMEOUT_S = 20.0


class _Ice(Connection):
    """ICE on one wire, and on no other address of the machine."""

    def __init__(self, address: str, *, controlling: bool) -> None:
        super().__init__(ice_controlling=controlling, use_ipv6=False)
        self._address = address
        self.wire: Wire | None = None

    async def get_component_candidates(
        self, component: int, addresses: list[str], timeout: int = 5
    ) -> list[Candidate]:
        """The only candidate: the wire's own address."""
        self.wire = wire = Wire(self._address)
        protocol = StunProtocol(self)
        protocol.connection_made(wire)  # type: ignore[arg-type]  # as much of a transport as is used
        wire.open(asyncio.get_running_loop(), protocol)
        host, port = wire.name
        protocol.local_candidate = Candidate(
            candidate_foundation("host", "udp", host),
            component,
            "udp",
            candidate_priority(component, "host"),
            host,
            port,
            "host",
        )
        self._protocols.append(protocol)
        return [protocol.local_candidate]


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
    """Passes decrypted packets on instead of routing them."""

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
        self.ice = _Ice(address, controlling=controlling)
        self.certificate = RTCCertificate.generateCertificate()
        self.dtls = _Dtls(_Pipe(self.ice), [self.certificate])  # type: ignore[arg-type]  # as much of it as is used
        self.dtls._set_role("client")
        self.dtls.on_rtp = self.handle_rtp
        self.dtls.on_rtcp = self.handle_rtcp
        self._remote = ("", 0)

    def handle_rtp(self, data: bytes) -> None:
        """Take a decrypted RTP packet; ignored here."""

    def handle_rtcp(self, data: bytes) -> None:
        """Take a decrypted RTCP packet; ignored here."""

    async def gather(self) -> None:
        """Open the client's socket, on its address only; idempotent."""
        await self.ice.gather_candidates()

    @property
    def fingerprint(self) -> str:
        """Its certificate's, by SHA-256."""
        return next(f.value for f in self.certificate.getFingerprints() if f.algorithm == "sha-256")

    def transport_lines(self, *, fingerprint: str | None = None, setup: str = "active") -> list[str]:
        """The transport lines of a media section; `fingerprint` replaces the right one."""
        return [
            f"a=ice-ufrag:{self.ice.local_username}",
            f"a=ice-pwd:{self.ice.local_password}",
            f"a=fingerprint:sha-256 {fingerprint or self.fingerprint}",
            f"a=setup:{setup}",
            "a=rtcp-mux",
            *(f"a=candidate:{candidate.to_sdp()}" for candidate in self.ice.local_candidates),
        ]

    def answer_to(
        self,
        offer: SessionDescription,
        *,
        fingerprint: str | None = None,
        setup: str = "active",
        rids: Sequence[str] = (),
        without: Collection[str] = (),
        codecs: Collection[str] | None = None,
    ) -> str:
        """The SDP answer.

        Args:
            offer: the offer to answer. fingerprint: replaces the right one. setup: the DTLS role.
            rids: the layers its camera sends (RFC 8853).
            without: what to leave out of the offer: codecs, RTCP feedback and header extensions, by the last word of
                names, such as `red`, `goog-remb` or `abs-send-time`.
            codecs: names of the only ones that it accepts; None for all that are offered.
        """
        transport = self.transport_lines(fingerprint=fingerprint, setup=setup)
        mids = [media.rtp.muxId for media in offer.media]
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {' '.join(mids)}"]
        for media in offer.media:
            lines += _answer_section(media, transport, without, codecs)
            if rids and media.direction == "recvonly" and media.kind == "video":
                lines += [f"a=rid:{rid} send" for rid in rids]
                lines.append(f"a=simulcast:send {';'.join(rids)}")
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
        self._remote = self.ice._nominated[1].remote_addr
        self._sealer = Sealer(self.dtls._tx_srtp)

    @property
    def cipher(self) -> str:
        """The protection that DTLS chose for the media, by OpenSSL's name; only once connected."""
        assert self.dtls._ssl is not None, "connected"
        profile: bytes = self.dtls._ssl.get_selected_srtp_profile()
        return profile.decode()

    async def close(self) -> None:
        """Leave, with a DTLS close."""
        await self.dtls.stop()
        await self.ice.close()

    async def vanish(self) -> None:
        """Leave without a DTLS close."""
        if self.dtls._task is not None:
            self.dtls._task.cancel()
        await self.ice.close()

    def protect(self, plain: bytes) -> bytes:
        """Encrypt one RTP packet."""
        protected: bytes = self.dtls._tx_srtp.protect(plain)
        return protected

    def send_media(self, plain: bytes) -> int:
        """Encrypt one RTP packet and send it, without further copies; only once connected.

        Returns:
            When the system call began, wall clock, ns.
        """
        self._sealer.add(plain)
        sealed, _ = self._sealer.take()
        begun_ns = time.clock_gettime_ns(time.CLOCK_REALTIME)
        self._wire().sendto(sealed, self._remote)
        return begun_ns

    def unprotect(self, data: bytes) -> bytes:
        """Decrypt one RTP packet."""
        plain: bytes = self.dtls._rx_srtp.unprotect(data)
        return plain

    def protect_rtcp(self, plain: bytes) -> bytes:
        """Encrypt one RTCP packet."""
        protected: bytes = self.dtls._tx_srtp.protect_rtcp(plain)
        return protected

    def unprotect_rtcp(self, data: bytes) -> bytes:
        """Decrypt one RTCP packet."""
        plain: bytes = self.dtls._rx_srtp.unprotect_rtcp(data)
        return plain

    async def send(self, data: bytes) -> None:
        """Send bytes as they are, to the validated address."""
        await self.ice.send(data)

    def send_now(self, data: bytes) -> None:
        """Like `send`, bypassing aioice; only once connected."""
        self._wire().sendto(data, self._remote)

    def take_media(self, on_media: Callable[[DatagramBatch, Sequence[int]], None]) -> None:
        """Pass SRTP and SRTCP on straight from the socket; everything else goes to aioice."""
        self._wire().on_media = on_media

    def pace(self) -> None:
        """Read the socket only by `read` from now on."""
        self._wire().paced()

    def read(self) -> None:
        """Read what is in the socket at this moment; nothing once it is closed."""
        self._wire().read()

    def _wire(self) -> Wire:
        assert self.ice.wire is not None, "gather comes first"
        return self.ice.wire


def _answer_section(
    media: MediaDescription, transport: Sequence[str], without: Collection[str], only: Collection[str] | None
) -> list[str]:
    named = [(codec.name.lower(), codec) for codec in media.rtp.codecs]
    codecs = [codec for name, codec in named if name not in without and (only is None or name in only)]
    feedback = [
        (codec.payloadType, " ".join(filter(None, (one.type, one.parameter))))
        for codec in codecs
        for one in codec.rtcpFeedback
    ]
    extensions = [
        one for one in media.rtp.headerExtensions if one.uri.replace("/", ":").split(":")[-1] not in without
    ]
    # A section without a codec is rejected (RFC 3264 §6).
    port, types = (9, [codec.payloadType for codec in codecs]) if codecs else (0, [media.fmt[0]])
    return [
        f"m={media.kind} {port} UDP/TLS/RTP/SAVPF {' '.join(map(str, types))}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{media.rtp.muxId}",
        "a=sendonly" if media.direction == "recvonly" else "a=recvonly",
        *transport,
        *(f"a=extmap:{one.id} {one.uri}" for one in extensions),
        *(f"a=rtpmap:{codec.payloadType} {codec}" for codec in codecs),
        *(f"a=rtcp-fb:{payload_type} {what}" for payload_type, what in feedback if what not in without),
    ]
