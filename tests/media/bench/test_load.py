import os

import pytest

from media.bench.load import (
    PACES,
    PacketSource,
    build_extension,
    expected_pps,
    read_original_sequence,
)
from media.profile import CAM_MID, MIC_MID, OPUS, VP8, Kind
from media.rtp import RtpPacket, parse_packet
from media.vp8 import parse_descriptor

TYPES = {Kind.AUDIO: OPUS, Kind.VIDEO: VP8}


def source(kind: Kind, *, extension: bytes | None = None) -> PacketSource:
    return PacketSource(
        kind, TYPES[kind], 7, os.urandom(1200), build_extension(kind) if extension is None else extension
    )


def starts_key(packet: RtpPacket, plain: bytes) -> bool:
    payload = plain[-PACES[Kind.VIDEO].payload_bytes :]
    descriptor = parse_descriptor(payload, 0, len(payload))
    assert descriptor is not None
    return descriptor.key_start


def test_everyone_but_oneself_is_expected() -> None:
    assert expected_pps(8) == 8 * 7 * 150


@pytest.mark.parametrize(("kind", "mid", "level"), [(Kind.AUDIO, MIC_MID, 20), (Kind.VIDEO, CAM_MID, None)])
def test_the_relay_reads_what_a_seat_sends(kind: Kind, mid: str, level: int | None) -> None:
    ((sequence, plain), *_) = source(kind).build_burst()
    packet = parse_packet(plain)
    assert (packet.sequence, packet.payload_type, packet.ssrc) == (sequence, TYPES[kind], 7)
    assert (packet.mid, packet.level) == (mid, level)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_payload_has_its_size_and_ends_with_its_number(kind: Kind) -> None:
    for sequence, plain in source(kind, extension=b"").build_burst():
        assert len(plain) == 12 + PACES[kind].payload_bytes
        assert read_original_sequence(plain) == sequence


def test_a_frame_is_four_packets_with_the_marker_on_the_last() -> None:
    burst = source(Kind.VIDEO).build_burst()
    assert [plain[1] >> 7 for _, plain in burst] == [0, 0, 0, 1]
    assert len({plain[4:8] for _, plain in burst}) == 1


def test_key_frames_come_first_and_when_they_are_wanted() -> None:
    camera = source(Kind.VIDEO)
    keys = []
    for frame in range(4):
        camera.wants_key = camera.wants_key or frame == 2
        _, plain = camera.build_burst()[0]
        keys.append(starts_key(parse_packet(plain), plain))
    assert keys == [True, False, True, False]
