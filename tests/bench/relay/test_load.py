import os

import pytest

from bench.relay.load import (
    LAYER_PACES,
    PACES,
    PacketSource,
    build_extension,
    expected_pps,
    expected_simulcast_pps,
    read_origin,
)
from media.rtp.packet import RtpPacket, parse_packet
from media.rtp.vp8 import parse_descriptor
from media.sdp.profile import CAM_MID, MIC_MID, MID_ID, OPUS, VP8, Kind

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


def test_everyone_except_oneself_is_expected() -> None:
    assert expected_pps(8) == 8 * 7 * 150


@pytest.mark.parametrize(("kind", "mid", "level"), [(Kind.AUDIO, MIC_MID, 20), (Kind.VIDEO, CAM_MID, None)])
def test_the_relay_reads_what_a_seat_sends(kind: Kind, mid: str, level: int | None) -> None:
    ((sequence, plain), *_) = source(kind).build_burst()
    packet = parse_packet(plain)
    assert (packet.sequence, packet.payload_type, packet.ssrc) == (sequence, TYPES[kind], 7)
    assert (packet.names.get(MID_ID), packet.level) == (mid, level)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_payload_has_its_size_and_ends_with_its_origin(kind: Kind) -> None:
    for sequence, plain in source(kind, extension=b"").build_burst():
        assert len(plain) == 12 + PACES[kind].payload_bytes
        assert read_origin(plain) == (7, sequence)


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


def test_one_tile_is_large_and_the_rest_are_small() -> None:
    assert expected_simulcast_pps(3) == 3 * (2 * 50 + 100 + 30)


@pytest.mark.parametrize(("rid", "pps"), [("q", 30), ("h", 60), ("f", 100)])
def test_a_layer_has_its_pace_and_whole_frames(rid: str, pps: int) -> None:
    pace = LAYER_PACES[rid]
    assert pace.pps == pps
    assert pace.ticks * pace.pps == 90_000 * pace.burst


def test_a_layer_is_named_at_first_only() -> None:
    named = build_extension(Kind.VIDEO, rid="h", rid_id=10)
    plain = build_extension(Kind.VIDEO, mid=False)
    layer = PacketSource(Kind.VIDEO, VP8, 7, bytes(1200), plain, pace=LAYER_PACES["h"], named=named)
    packets = [packet for _ in range(40) for _, packet in layer.build_burst()]
    assert b"\xa0h" in packets[0][:40]
    assert [parse_packet(packet).names.get(MID_ID) for packet in packets] == [CAM_MID] * 60 + [None] * 60


def test_a_pause_ends_with_a_key_frame_and_costs_no_numbers() -> None:
    camera = source(Kind.VIDEO)
    ((last, before), *_) = camera.build_burst()
    camera.skip_burst()
    ((following, plain), *_) = camera.build_burst()
    assert following == last + 4
    assert parse_packet(plain).timestamp - parse_packet(before).timestamp == 2 * 3600
    assert starts_key(parse_packet(plain), plain)


def test_what_was_built_is_counted() -> None:
    camera = source(Kind.VIDEO)
    camera.build_burst()
    assert (camera.packets, camera.octets) == (4, 4400)
