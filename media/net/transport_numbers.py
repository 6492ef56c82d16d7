"""The transport-wide numbers of one connection: what was sent under each, and when.

One counter runs over everything sent to a receiver: audio, video, retransmissions and padding
(draft-holmer-rmcat-transport-wide-cc-extensions-01 §2). `native/send_buffer.c` does the same in C.
"""

from struct import Struct

from media.sdp.profile import TRANSPORT_ID

__all__ = ["KEPT_NUMBERS", "TransportNumbers", "find_number"]

# At 1,500 packets a second more than a second: feedback comes after a round trip and a tenth of a second.
KEPT_NUMBERS = 2048
_ONE_BYTE_PROFILE = 0xBEDE
_STOP_ID = 15
_EXTENSION = Struct("!HH")
_UNKNOWN = (0.0, 0)
_MOST = 0xFFFF


def find_number(packet: bytes) -> int:
    """The offset of a packet's transport-wide number, or -1; any bytes may come (RFC 8285 §4.2)."""
    size = len(packet)
    if size < 16 or not packet[0] & 0x10:
        return -1
    at = 12 + 4 * (packet[0] & 0x0F)
    if at + 4 > size:
        return -1
    profile, words = _EXTENSION.unpack_from(packet, at)
    at += 4
    end = at + 4 * words
    if profile != _ONE_BYTE_PROFILE or end > size:
        return -1
    while at < end:
        if not packet[at]:
            at += 1
            continue
        after = at + 2 + (packet[at] & 0x0F)
        if packet[at] >> 4 == _STOP_ID or after > end:
            return -1
        if packet[at] >> 4 == TRANSPORT_ID and after == at + 3:
            return at + 1
        at = after
    return -1


class TransportNumbers:
    """The counter, and a ring of what left under the last numbers.

    Attributes:
        next: the number of the next packet, without wrap-around.
    """

    __slots__ = ("_kept", "_waiting", "next")

    def __init__(self) -> None:
        self.next = 0
        # By number: the source and sequence number of the packet, its size, and when it left.
        self._kept: dict[int, tuple[bytes, int, float]] = {}
        self._waiting = 0

    def write(self, plain: bytes, *, again: bool) -> tuple[bytes, int] | None:
        """A packet with its number in place, and the number; -1 for a packet without room for one.

        Args:
            plain: the packet. again: it was sent before, so it gets the same number and leaves as the same bytes: other
                bytes under a used SRTP nonce would give the key away. None when that is too long ago.
        """
        at = find_number(plain)
        if at < 0:
            return plain, -1
        number = self.next
        if again:
            name = _name(plain)
            found = (one for one in range(number - 1, self._oldest() - 1, -1) if self._kept[one][0] == name)
            if (number := next(found, -1)) < 0:
                return None
        return plain[:at] + (number & 0xFFFF).to_bytes(2, "big") + plain[at + 2 :], number

    def on_protected(self, plain: bytes, number: int, size: int) -> None:
        """A packet with this number waits to leave; `size` is that of its datagram, bytes."""
        self._kept[number] = _name(plain), size, 0.0
        if number == self.next:
            self._kept.pop(number - KEPT_NUMBERS, None)
            self.next += 1
            self._waiting += 1

    def on_flush(self, left_at: float | None) -> None:
        """What waited has left; None when the kernel refused it, or there is no address."""
        waiting, self._waiting = self._waiting, 0
        if left_at is not None:
            for number in range(self.next - waiting, self.next):
                name, size, _ = self._kept[number]
                self._kept[number] = name, size, left_at

    def sent(self, first: int, count: int) -> list[tuple[float, int]]:
        """See `SendBuffer.sent`."""
        if not 0 <= count <= _MOST:
            raise ValueError("numbers")
        return [self._sent(number) for number in range(first, first + count)]

    def _sent(self, number: int) -> tuple[float, int]:
        _, size, left_at = self._kept.get(number, (b"", 0, 0.0))
        return (left_at, size) if left_at else _UNKNOWN

    def _oldest(self) -> int:
        return max(0, self.next - KEPT_NUMBERS)


def _name(packet: bytes) -> bytes:
    """Sequence number and source."""
    return packet[2:4] + packet[8:12]
