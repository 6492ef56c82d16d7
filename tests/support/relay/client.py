"""A light client of the relay for tests: the benchmark's connection, hand-made RTP, and what it received.

It answers the relay's offer, sends packets it builds itself and keeps what it receives; nothing is decoded.
"""

import asyncio
import struct
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from aiortc.rtp import RTCP_PSFB_PLI, AnyRtcpPacket, RtcpPacket, RtcpPsfbPacket
from aiortc.sdp import SessionDescription

from bench.relay.client import LightClient
from media.sdp.profile import ABS_SEND_TIME_ID, LEVEL_ID, MID_ID, OPUS, RID_ID, RTX, VP8

__all__ = ["Received", "RelayClient", "poll", "vp8_payload"]

PATIENCE_S = 20.0


async def poll(condition: Callable[[], object], what: str) -> None:
    """Wait until `condition()` is true; fail the test on a timeout."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():  # noqa: ASYNC110
                # The condition changes in another process or page: nothing here could set an event.
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"never: {what}") from None


@dataclass(frozen=True, slots=True)
class Received:
    """One decrypted RTP packet, parsed."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    extension: bytes
    payload: bytes


def parse_received(data: bytes) -> Received:
    """Parse a decrypted packet independently of the code under test."""
    first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", data)
    at, extension = 12 + 4 * (first & 15), b""
    if first & 0x10:
        words = struct.unpack_from("!H", data, at + 2)[0]
        extension = data[at + 4 : at + 4 + 4 * words]
        at += 4 + 4 * words
    return Received(second & 0x7F, sequence, timestamp, ssrc, extension, data[at:])


def vp8_payload(*, key: bool, picture: int, start: bool = True, size: int = 40) -> bytes:
    """A VP8 payload with a 15-bit picture id; only its first bytes mean something."""
    head = bytes([0x90 if start else 0x80, 0x80, 0x80 | picture >> 8 & 0x7F, picture & 0xFF])
    return head + (b"\x00" if key else b"\x01") + bytes(size)


@dataclass(slots=True)
class _Source:
    ssrc: int
    sequence: int
    timestamp: int
    picture: int = 100
    sent: dict[int, bytes] = field(default_factory=dict)


class RelayClient(LightClient):
    """One client; use `connect` after passing its answer on.

    Args:
        offer: of the relay. seed: makes its numbers differ from other clients'.
        without: what it does not support, as for `LightClient.answer_to`.

    Attributes:
        rtp, rtcp: received so far, in order.
        audio, video, layers: the numbers of its own streams, which a test may change; `video` is a camera without
            layers.
    """

    def __init__(self, offer: str, *, seed: int = 1, without: Collection[str] = ()) -> None:
        super().__init__()
        self.without = without
        self.offer = SessionDescription.parse(offer)
        self.rtp: list[Received] = []
        self.rtcp: list[AnyRtcpPacket] = []
        self.audio = _Source(seed * 1000 + 1, 65_500 + seed, 0xFFFF_0000 + seed)
        self.video = _Source(seed * 1000 + 2, 65_520 + seed, 0xFFFF_F000 + seed)
        self.rtx = _Source(seed * 1000 + 3, 10, 0)
        self.layers = {
            rid: _Source(seed * 1000 + 10 + index, 65_000 * index, 0xFFFF_F000 * index)
            for index, rid in enumerate(("q", "h", "f"))
        }

    def handle_rtp(self, data: bytes) -> None:
        """Keep a decrypted packet."""
        self.rtp.append(parse_received(data))

    def handle_rtcp(self, data: bytes) -> None:
        """Keep decrypted control packets."""
        self.rtcp.extend(RtcpPacket.parse(data))

    def answer(self, *, fingerprint: str | None = None, setup: str = "active") -> str:
        """The SDP answer; `fingerprint` replaces the right one."""
        return self.answer_to(self.offer, fingerprint=fingerprint, setup=setup, without=self.without)

    async def connect(self) -> None:
        """Run ICE and DTLS against the relay."""
        await self.connect_to(self.offer)

    async def send_audio(
        self,
        count: int = 1,
        *,
        level: int = 20,
        mid: str | None = "mic",
        payload_type: int = OPUS,
        payload: bytes = bytes(60),
    ) -> None:
        """Send audio packets with a speech level."""
        for _ in range(count):
            source = self.audio
            source.sequence = source.sequence + 1 & 0xFFFF
            source.timestamp = source.timestamp + 960 & 0xFFFFFFFF
            await self._send(payload_type, source, mid, payload, level=level)

    async def send_video(
        self, count: int = 1, *, key: bool = False, lose: Iterable[int] = (), rid: str | None = None
    ) -> None:
        """Send frames of one packet each, the first a key frame if `key`; the ones with an index in `lose` are lost.

        `rid` names the layer; without one the camera has none.
        """
        lost = set(lose)
        for index in range(count):
            source = self.layer(rid)
            source.sequence = source.sequence + 1 & 0xFFFF
            source.timestamp = source.timestamp + 3000 & 0xFFFFFFFF
            source.picture += 1
            payload = vp8_payload(key=key and index == 0, picture=source.picture)
            source.sent[source.sequence] = payload
            if index not in lost:
                await self._send(VP8, source, "cam", payload, rid=rid)

    async def send_rtx(self, sequence: int) -> None:
        """Retransmit a video packet on the RTX stream."""
        self.rtx.sequence += 1
        self.rtx.timestamp = self.video.timestamp
        payload = struct.pack("!H", sequence) + self.video.sent[sequence]
        await self._send(RTX, self.rtx, "cam", payload)

    async def start_video(self) -> None:
        """Send frames nobody can start with until the relay requests a key frame: then it knows who is waiting."""
        before = self.key_requests(self.video.ssrc)
        try:
            async with asyncio.timeout(PATIENCE_S):
                while self.key_requests(self.video.ssrc) == before:
                    await self.send_video()
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError("never: a key frame asked for") from None

    def layer(self, rid: str | None) -> _Source:
        """The numbers of one layer of the camera."""
        return self.video if rid is None else self.layers[rid]

    def key_requests(self, ssrc: int) -> int:
        """How many key frames the relay requested for that stream."""
        return sum(
            isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI and packet.media_ssrc == ssrc
            for packet in self.rtcp
        )

    async def _send(
        self,
        payload_type: int,
        source: _Source,
        mid: str | None,
        payload: bytes,
        *,
        level: int | None = None,
        rid: str | None = None,
    ) -> None:
        body = bytes([ABS_SEND_TIME_ID << 4 | 2, 1, 2, 3])
        if level is not None:
            body += bytes([LEVEL_ID << 4, level])
        if mid is not None:
            body += bytes([MID_ID << 4 | len(mid) - 1]) + mid.encode()
        if rid is not None:
            body += bytes([RID_ID << 4 | len(rid) - 1]) + rid.encode()
        body += bytes(-len(body) % 4)
        packet = struct.pack(
            "!BBHII", 0x90, payload_type | 0x80, source.sequence, source.timestamp, source.ssrc
        )
        packet += struct.pack("!HH", 0xBEDE, len(body) // 4) + body + payload
        await self.send(self.protect(packet))

    async def send_rtcp(self, packet: AnyRtcpPacket | bytes) -> None:
        """Send one RTCP packet."""
        await self.send(self.protect_rtcp(bytes(packet)))

    def on(self, ssrc: int) -> list[Received]:
        """What was received on one SSRC."""
        return [packet for packet in self.rtp if packet.ssrc == ssrc]
