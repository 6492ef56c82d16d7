"""The ring of packets kept for retransmission."""

from media.ring import RING_AGE_S, RING_PACKETS, PacketRing
from media.rtp import RtpPacket, parse_packet
from tests.support.relay_parts import rtp_bytes


def packet(extended: int, arrival: float = 0.0) -> RtpPacket:
    made = parse_packet(rtp_bytes(96, extended, 0, 1, b"x"))
    made.extended, made.arrival = extended, arrival
    return made


def test_what_was_put_is_found_until_it_is_too_old() -> None:
    ring = PacketRing()
    assert ring.put(packet(5, 1.0))
    assert ring.get(5, 1.0 + RING_AGE_S) is not None
    assert ring.get(5, 1.1 + RING_AGE_S) is None
    assert ring.get(6, 1.0) is None


def test_duplicates_and_packets_older_than_the_ring_are_refused() -> None:
    ring = PacketRing()
    ring.put(packet(5))
    assert not ring.put(packet(5))
    assert ring.put(packet(5 + RING_PACKETS))
    assert not ring.put(packet(5))
    assert ring.get(5, 0.0) is None


def test_a_cleared_ring_holds_nothing() -> None:
    ring = PacketRing()
    ring.put(packet(5))
    ring.clear()
    assert ring.get(5, 0.0) is None
