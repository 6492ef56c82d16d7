"""Targets that read single packets: connectivity checks, RTP, its header extensions, and RTCP."""

import struct
from collections.abc import Sequence

from aioice import stun
from aiortc.rtp import (
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from media.net.ice import Credentials, IceState
from media.net.stun import parse_binding_request
from media.net.stun_claim import claimed_ufrag
from media.rtp.packet import MAX_RTP_BYTES, build_packet, parse_packet, stamp, unwrap_rtx
from media.rtp.reception import ReceptionReport
from media.rtp.rtcp import build_nack, build_pli, build_receiver_report, build_remb, parse_rtcp
from media.rtp.vp8 import PictureContinuity, Vp8Descriptor, parse_descriptor
from media.sdp.profile import OPUS, RTX, VP8, Kind, slot_ssrc
from media.worker.transport import MAX_PATHS
from tests.fuzz.mutation import Mutator
from tests.support.relay.parts import rtp_bytes, vp8
from tests.support.relay.transports import RecordingTransport

__all__ = [
    "RTCP_SAMPLES",
    "RTP_SAMPLES",
    "ExtensionTarget",
    "RtcpTarget",
    "RtpTarget",
    "StunTarget",
    "damaged_rtcp",
]

SECRET = "secret"


def _stun(username: str, *, password: str = SECRET, nominate: bool = True) -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, b"transaction!")
    message.attributes |= {"USERNAME": username, "PRIORITY": 1, "ICE-CONTROLLING": 7}
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(password.encode())
    return bytes(message)


def _stun_with_everything() -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, b"transaction!")
    message.attributes |= {
        "USERNAME": "ours:theirs",
        "XOR-MAPPED-ADDRESS": ("10.0.0.1", 5),
        "XOR-PEER-ADDRESS": ("2001:db8::1", 5),
        "ERROR-CODE": (487, "Role"),
        "SOFTWARE": "client",
    }
    message.add_message_integrity(SECRET.encode())
    return bytes(message)


class _Listener:
    """A connection that only counts."""

    def __init__(self) -> None:
        self.ice = IceState([Credentials("ours", SECRET)])
        self.packets = 0

    def handle_srtp(self, data: bytes, now: float) -> None:
        self.packets += 1

    def handle_dtls(self, data: bytes, now: float) -> None:
        self.packets += 1

    def aim(self) -> None:
        """It sends nothing."""

    def on_moved(self, now: float) -> None:
        """It sends nothing."""


class StunTarget:
    """Connectivity checks, parsed alone and by the transport."""

    corpus = (
        _stun("ours:theirs"),
        _stun("ours:theirs", nominate=False),
        _stun("theirs:ours", password="other"),
        _stun_with_everything(),
        b"\x16\xfe\xfd" + bytes(20),
    )
    tokens = (
        b"\x21\x12\xa4\x42",
        b"\x00\x06\x00\x0bours:theirs\x00",
        b"\x00\x08\x00\x14",
        b"\x80\x28\x00\x04",
        b"\xff\xff",
    )

    def __init__(self) -> None:
        self.peer = _Listener()
        self.door = RecordingTransport()
        self.door.close()
        self.drops = self.door.counted
        self.door.register(self.peer)
        self.now = 0.0

    def make(self, mutator: Mutator) -> bytes:
        data = mutator.mutate(self.corpus)
        if mutator.below(3) and len(data) >= 20:
            # Usually the outer length is right, so that the contents are parsed.
            data = data[:2] + (len(data) - 20 & 0xFFFF).to_bytes(2, "big") + data[4:]
        return data

    def feed(self, data: bytes) -> str:
        self.now += 0.5
        before = sum(self.drops.values()) + self.peer.packets
        self.door.sent.clear()
        self.door.handle_datagram(data, ("127.0.0.1", 1000 + len(data) % 7), self.now)
        answered = len(self.door.sent)
        assert answered + sum(self.drops.values()) + self.peer.packets - before == 1, (
            "answered, passed or counted"
        )
        claimed_ufrag(data)
        try:
            request = parse_binding_request(data)
        except ValueError as error:
            assert not answered
            return _refused(error)
        signed = request.is_signed_with(SECRET)
        assert answered == (signed and request.ufrag == "ours")
        assert not answered or claimed_ufrag(data) == "ours", "an early look never turns away who is right"
        return "signed" if signed else "unsigned"

    def check(self) -> None:
        assert len(self.peer.ice.validated) <= MAX_PATHS
        assert sum(path.owner is not None for path in self.door.paths.values()) <= MAX_PATHS


def _refused(error: ValueError) -> str:
    """Our own words for an error; a library's may contain numbers."""
    text = str(error)
    return f"refused {text}" if text.startswith(("rtp:", "rtcp:", "stun:")) else "refused by the library"


RTP_SAMPLES = (
    rtp_bytes(OPUS, 7, 960, 1000, b"sound", mid="mic", level=0x80 | 30),
    rtp_bytes(OPUS, 8, 1920, 1000, b"\x01"),
    rtp_bytes(VP8, 9, 3000, 1001, vp8(key=True, picture=300), mid="cam"),
    rtp_bytes(VP8, 10, 6000, 1001, vp8(picture=301)),
    rtp_bytes(VP8, 11, 6000, 1001, b"\x90\xf0\x05\x07\x20\x00tail"),
    rtp_bytes(RTX, 3, 3000, 1006, b"\x00\x09" + vp8(key=True)),
    struct.pack("!BBHII", 0xB2, VP8, 1, 2, 1001) + b"sourcSRC" + b"\x10\x00\x00\x01abcd" + b"x\x00\x00\x03",
    struct.pack("!BBHII", 0xA0, RTX, 1, 2, 1006) + bytes(9) + b"\x0a",
    rtp_bytes(VP8, 12, 9000, 1001, vp8() + bytes(MAX_RTP_BYTES - 60)),
)


def _read(data: bytes) -> str:
    """Parse a packet as the relay does, and check the result against the docstrings."""
    packet = parse_packet(data)
    assert 0 <= packet.payload_at <= len(packet.tail)
    assert 0 <= packet.payload_bytes <= len(packet.tail) - packet.payload_at
    assert packet.level is None or 0 <= packet.level <= 127
    stamped = stamp(packet, 1234.5)
    assert stamped[packet.payload_at :] == packet.tail[packet.payload_at :]
    assert len(stamped) == len(packet.tail) <= len(data) - 12
    again = parse_packet(build_packet(packet, 1, 2, 3, stamped))
    assert (again.names, again.level, again.payload_bytes) == ({}, packet.level, packet.payload_bytes)
    inner = unwrap_rtx(packet, VP8, 5)
    for found in (packet,) if inner is None else (packet, inner):
        assert 0 <= found.sequence <= 0xFFFF
        descriptor = parse_descriptor(found.tail, found.payload_at, found.payload_bytes)
        if descriptor is not None:
            _rewrite(found.tail, found.payload_at, found.payload_bytes, descriptor)
    return "accepted with a picture" if inner is not None else "accepted"


def _rewrite(tail: bytes, at: int, size: int, descriptor: Vp8Descriptor) -> None:
    """Shift the picture ids: nothing else changes, and they parse as intended."""
    pictures = PictureContinuity()
    pictures.start(Vp8Descriptor(True, 1, 5, True, 3, 9))
    pictures.note(Vp8Descriptor(True, 1, 5, True, 3, 9))
    pictures.start(descriptor)
    changed = pictures.rewrite(tail, at, descriptor)
    assert len(changed) == len(tail)
    read = parse_descriptor(changed, at, size)
    assert read is not None
    assert (read.picture_at, read.tl0_at, read.key_start) == (
        descriptor.picture_at,
        descriptor.tl0_at,
        descriptor.key_start,
    )
    assert descriptor.picture_at < 0 or read.picture == 6
    assert descriptor.tl0_at < 0 or read.tl0 == 10


class RtpTarget:
    """RTP packets, the packets inside retransmissions, and the VP8 descriptors in both."""

    tokens = (b"\xbe\xde", b"\x10\x00\x00\x00", b"\xbe\xde\xff\xff", b"\x90\x80\x80\x01", b"\xff\xff\xff\xff")

    def make(self, mutator: Mutator) -> bytes:
        return mutator.mutate(RTP_SAMPLES)

    def feed(self, data: bytes) -> str:
        try:
            packet = parse_packet(data)
        except ValueError as error:
            return _refused(error)
        assert packet.sequence == int.from_bytes(data[2:4], "big")
        return _read(data)

    def check(self) -> None:
        """Nothing is kept."""


class ExtensionTarget:
    """Whole RTP packets whose header extensions consist of valid and invalid elements."""

    tokens = ()

    def make(self, mutator: Mutator) -> bytes:
        body = bytearray()
        for _ in range(mutator.below(7)):
            identifier, length = mutator.below(16), mutator.below(16)
            if not mutator.below(3):
                identifier, length = mutator.pick(((1, 2), (2, 0), (3, 2), (0, 0)))
            body.append(identifier << 4 | length)
            # Usually as many bytes as announced.
            body += mutator.chance.randbytes(length + 1 if mutator.below(8) else mutator.below(17))
        body += bytes(-len(body) % 4)
        words = len(body) // 4 if mutator.below(8) else mutator.below(len(body) // 2 + 2)
        profile = 0xBEDE if mutator.below(16) else 0x1000
        first = (
            0x90 | (0x20 if not mutator.below(8) else 0) | (mutator.below(16) if not mutator.below(8) else 0)
        )
        payload = mutator.pick((b"", b"\x01", b"x\x00\x00\x03", vp8(), b"\x00\x09" + vp8()))
        head = struct.pack("!BBHII", first, mutator.pick((OPUS, VP8, RTX)), mutator.below(0x10000), 9, 1001)
        return head + struct.pack("!HH", profile, words) + bytes(body) + payload

    def feed(self, data: bytes) -> str:
        try:
            return _read(data)
        except ValueError as error:
            return _refused(error)

    def check(self) -> None:
        """Nothing is kept."""


_VIDEO = slot_ssrc(0, Kind.VIDEO)
RTCP_SAMPLES = (
    build_receiver_report([ReceptionReport(_VIDEO, 10, 5, 70_000, 99, 12, 65_536)]),
    build_receiver_report([]) + build_remb(600_000, [_VIDEO]) + build_pli(_VIDEO),
    build_nack(_VIDEO, [65_534, 65_535, 65_536, 65_540]),
    struct.pack("!BBHIIHH", 0x81, 205, 3, 1, _VIDEO, 65_535, 0xFFFF),
    bytes(RtcpSrPacket(1001, RtcpSenderInfo(1 << 40, 3000, 5, 500))),
    bytes(RtcpSdesPacket([RtcpSourceInfo(1001, [(1, b"name"), (2, b"")])])) + bytes(RtcpByePacket([1001])),
    bytes(RtcpPsfbPacket(4, 1, 0, struct.pack("!IB3xIB3x", _VIDEO, 1, _VIDEO + 16, 2))),
    bytes(RtcpPsfbPacket(15, 1, 0, pack_remb_fci(10_000_000, [_VIDEO, _VIDEO + 16]))),
    bytes(RtcpRtpfbPacket(15, 1, _VIDEO)),
    bytes.fromhex("80cc0003") + b"abcdnameDATA",
)


def damaged_rtcp(mutator: Mutator, samples: Sequence[bytes]) -> bytes:
    """A damaged packet, usually with the right version and length, so that the contents are parsed."""
    data = mutator.mutate(samples)
    if len(data) >= 4 and mutator.below(4):
        data = data[: len(data) & ~3]
        data = bytes([0x80 | data[0] & 0x3F, data[1]]) + (len(data) // 4 - 1).to_bytes(2, "big") + data[4:]
    return data


class RtcpTarget:
    """Compound RTCP packets, parsed alone; the room target passes them to live connections."""

    tokens = (
        b"\x80\xc9\x00\x01",
        b"\x81\xcd\x00\x03",
        b"\x81\xce\x00\x02",
        b"\x8f\xce",
        b"REMB",
        b"\x81\xca\x00\x01",
    )

    def make(self, mutator: Mutator) -> bytes:
        return damaged_rtcp(mutator, RTCP_SAMPLES) + (
            damaged_rtcp(mutator, RTCP_SAMPLES) if not mutator.below(4) else b""
        )

    def feed(self, data: bytes) -> str:
        try:
            packets = parse_rtcp(data)
        except ValueError as error:
            return _refused(error)
        for packet in packets:
            lost = packet.lost if isinstance(packet, RtcpRtpfbPacket) else []
            assert all(0 <= number <= 0xFFFF for number in lost), "a sequence number has 16 bits"
        assert len(packets) <= len(data) // 4
        return f"accepted {min(len(packets), 3)} parts" if packets else "accepted nothing"

    def check(self) -> None:
        """Nothing is kept."""
