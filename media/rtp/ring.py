"""The last packets of one incoming video stream, kept for retransmission: about two seconds, a fixed count."""

from media.rtp.packet import RtpPacket

__all__ = ["MAX_RING_PACKETS", "RING_AGE_S", "PacketRing", "ring_packets"]

RING_AGE_S = 2.0
# 512 packets are two seconds of 2.3 Mbit/s.
MIN_RING_PACKETS, MAX_RING_PACKETS = 64, 512
# Deliberately small: packets of low layers are.
_MEAN_PACKET_BITS = 8 * 900
_PEAK = 1.5


def ring_packets(max_bps: int) -> int:
    """The packets of a stream of that rate in `RING_AGE_S`, with room for peaks: a power of two."""
    needed = max_bps * _PEAK * RING_AGE_S / _MEAN_PACKET_BITS
    size = MIN_RING_PACKETS
    while size < needed and size < MAX_RING_PACKETS:
        size *= 2
    return size


class PacketRing:
    """Packets by extended sequence number; the newest overwrite the oldest. `size` is the capacity.

    Of a packet that is too old only the number stays, so that it is not used twice.
    """

    __slots__ = ("_dropped", "_packets", "_size", "_swept")

    def __init__(self, size: int = MAX_RING_PACKETS) -> None:
        self._size = size
        self._packets: list[RtpPacket | int | None] = [None] * size
        # There is no packet below this number.
        self._swept = 0
        self._dropped: list[RtpPacket | int | None] = []

    def put(self, packet: RtpPacket) -> bool:
        """Keep `packet`.

        Returns:
            False when it is a duplicate, or older than the packet in its position: it must not be forwarded.
        """
        index = packet.extended % self._size
        there = self._packets[index]
        if there is not None and (there if isinstance(there, int) else there.extended) >= packet.extended:
            return False
        self._packets[index] = packet
        return True

    def get(self, extended: int, now: float) -> RtpPacket | None:
        """The packet with that number, unless it is gone or older than `RING_AGE_S`."""
        packet = self._packets[extended % self._size]
        if (
            isinstance(packet, RtpPacket)
            and packet.extended == extended
            and now - packet.arrival <= RING_AGE_S
        ):
            return packet
        return None

    def expire(self, highest: int, now: float) -> None:
        """Forget the packets that are too old to be sent again; their numbers stay used.

        Args:
            highest: extended number of the newest packet. now: monotonic seconds.
        """
        number = max(self._swept, highest - self._size + 1)
        while number <= highest:
            packet = self._packets[number % self._size]
            if isinstance(packet, RtpPacket) and packet.extended == number:
                if now - packet.arrival <= RING_AGE_S:
                    break
                self._packets[number % self._size] = number
            number += 1
        self._swept = number

    def clear(self) -> None:
        """Forget everything: after the gate closed, nothing received before may be sent.

        To free hundreds of packets takes longer than to close a gate, so that is left to `sweep`.
        """
        self._dropped, self._packets = self._packets, [None] * self._size
        self._swept = 0

    def sweep(self) -> None:
        """Free what was forgotten."""
        self._dropped = []
