"""The last packets of one incoming video stream, kept for retransmission: about two seconds, a fixed count."""

from media.rtp import RtpPacket

__all__ = ["RING_AGE_S", "RING_PACKETS", "PacketRing"]

# 512 packets are two seconds of 2.3 Mbit/s.
RING_PACKETS = 512
RING_AGE_S = 2.0


class PacketRing:
    """Packets by extended sequence number; the newest overwrite the oldest."""

    __slots__ = ("_packets",)

    def __init__(self) -> None:
        self._packets: list[RtpPacket | None] = [None] * RING_PACKETS

    def put(self, packet: RtpPacket) -> bool:
        """Keep `packet`.

        Returns:
            False when it is a duplicate, or older than what its place holds: it must not be forwarded.
        """
        place = packet.extended % RING_PACKETS
        there = self._packets[place]
        if there is not None and there.extended >= packet.extended:
            return False
        self._packets[place] = packet
        return True

    def get(self, extended: int, now: float) -> RtpPacket | None:
        """The packet of that number, unless it is gone or older than `RING_AGE_S`."""
        packet = self._packets[extended % RING_PACKETS]
        if packet is None or packet.extended != extended or now - packet.arrival > RING_AGE_S:
            return None
        return packet

    def clear(self) -> None:
        """Forget everything: after a gate closed nothing of before it may leave."""
        self._packets = [None] * RING_PACKETS
