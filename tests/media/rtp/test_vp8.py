"""The VP8 payload descriptor."""

import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from media.rtp.vp8 import PictureContinuity, Vp8Descriptor, parse_descriptor


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (b"\x10\x00", True),
        (b"\x10\x01", False),
        (b"\x00\x00", False),
        (b"\x11\x00", False),
        (b"\x90\x80\x85\x39\x00", True),
        (b"\x90\x80\x05\x00", True),
        (b"\x90\xe0\x85\x39\x01\x20\x00", True),
    ],
)
def test_key_frames_are_found_at_their_start(payload: bytes, key: bool) -> None:
    descriptor = parse_descriptor(payload, 0, len(payload))
    assert descriptor is not None
    assert descriptor.key_start is key


@pytest.mark.parametrize(
    "payload", [b"", b"\x10", b"\x90\x80", b"\x90\x80\x85", b"\x90\x40", b"\x90\x30\x00", b"\x90\xc0\x01"]
)
def test_truncated_descriptors_are_none(payload: bytes) -> None:
    assert parse_descriptor(payload + b"\x00" * 9, 0, len(payload)) is None


@given(st.binary(max_size=12))
def test_values_agree_with_another_parser(payload: bytes) -> None:
    mine = parse_descriptor(payload, 0, len(payload))
    if mine is None:
        return
    other, _ = VpxPayloadDescriptor.parse(payload)
    assert (mine.picture if mine.picture_at >= 0 else None) == other.picture_id
    assert (mine.tl0 if mine.tl0_at >= 0 else None) == other.tl0picidx


def descriptor(picture: int, tl0: int) -> Vp8Descriptor:
    tail = bytes([0x90, 0xC0, 0x80 | picture >> 8, picture & 0xFF, tl0, 0])
    found = parse_descriptor(tail, 0, len(tail))
    assert found is not None
    return found


def test_the_first_source_passes_unchanged() -> None:
    continuity = PictureContinuity()
    continuity.start(descriptor(5, 6))
    tail = bytes(6)
    assert continuity.rewrite(tail, 0, descriptor(5, 6)) is tail


@given(st.integers(0, 0x7FFF), st.integers(0, 255), st.integers(0, 0x7FFF), st.integers(0, 255))
def test_a_new_source_follows_the_last_frame(last: int, last_tl0: int, first: int, first_tl0: int) -> None:
    continuity = PictureContinuity()
    continuity.start(descriptor(last, last_tl0))
    continuity.note(descriptor(last, last_tl0))
    new = descriptor(first, first_tl0)
    continuity.start(new)
    tail = b"head" + bytes([0x90, 0xC0, 0x80 | first >> 8, first & 0xFF, first_tl0, 0])
    changed = continuity.rewrite(tail, 4, new)
    seen = parse_descriptor(changed, 4, 6)
    assert seen is not None
    assert seen.picture == (last + 1) & 0x7FFF
    assert seen.tl0 == (last_tl0 + 1) & 0xFF
    assert len(changed) == len(tail)


def test_a_short_picture_id_stays_short() -> None:
    continuity = PictureContinuity()
    continuity.note(descriptor(300, 0))
    tail = bytes([0x90, 0x80, 0x05, 0x00])
    short = parse_descriptor(tail, 0, 4)
    assert short is not None
    continuity.start(short)
    assert continuity.rewrite(tail, 0, short) == bytes([0x90, 0x80, 301 & 0x7F, 0x00])
