"""The ring of packets kept for retransmission."""

import pytest

from media.rtp.packet import RtpPacket, parse_packet
from media.rtp.ring import MAX_RING_PACKETS, MIN_RING_PACKETS, RING_AGE_S, PacketRing, ring_packets
from tests.support.relay.parts import rtp_bytes


def packet(extended: int, arrival: float = 0.0) -> RtpPacket:
    made = parse_packet(rtp_bytes(96, extended, 0, 1, b"x"))
    made.extended, made.arrival = extended, arrival
    return made


def test_a_kept_packet_is_found_until_it_is_too_old() -> None:
    ring = PacketRing()
    assert ring.put(packet(5, 1.0))
    assert ring.get(5, 1.0 + RING_AGE_S) is not None
    assert ring.get(5, 1.1 + RING_AGE_S) is None
    assert ring.get(6, 1.0) is None


def test_duplicates_and_packets_older_than_the_ring_are_refused() -> None:
    ring = PacketRing()
    ring.put(packet(5))
    assert not ring.put(packet(5))
    assert ring.put(packet(5 + MAX_RING_PACKETS))
    assert not ring.put(packet(5))
    assert ring.get(5, 0.0) is None


def test_old_packets_are_forgotten_and_their_numbers_stay_used() -> None:
    ring = PacketRing(MIN_RING_PACKETS)
    numbers = (5, 6, 8, 40)
    for number in numbers:
        ring.put(packet(number, number / 10))
    ring.expire(40, 0.65 + RING_AGE_S)
    assert [number for number in numbers if ring.get(number, 0.0) is None] == [5, 6]
    assert not ring.put(packet(5, 3.0))
    # It was lost, and may still come.
    assert ring.put(packet(7, 3.0))
    ring.expire(40, 100.0)
    assert [number for number in numbers if ring.get(number, 0.0) is not None] == []
    assert not any(ring.put(packet(number, 100.0)) for number in numbers)
    # A sender that jumps far ahead costs one look at each position.
    ring.put(packet(1 << 30, 100.0))
    ring.expire(1 << 30, 200.0)
    assert ring._swept == (1 << 30) + 1


def test_a_cleared_ring_holds_nothing() -> None:
    ring = PacketRing()
    ring.put(packet(5))
    ring.clear()
    assert ring.get(5, 0.0) is None


def test_a_small_ring_keeps_less() -> None:
    ring = PacketRing(64)
    for extended in range(100, 165):
        assert ring.put(packet(extended))
    assert ring.get(100, 0.0) is None
    assert ring.get(101, 0.0) is not None


@pytest.mark.parametrize("max_bps", [0, 150_000, 450_000, 1_200_000, 2_500_000, 10**9])
def test_the_size_follows_the_rate_and_is_bounded(max_bps: int) -> None:
    size = ring_packets(max_bps)
    assert MIN_RING_PACKETS <= size <= MAX_RING_PACKETS
    assert size & (size - 1) == 0
    assert size == MAX_RING_PACKETS or size * 8 * 900 >= max_bps * RING_AGE_S
