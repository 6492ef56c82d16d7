"""Packets on a stream: splitting what arrives, and what is given up when it does not drain."""

from collections import deque
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.net.paths.framing import (
    MAX_FRAME_BYTES,
    MAX_PICTURE_BYTES,
    MAX_SOUND_BYTES,
    MAX_WAIT_S,
    BadFrame,
    Deframer,
    SendQueue,
)
from media.sdp.profile import OPUS, VP8
from tests.support.relay.parts import rtp_bytes

_packets = st.lists(st.binary(min_size=1, max_size=MAX_FRAME_BYTES), max_size=12)


def framed(packet: bytes) -> bytes:
    return pack("!H", len(packet)) + packet


def sound(number: int, size: int = 100) -> bytes:
    return rtp_bytes(OPUS, number, number * 960, 7, bytes(size))


def picture(number: int, size: int = 1100) -> bytes:
    return rtp_bytes(VP8, number, number * 3000, 8, bytes(size))


def drain(queue: SendQueue) -> list[bytes]:
    """Everything that waits, as the other side reads it."""
    reader = Deframer()
    found = []
    while parts := queue.next_parts(8):
        data = b"".join(parts)
        queue.take(len(data))
        found += reader.feed(data, 0.0)
    assert not queue
    return found


# What arrives.


@given(_packets, st.lists(st.integers(1, 3000), min_size=1))
def test_packets_come_out_as_they_went_in_however_the_stream_is_cut(
    packets: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(map(framed, packets))
    sizes, reader, found, at = deque(cuts), Deframer(), [], 0
    while at < len(stream):
        size = sizes[0]
        sizes.rotate(-1)
        found += reader.feed(stream[at : at + size], 0.0)
        at += size
    assert found == packets
    assert reader.since is None


@pytest.mark.parametrize("size", [0, MAX_FRAME_BYTES + 1, 0xFFFF])
def test_an_impossible_length_is_refused_before_its_bytes_come(size: int) -> None:
    reader = Deframer()
    assert reader.feed(framed(b"good"), 0.0) == [b"good"]
    with pytest.raises(BadFrame):
        reader.feed(pack("!H", size), 0.0)


def test_an_unfinished_packet_knows_since_when_it_waits() -> None:
    reader = Deframer()
    data = framed(b"first") + framed(b"second")
    assert (reader.feed(data[:1], 1.0), reader.since) == ([], 1.0)
    # A byte now and then makes it no younger.
    assert (reader.feed(data[1:3], 2.0), reader.since) == ([], 1.0)
    assert (reader.feed(data[3:9], 3.0), reader.since) == ([b"first"], 3.0)
    assert (reader.feed(data[9:], 4.0), reader.since) == ([b"second"], None)


# What leaves.


def test_sound_and_control_overtake_pictures() -> None:
    queue = SendQueue()
    report, check = b"\x80\xc9report", b"\x01\x01check"
    for packet in (picture(1), picture(2), sound(1), report, check):
        assert queue.push(packet, 0.0) == 0
    assert drain(queue) == [sound(1), report, check, picture(1), picture(2)]


def test_a_packet_that_has_begun_is_finished_before_any_other() -> None:
    queue = SendQueue()
    queue.push(picture(1), 0.0)
    whole = b"".join(queue.next_parts(8))
    queue.take(500)
    queue.push(sound(1), 0.0)
    assert queue.next_parts(8) == [whole[500:], framed(sound(1))]
    # Even when its time is over: the other side could not read on.
    assert queue.expire(2 * MAX_WAIT_S) == 1
    assert queue.next_parts(8) == [whole[500:]]
    queue.take(len(whole) - 500)
    assert not queue


def test_what_waits_too_long_is_given_up_oldest_first() -> None:
    queue = SendQueue()
    queue.push(picture(1), 0.0)
    queue.push(sound(1), 0.0)
    queue.push(picture(2), 0.5)
    assert queue.expire(MAX_WAIT_S) == 0
    assert queue.push(picture(3), MAX_WAIT_S + 0.1) == 1
    assert queue.expire(MAX_WAIT_S + 0.1) == 1
    assert drain(queue) == [picture(2), picture(3)]


def test_a_client_that_does_not_read_loses_old_pictures_and_costs_bounded_memory() -> None:
    queue, given_up = SendQueue(), 0
    pictures = 3 * MAX_PICTURE_BYTES // 1100
    for number in range(pictures):
        given_up += queue.push(picture(number % 65_536), 0.0)
        if number % 10 == 0:
            assert queue.push(sound(number), 0.0) == 0
    left = drain(queue)
    kept = [packet for packet in left if packet[1] & 0x7F == VP8]
    assert len(kept) + given_up == pictures
    assert kept == [picture(number % 65_536) for number in range(given_up, pictures)]
    assert MAX_PICTURE_BYTES - 1200 < sum(len(framed(one)) for one in kept) <= MAX_PICTURE_BYTES
    assert len(left) - len(kept) == len(range(0, pictures, 10))


def test_sound_is_bounded_too() -> None:
    queue = SendQueue()
    given_up = sum(queue.push(sound(number), 0.0) for number in range(1000))
    left = drain(queue)
    assert len(left) + given_up == 1000
    assert sum(len(framed(one)) for one in left) <= MAX_SOUND_BYTES


_step = st.one_of(
    st.tuples(st.just("push"), st.booleans(), st.integers(1, 1400)),
    st.tuples(st.just("write"), st.integers(1, 5000), st.integers(1, 5)),
    st.tuples(st.just("wait"), st.just(0), st.integers(0, 400)),
)


@given(st.lists(_step, max_size=60))
def test_whatever_is_given_up_the_other_side_reads_whole_packets_in_order(
    steps: list[tuple[str, int, int]],
) -> None:
    queue, reader, now = SendQueue(), Deframer(), 0.0
    pushed: dict[int, list[bytes]] = {OPUS: [], VP8: []}
    read: list[bytes] = []
    given_up = 0
    for kind, first, second in steps:
        if kind == "push":
            mine = pushed[VP8 if first else OPUS]
            mine.append((picture if first else sound)(len(mine), second))
            given_up += queue.push(mine[-1], now)
        elif kind == "wait":
            now += second / 1000
            given_up += queue.expire(now)
        elif data := b"".join(queue.next_parts(second))[:first]:
            queue.take(len(data))
            read += reader.feed(data, now)
    while data := b"".join(queue.next_parts(8)):
        queue.take(len(data))
        read += reader.feed(data, now)
    assert len(read) + given_up == sum(map(len, pushed.values()))
    for payload_type, all_of_it in pushed.items():
        mine = [packet for packet in read if packet[1] & 0x7F == payload_type]
        rest = iter(all_of_it)
        assert all(packet in rest for packet in mine)
