"""A slot's way out: continuity over sources, and repeats."""

from media.profile import OPUS, RTX, VP8, Kind, rtx_ssrc, slot_ssrc
from media.rtp import RtpPacket, parse_packet
from media.slot import Outlet
from media.vp8 import Vp8Descriptor, parse_descriptor
from tests.support.relay_parts import rtp_bytes, vp8


def make(kind: Kind) -> tuple[Outlet, list[RtpPacket]]:
    sent: list[RtpPacket] = []
    return Outlet(2, kind, lambda data: sent.append(parse_packet(data)), lambda data: None), sent


def video(sequence: int, picture: int, *, ssrc: int = 9, key: bool = False, at: float = 0.0) -> RtpPacket:
    packet = parse_packet(rtp_bytes(VP8, sequence, sequence * 3000, ssrc, vp8(key=key, picture=picture)))
    packet.extended, packet.arrival = sequence, at
    return packet


def seen(packet: RtpPacket) -> Vp8Descriptor:
    found = parse_descriptor(packet.tail, packet.payload_at, packet.payload_bytes)
    assert found is not None
    return found


def forward(outlet: Outlet, packet: RtpPacket) -> bool:
    return outlet.forward(packet, packet.tail, seen(packet))


def test_a_picture_starts_with_a_key_frame() -> None:
    outlet, sent = make(Kind.VIDEO)
    assert not forward(outlet, video(1, 1))
    assert outlet.waits_for_key_frame
    assert forward(outlet, video(2, 2, key=True))
    assert forward(outlet, video(3, 3))
    assert not outlet.waits_for_key_frame
    assert [packet.ssrc for packet in sent] == [slot_ssrc(2, Kind.VIDEO)] * 2


def test_sound_starts_at_once() -> None:
    outlet, sent = make(Kind.AUDIO)
    packet = parse_packet(rtp_bytes(OPUS, 1, 1, 9, b"x"))
    packet.extended = 1
    assert outlet.forward(packet, packet.tail, None)
    assert not outlet.waits_for_key_frame
    assert len(sent) == 1


def test_another_source_continues_numbers_and_pictures() -> None:
    outlet, sent = make(Kind.VIDEO)
    forward(outlet, video(100, 0x7FFF, key=True))
    outlet.stop()
    forward(outlet, video(5000, 77, ssrc=10, key=True, at=1.0))
    forward(outlet, video(5002, 79, ssrc=10, at=1.1))
    forward(outlet, video(5001, 78, ssrc=10, at=1.2))
    assert [packet.sequence for packet in sent] == [100, 101, 103, 102]
    assert [seen(packet).picture for packet in sent] == [0x7FFF, 0, 2, 1]
    assert (sent[1].timestamp - sent[0].timestamp) & 0xFFFFFFFF == 90_000


def test_a_repeat_looks_like_the_packet_that_left() -> None:
    outlet, sent = make(Kind.VIDEO)
    forward(outlet, video(100, 5, key=True))
    outlet.stop()
    packet = video(900, 50, ssrc=10, key=True, at=1.0)
    forward(outlet, packet)
    assert outlet.source_number(101) == 900
    outlet.resend(packet, 101, 2.0)
    repeat = sent[-1]
    assert (repeat.payload_type, repeat.ssrc, repeat.timestamp) == (RTX, rtx_ssrc(2), sent[1].timestamp)
    assert repeat.tail[repeat.payload_at :] == (101).to_bytes(2) + sent[1].tail[sent[1].payload_at :]
    assert outlet.rtx_sent == 1


def test_nothing_is_repeated_once_the_slot_stopped() -> None:
    outlet, sent = make(Kind.VIDEO)
    packet = video(100, 5, key=True)
    forward(outlet, packet)
    outlet.stop()
    assert outlet.source_number(100) is None
    outlet.resend(packet, 100, 2.0)
    assert len(sent) == 1
