"""Several datagrams to one address in few system calls: neighbours of one size leave as one (UDP_SEGMENT, Linux 4.18).

The kernel cuts what it is given into datagrams of the size named; only the last may be shorter. Where the system does
not know it, or the network card cannot, each datagram leaves by itself.
"""

import errno
import socket
import sys
from struct import Struct

from media.ice import Address

__all__ = ["MAX_BYTES", "MAX_SEGMENTS", "SegmentedSend", "runs"]

# linux/udp.h; Python names neither.
_SOL_UDP, _UDP_SEGMENT = 17, 103
_SIZE = Struct("=H")
# The kernel's own bounds are 64 datagrams and 65,507 bytes.
MAX_SEGMENTS = 48
MAX_BYTES = 60_000
_NOT_HERE = (errno.EIO, errno.EINVAL, errno.ENOPROTOOPT, errno.EOPNOTSUPP)


class SegmentedSend:
    """Sends on one socket; learns when the system cannot do better than one by one."""

    def __init__(self, udp: socket.socket) -> None:
        self._socket = udp
        self._segments = sys.platform == "linux"

    def send(self, datagrams: list[bytes], address: Address) -> None:
        """Send in order.

        Raises:
            OSError: as for `socket.sendto`; what was not sent until then is not sent.
        """
        if len(datagrams) == 1:
            self._socket.sendto(datagrams[0], address)
            return
        for start, end in runs(datagrams):
            if end - start > 1 and self._segments and self._send_run(datagrams[start:end], address):
                continue
            for datagram in datagrams[start:end]:
                self._socket.sendto(datagram, address)

    def _send_run(self, datagrams: list[bytes], address: Address) -> bool:
        """Send datagrams of one size in one call; returns False when the system did not take it that way."""
        size = _SIZE.pack(len(datagrams[0]))
        try:
            self._socket.sendmsg(datagrams, [(_SOL_UDP, _UDP_SEGMENT, size)], 0, address)
        except BlockingIOError:
            raise
        except OSError as error:
            if error.errno == errno.EMSGSIZE:
                # This path takes smaller datagrams only; others may not.
                return False
            if error.errno not in _NOT_HERE:
                raise
            self._segments = False
            return False
        return True


def runs(datagrams: list[bytes]) -> list[tuple[int, int]]:
    """Cut a list into runs that can leave as one: equal sizes, the last one may be smaller. Pairs of start and end."""
    found = []
    start, count = 0, len(datagrams)
    while start < count:
        size = total = len(datagrams[start])
        end = start + 1
        while end < count and end - start < MAX_SEGMENTS:
            following = len(datagrams[end])
            if following > size or total + following > MAX_BYTES:
                break
            total += following
            end += 1
            if following < size:
                break
        found.append((start, end))
        start = end
    return found
