"""RED: parsing and unwrapping."""

from hypothesis import given
from hypothesis import strategies as st

from media.rtp.packet import RtpPacket, build_packet, parse_packet
from media.rtp.red import MAX_OFFSET_RTP, read_red, take_previous, take_primary
from media.sdp.profile import OPUS, RED
from tests.support.relay.parts import red, rtp_bytes

_blocks = st.lists(st.tuples(st.integers(0, MAX_OFFSET_RTP), st.binary(max_size=60)), max_size=6)


def packet(payload: bytes, sequence: int = 9, timestamp: int = 9600) -> RtpPacket:
    made = parse_packet(rtp_bytes(RED, sequence, timestamp, 7, payload, level=30))
    made.extended, made.arrival = 0x10000 + sequence, 1.5
    return made


@given(st.binary(min_size=1, max_size=60), _blocks)
def test_the_primary_block_is_found_behind_any_number_of_blocks(
    own: bytes, older: list[tuple[int, bytes]]
) -> None:
    whole = packet(red(own, *older))
    taken = take_primary(whole, whole.tail)
    assert taken is not None
    plain, tail = taken
    left = parse_packet(build_packet(plain, 3, 4, 5, tail))
    assert left.tail[left.payload_at :] == own
    assert left.payload_type == OPUS
    assert left.tail[: left.payload_at] == whole.tail[: whole.payload_at]
    # The original is unchanged, for receivers that get it whole.
    assert (whole.payload_type, whole.tail[whole.payload_at :]) == (RED, red(own, *older))


@given(st.binary(max_size=80))
def test_any_bytes_either_parse_or_are_none(payload: bytes) -> None:
    found = read_red(payload)
    if found is not None:
        assert 0 < found.primary_at < len(payload)
        if found.previous is not None:
            offset, begin, end = found.previous
            assert 0 <= offset <= MAX_OFFSET_RTP
            assert 0 < begin < end == found.primary_at


def test_blocks_of_another_codec_and_lengths_out_of_bounds_are_rejected() -> None:
    good = red(b"own", (960, b"before"))
    assert read_red(good) is not None
    assert read_red(bytes([0x80 | 96]) + good[1:]) is None
    assert read_red(good[:4] + b"\x60" + good[5:]) is None
    assert read_red(good[:10]) is None
    assert read_red(good[:3]) is None
    assert read_red(b"") is None


def test_padding_is_dropped() -> None:
    data = bytearray(rtp_bytes(RED, 1, 2, 3, red(b"own", (960, b"before")) + b"\0\0\x03"))
    data[0] |= 0x20
    whole = parse_packet(bytes(data))
    taken = take_primary(whole, whole.tail)
    assert taken is not None
    left = parse_packet(build_packet(taken[0], 1, 2, 3, taken[1]))
    assert left.tail[left.payload_at :] == b"own"


def test_the_packet_before_is_rebuilt_with_its_own_numbers() -> None:
    made = take_previous(packet(red(b"own", (1920, b"older"), (960, b"before")), sequence=0, timestamp=100))
    assert made is not None
    assert made.tail[made.payload_at :] == b"before"
    assert (made.extended, made.sequence, made.payload_type) == (0xFFFF, 0xFFFF, OPUS)
    assert made.timestamp == (100 - 960) & 0xFFFFFFFF


def test_nothing_is_rebuilt_from_a_block_that_is_empty_too_old_or_missing() -> None:
    assert take_previous(packet(red(b"own"))) is None
    assert take_previous(packet(red(b"own", (960, b"")))) is None
    assert take_previous(packet(red(b"own", (0, b"now")))) is None
    assert take_previous(packet(red(b"own", (6000, b"long ago")))) is None
    assert take_previous(packet(b"\xff")) is None
