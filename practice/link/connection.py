"""One connection to the relay: a UDP socket, checks, the DTLS handshake, and encrypted packets out of it.

The handshake is aiortc's. Like `media.net.dtls` this file uses a few private names of it, because no packet should go
through its own, much heavier, path.
"""

import asyncio
import secrets
from collections.abc import Callable

from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.sdp import SessionDescription

from practice.link.answer import Numbers, Own, build_answer, find_numbers
from practice.link.checks import Credentials, build_check, build_reply, is_good

__all__ = ["Connection", "NotConnected"]

_CONNECT_S = 15.0
_FIRST_CHECK_S = 0.1
_CHECK_S = 2.5
"""How often the relay is told that we are still there; it waits 10 s."""
_RECORDS = 64


class NotConnected(Exception):
    """The relay was not reached."""


class _Pipe:
    """What aiortc's handshake needs of a transport."""

    role = "controlling"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.records: asyncio.Queue[bytes] = asyncio.Queue(_RECORDS)
        self._send_now = send

    async def _recv(self) -> bytes:
        return await self.records.get()

    async def _send(self, data: bytes) -> None:
        self._send_now(data)


class Connection(asyncio.DatagramProtocol):
    """A connection for one offer: `answer`, then `run`, which ends it when it is cancelled.

    Args:
        offer: The relay's, SDP.
        on_control: Gets decrypted control packets (RTCP).
    """

    def __init__(self, offer: str, on_control: Callable[[bytes], None]) -> None:
        self._offer = SessionDescription.parse(offer)
        self._on_control = on_control
        self._certificate = RTCCertificate.generateCertificate()
        self._transport: asyncio.DatagramTransport | None = None
        self._checked = asyncio.Event()
        self._pipe = _Pipe(self._send)
        self._dtls = RTCDtlsTransport(self._pipe, [self._certificate])  # type: ignore[arg-type]  # as much as is used
        self._dtls._set_role("client")
        self._keys = self._read_keys(secrets.token_hex(4), secrets.token_hex(12))
        self.numbers: Numbers = find_numbers(self._offer)
        self.voice_ssrc, self.picture_ssrc = secrets.randbits(31) | 1, secrets.randbits(31) & ~1 | 2

    def answer(self) -> str:
        """Return the SDP answer."""
        fingerprint = next(
            one.value for one in self._certificate.getFingerprints() if one.algorithm == "sha-256"
        )
        own = Own(self._keys.ours, self._keys.our_password, fingerprint, self.voice_ssrc, self.picture_ssrc)
        return build_answer(self._offer, own)

    def restart(self, offer: str) -> None:
        """Take the relay's new credentials for this same connection."""
        self._offer = SessionDescription.parse(offer)
        self._keys = self._read_keys(self._keys.ours, self._keys.our_password)

    async def run(self, connected: asyncio.Event) -> None:
        """Connect and keep the connection until cancelled. Raises NotConnected, or OSError without a network."""
        where = self._offer.media[0].ice_candidates[0]
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, remote_addr=(where.ip, where.port)
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                checking = tasks.create_task(self._check(), name="practice:checks")
                await self._shake_hands()
                connected.set()
                await checking
        finally:
            if self._dtls._task is not None:
                self._dtls._task.cancel()
            self._transport.close()

    def send(self, packet: bytes) -> None:
        """Encrypt and send one RTP packet; only once connected."""
        self._send(self._dtls._tx_srtp.protect(packet))

    def send_control(self, packet: bytes) -> None:
        """Encrypt and send control packets; only once connected."""
        self._send(self._dtls._tx_srtp.protect_rtcp(packet))

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        """Tell the protocols on this socket apart by their first byte (RFC 7983)."""
        first = data[0] if data else 255
        if first < 4:
            self._take_check(data, address)
        elif 20 <= first < 64 and not self._pipe.records.full():
            self._pipe.records.put_nowait(data)
        elif 128 <= first < 192 and len(data) > 1 and 192 <= data[1] <= 223:
            self._take_control(data)

    def error_received(self, error: Exception) -> None:
        """Ignore what the network says of one packet: the checks notice when it is for long."""

    async def _shake_hands(self) -> None:
        parameters = self._offer.media[0].dtls
        assert parameters is not None, "every section of the offer has it"
        fingerprints = [RTCDtlsFingerprint(one.algorithm, one.value) for one in parameters.fingerprints]
        try:
            async with asyncio.timeout(_CONNECT_S):
                await self._checked.wait()
                await self._dtls.start(RTCDtlsParameters(fingerprints))
        except TimeoutError:
            raise NotConnected from None
        if self._dtls.state != "connected":
            raise NotConnected

    async def _check(self) -> None:
        while True:
            self._send(bytes(build_check(self._keys)))
            await asyncio.sleep(_CHECK_S if self._checked.is_set() else _FIRST_CHECK_S)

    def _take_check(self, data: bytes, address: tuple[str, int]) -> None:
        reply = build_reply(data, address, self._keys)
        if reply is not None:
            self._send(reply)
        elif is_good(data, self._keys):
            self._checked.set()

    def _take_control(self, data: bytes) -> None:
        if self._dtls.state != "connected":
            return
        try:
            plain = self._dtls._rx_srtp.unprotect_rtcp(data)
        except Exception:  # noqa: BLE001 (pylibsrtp's errors have no common type; a bad packet is no reason to end)
            return
        self._on_control(plain)

    def _send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data)

    def _read_keys(self, ours: str, password: str) -> Credentials:
        ice = self._offer.media[0].ice
        assert ice is not None, "every section of the offer has it"
        return Credentials(ours, password, ice.usernameFragment or "", ice.password or "")
