"""A camera with layers as a browser sends it, packet by packet; every layer has its own numbers."""

from dataclasses import dataclass, field

from aiortc.rtp import RtcpSenderInfo, RtcpSrPacket

from media.sdp.profile import VIDEO_CLOCK, VP8
from tests.support.relay.parts import rtp_bytes, vp8

__all__ = ["SimulatedLayer"]


@dataclass(slots=True)
class SimulatedLayer:
    """One layer of a camera.

    Attributes:
        rid: its name; None for a camera without layers. ssrc: its source.
        sequence, picture, tl0: of the next packet and frame; they wrap.
        timestamp: at time 0.
        sent: payloads by sequence number, for retransmission.
    """

    rid: str | None
    ssrc: int
    sequence: int = 0
    timestamp: int = 0
    picture: int = 0
    tl0: int = 0
    sent: dict[int, bytes] = field(default_factory=dict)

    def frame(self, made_at: float, *, key: bool = False, packets: int = 1, size: int = 0) -> list[bytes]:
        """The packets of one frame captured at that time of the sender's clock; `size` extra bytes in each."""
        made = []
        for index in range(packets):
            payload = vp8(key=key, picture=self.picture, tl0=self.tl0, start=index == 0)
            payload += bytes(size) + f"|{self.ssrc} {self.picture} {index} {packets}".encode()
            self.sent[self.sequence] = payload
            made.append(
                rtp_bytes(VP8, self.sequence, self.time(made_at), self.ssrc, payload, mid="cam", rid=self.rid)
            )
            self.sequence = self.sequence + 1 & 0xFFFF
        self.picture = self.picture + 1 & 0x7FFF
        self.tl0 = self.tl0 + 1 & 0xFF
        return made

    def time(self, moment: float) -> int:
        """The timestamp for a time of the sender's clock."""
        return (self.timestamp + round(moment * VIDEO_CLOCK)) & 0xFFFFFFFF

    def report(self, moment: float, *, ntp_s: float = 3_900_000_000.0) -> bytes:
        """A sender report for that time; `ntp_s` is the sender's wall clock at time 0."""
        ntp = int((ntp_s + moment) * 2**32)
        return bytes(RtcpSrPacket(self.ssrc, RtcpSenderInfo(ntp, self.time(moment), 1, 1)))
