"""Several datagrams to one address in few system calls: runs of equal size are sent as one (UDP_SEGMENT, Linux 4.18).

The kernel splits the buffer into datagrams of the given size; only the last may be shorter. Where the system or the
network card does not support it, each datagram is sent by itself.
"""

import errno
import socket
import sys
from struct import Struct

from media.net.ice import Address, Datagrams

__all__ = ["MAX_BYTES", "MAX_SEGMENTS", "SegmentedSend", "runs"]

# From linux/udp.h; Python defines neither.
_SOL_UDP, _UDP_SEGMENT = 17, 103
_SIZE = Struct("=H")
# The kernel's own limits are 64 datagrams and 65,507 bytes.
MAX_SEGMENTS = 48
MAX_BYTES = 60_000
_NOT_HERE = (errno.EIO, errno.EINVAL, errno.ENOPROTOOPT, errno.EOPNOTSUPP)


class SegmentedSend:
    """Sends on one socket, and remembers when the system only supports one datagram per call."""

    def __init__(self, udp: socket.socket) -> None:
        self._socket = udp
        self._segments = sys.platform == "linux"

    def send(self, datagrams: Datagrams, sizes: list[int], address: Address) -> None:
        """Send consecutive datagrams, in order.

        Args:
            datagrams: their bytes, back to back. sizes: of each, in bytes.
            address: destination.

        Raises:
            OSError: as for `socket.sendto`; the datagrams not sent by then are dropped.
        """
        if len(sizes) == 1:
            self._socket.sendto(datagrams, address)
            return
        at = 0
        for count, total in runs(sizes):
            size, end = sizes[0], at + total
            if count == 1 or not (self._segments and self._send_run(datagrams[at:end], size, address)):
                while at < end:
                    self._socket.sendto(datagrams[at : min(at + size, end)], address)
                    at += size
            at = end
            sizes = sizes[count:]

    def _send_run(self, datagrams: Datagrams, size: int, address: Address) -> bool:
        """Send datagrams of one size in one call; returns False when the system refused."""
        try:
            self._socket.sendmsg([datagrams], [(_SOL_UDP, _UDP_SEGMENT, _SIZE.pack(size))], 0, address)
        except BlockingIOError:
            raise
        except OSError as error:
            if error.errno == errno.EMSGSIZE:
                # Only this path needs smaller datagrams; others may not.
                return False
            if error.errno not in _NOT_HERE:
                raise
            self._segments = False
            return False
        return True


def runs(sizes: list[int]) -> list[tuple[int, int]]:
    """Split a list of sizes into runs that can be sent as one: all equal, the last may be smaller.

    Returns:
        For each run, the number of datagrams and of bytes.
    """
    found = []
    start, count = 0, len(sizes)
    while start < count:
        size = total = sizes[start]
        end = start + 1
        while end < count and end - start < MAX_SEGMENTS:
            following = sizes[end]
            if following > size or total + following > MAX_BYTES:
                break
            total += following
            end += 1
            if following < size:
                break
        found.append((end - start, total))
        start = end
    return found
