"""A browser as the relay sees it, in virtual time.

It sends audio and a camera, retransmits on request, requests what it misses, and reports. No crypto: datagrams are
plain, and a duplicate number is dropped as SRTP does.
"""

import struct
from dataclasses import dataclass, field

from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from media.rtp.packet import RtpPacket, parse_packet, sequence_delta
from media.rtp.rtcp import parse_rtcp
from media.sdp.profile import AUDIO_CLOCK, OPUS, RTX, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.parts import rtp_bytes
from tests.support.relay.simulated_sender import SimulatedLayer

__all__ = ["NackList", "ReplayGuard", "SimulatedClient"]

SOUND_S, FRAME_S, PACKETS_PER_FRAME = 0.02, 0.04, 3
FEEDBACK_S, ESTIMATE_S, REPORT_S = 0.02, 0.5, 1.0
LINK_BPS = 5_000_000
RETRY_S, MAX_TRIES = 0.1, 10


class ReplayGuard:
    """SRTP's replay protection: each number of a source passes once."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()

    def is_new(self, data: bytes) -> bool:
        """Whether this packet's number is new."""
        sequence, _, ssrc = struct.unpack_from("!HII", data, 2)
        if (ssrc, sequence) in self._seen:
            return False
        self._seen.add((ssrc, sequence))
        return True


@dataclass(slots=True)
class NackList:
    """The missing packets of one received stream: requested at once and every `RETRY_S`, `MAX_TRIES` times."""

    highest: int | None = None
    received: int = 0
    given_up: int = 0
    missing: dict[int, tuple[float, int]] = field(default_factory=dict)

    def on_packet(self, sequence: int) -> None:
        """Note a packet, or its retransmission, by its 16-bit number."""
        self.received += 1
        if self.highest is None:
            self.highest = sequence
            return
        extended = self.highest + sequence_delta(sequence, self.highest & 0xFFFF)
        self.missing.pop(extended, None)
        for number in range(self.highest + 1, extended):
            self.missing[number] = (float("-inf"), 0)
        self.highest = max(self.highest, extended)

    def due(self, now: float) -> list[int]:
        """The 16-bit numbers to request now."""
        asked = []
        for number, (last, tries) in list(self.missing.items()):
            if now - last < RETRY_S:
                continue
            if tries >= MAX_TRIES:
                self.given_up += 1
                del self.missing[number]
                continue
            self.missing[number] = (now, tries + 1)
            asked.append(number & 0xFFFF)
        return asked


@dataclass(slots=True)
class SimulatedClient:
    """A client that sends in one slot and receives another.

    Attributes:
        slot: the one it receives. ssrc: of its audio; its camera's and the RTX one follow.
        sound: first arrival of each of the other's audio packets, by number.
        frames: the packets received of each of the other's frames, by picture id; `keys` are those of key frames.
        whole: when the last missing packet of a frame arrived, by picture id.
        different: packets received under a number already used for another one.
        sent_sound, sent_frames: how many it sent itself.
    """

    slot: int
    ssrc: int
    sound: dict[int, float] = field(default_factory=dict)
    frames: dict[int, set[int]] = field(default_factory=dict)
    keys: set[int] = field(default_factory=set)
    whole: dict[int, float] = field(default_factory=dict)
    different: int = 0
    sent_sound: int = 0
    sent_frames: int = 0
    key_requests: int = 0
    lists: dict[int, NackList] = field(default_factory=dict)
    _layer: SimulatedLayer = field(init=False)
    _kept: dict[int, bytes] = field(default_factory=dict)
    _came: dict[tuple[int, int], bytes] = field(default_factory=dict)
    _repeated: dict[tuple[int, int], float] = field(default_factory=dict)
    _rtx: int = 0
    _wants_key: bool = True
    _reports: dict[int, tuple[int, float]] = field(default_factory=dict)
    _due: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._layer = SimulatedLayer("q", self.ssrc + 1, 65_000, 0xFFFF_0000, 0x7F00, 200)
        self.lists = {slot_ssrc(self.slot, kind): NackList() for kind in Kind}

    # Outgoing.

    def send(self, now: float) -> list[bytes]:
        """The datagrams that are due."""
        out: list[bytes] = []
        if self._is_due("sound", SOUND_S, now):
            out.append(self._next_sound())
        if self._is_due("frame", FRAME_S, now):
            key, self._wants_key = self._wants_key, False
            out += self._layer.frame(now, key=key, packets=PACKETS_PER_FRAME, size=120)
            self.sent_frames += 1
        if self._is_due("feedback", FEEDBACK_S, now):
            for ssrc, missing in self.lists.items():
                before = missing.given_up
                if lost := missing.due(now):
                    out.append(bytes(RtcpRtpfbPacket(1, 1, ssrc, lost=sorted(lost))))
                if missing.given_up > before and ssrc == slot_ssrc(self.slot, Kind.VIDEO):
                    out.append(bytes(RtcpPsfbPacket(RTCP_PSFB_PLI, 1, ssrc)))
        if self._is_due("start", REPORT_S, now) and self.frames and not self._began():
            out.append(bytes(RtcpPsfbPacket(RTCP_PSFB_PLI, 1, slot_ssrc(self.slot, Kind.VIDEO))))
        if self._is_due("estimate", ESTIMATE_S, now):
            out.append(bytes(RtcpPsfbPacket(15, 1, 0, pack_remb_fci(LINK_BPS, [1]))))
        if self._is_due("report", REPORT_S, now):
            out += self._report(now)
        return out

    def _began(self) -> bool:
        """Whether there is anything to show: a whole key frame arrived."""
        return any(len(self.frames[picture]) == PACKETS_PER_FRAME for picture in self.keys)

    def _is_due(self, what: str, every_s: float, now: float) -> bool:
        if now < self._due.get(what, 0.0):
            return False
        self._due[what] = self._due.get(what, now) + every_s
        return True

    def _next_sound(self) -> bytes:
        number = self.sent_sound
        self.sent_sound += 1
        body = bytes(60) + f"|sound {number}".encode()
        sequence = 65_000 + number & 0xFFFF
        data = rtp_bytes(OPUS, sequence, number * 960, self.ssrc, body, mid="mic", level=20)
        self._kept[sequence] = data
        return data

    def _report(self, now: float) -> list[bytes]:
        ntp = int((3_900_000_000 + now) * 2**32)
        blocks = [
            RtcpReceiverInfo(ssrc, 0, 0, one.highest or 0, 0, *self._answered(ssrc, now))
            for ssrc, one in self.lists.items()
        ]
        sound = RtcpSenderInfo(ntp, round(now * AUDIO_CLOCK) & 0xFFFFFFFF, 1, 1)
        return [
            bytes(RtcpSrPacket(self.ssrc, sound, blocks)),
            self._layer.report(now),
            bytes(RtcpRrPacket(1, blocks)),
        ]

    def _answered(self, ssrc: int, now: float) -> tuple[int, int]:
        last_sr, at = self._reports.get(ssrc, (0, now))
        return last_sr, int((now - at) * 65536)

    # Incoming.

    def receive(self, data: bytes, now: float) -> list[bytes]:
        """Take a datagram; returns what it sends in response."""
        if 192 <= data[1] <= 223:
            return self._on_control(data, now)
        self._on_media(parse_packet(data), data, now)
        return []

    def _on_media(self, packet: RtpPacket, data: bytes, now: float) -> None:
        key = (packet.ssrc, packet.sequence)
        if key in self._came:
            self.different += self._came[key] != data
            return
        self._came[key] = data
        body = packet.tail[packet.payload_at :]
        if packet.payload_type == OPUS:
            self.lists[packet.ssrc].on_packet(packet.sequence)
            self.sound.setdefault(int(body.rsplit(b" ", 1)[-1]), now)
            return
        if packet.ssrc == rtx_ssrc(self.slot):
            if not packet.payload_bytes:
                return
            sequence, body = int.from_bytes(body[:2]), body[2:]
        else:
            sequence = packet.sequence
        self.lists[slot_ssrc(self.slot, Kind.VIDEO)].on_packet(sequence)
        _, picture, index, _ = body.rsplit(b"|", 1)[-1].split()
        parts = self.frames.setdefault(int(picture), set())
        parts.add(int(index))
        if len(parts) == PACKETS_PER_FRAME:
            self.whole.setdefault(int(picture), now)
        if not body[5] & 1:
            self.keys.add(int(picture))

    def _on_control(self, data: bytes, now: float) -> list[bytes]:
        out: list[bytes] = []
        for packet in parse_rtcp(data):
            if isinstance(packet, RtcpRtpfbPacket):
                for number in packet.lost:
                    out += self._repeat(packet.media_ssrc, number, now)
            elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI:
                self.key_requests += 1
                self._wants_key = True
            elif isinstance(packet, RtcpSrPacket):
                self._reports[packet.ssrc] = (packet.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF, now)
        return out

    def _repeat(self, ssrc: int, number: int, now: float) -> list[bytes]:
        if now - self._repeated.get((ssrc, number), float("-inf")) < RETRY_S / 2:
            return []
        self._repeated[ssrc, number] = now
        if ssrc == self.ssrc:
            return [self._kept[number]] if number in self._kept else []
        payload = self._layer.sent.get(number)
        if payload is None:
            return []
        self._rtx = self._rtx + 1 & 0xFFFF
        body = number.to_bytes(2) + payload
        return [rtp_bytes(RTX, self._rtx, 0, self.ssrc + 2, body, mid="cam", repaired="q")]
