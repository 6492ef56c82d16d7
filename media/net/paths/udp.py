"""One of the worker's UDP sockets, and the addresses it reaches.

No path has to carry more than every path must: nothing that leaves has more than the 1280 bytes which IPv6 carries
everywhere (RFC 8200 §5, `media/rtp/packet.py`). IPv4 promises less, but there a router may split what does not fit
(RFC 791), as long as the sender does not forbid it. So nothing depends on the ICMP messages that tell a sender the size
of a path, which many networks drop (RFC 2923 §2.1), and which strangers can forge (RFC 5927 §7).
"""

import contextlib
import ipaddress
import socket
import sys
from collections import Counter

from media.net.ice import Address, Datagrams, IcePeer
from media.net.segments import SegmentedSend

__all__ = ["UdpPath", "UdpSocket"]

_SOCKET_BUFFER_BYTES = 4 * 1024 * 1024
# From linux/in.h; Python does not define them.
_IP_MTU_DISCOVER, _IP_PMTUDISC_DONT = 10, 0


class UdpSocket:
    """One UDP socket.

    Args:
        bind: local address, IPv4 or IPv6. port: local port, 0 for any.
        drops: the worker's counters of dropped packets, by reason.

    Attributes:
        inner: the socket. port: its local port.
        paths: by address, those that belong to a connection.

    Raises:
        OSError: the address or the port cannot be had.
    """

    def __init__(self, bind: str, port: int, drops: Counter[str]) -> None:
        is_v6 = ipaddress.ip_address(bind).version == 6
        self.inner = socket.socket(socket.AF_INET6 if is_v6 else socket.AF_INET, socket.SOCK_DGRAM)
        self.drops = drops
        self.paths: dict[Address, UdpPath] = {}
        try:
            self.inner.setblocking(False)
            for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
                # The kernel caps it at its own limit.
                with contextlib.suppress(OSError):
                    self.inner.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER_BYTES)
            if is_v6:
                # IPv4 has a socket of its own, so that every address is written one way.
                self.inner.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            elif sys.platform == "linux":
                self.inner.setsockopt(socket.IPPROTO_IP, _IP_MTU_DISCOVER, _IP_PMTUDISC_DONT)
            self.inner.bind((bind, port))
        except OSError:
            self.inner.close()
            raise
        self.port: int = self.inner.getsockname()[1]

    def path(self, address: Address) -> "UdpPath":
        """The path to this address."""
        return self.paths.get(address) or UdpPath(self, address)

    def close(self) -> None:
        """Close it; idempotent."""
        self.inner.close()


class UdpPath:
    """One of our sockets and one address of a client."""

    __slots__ = ("_segments", "address", "owner", "socket")

    def __init__(self, udp: UdpSocket, address: Address) -> None:
        self.socket = udp
        self.address = address
        self.owner: IcePeer | None = None
        self._segments = SegmentedSend(udp.inner)

    def send(self, data: bytes) -> None:
        """Send one datagram at once."""
        try:
            self.socket.inner.sendto(data, self.address)
        except OSError:
            self.socket.drops["send_refused"] += 1

    def send_all(self, datagrams: Datagrams, sizes: list[int]) -> None:
        """Send datagrams in few system calls; see `SegmentedSend.send`."""
        self._segments.send(datagrams, sizes, self.address)

    def keep(self, owner: IcePeer) -> None:
        """It belongs to this connection from now on."""
        self.owner = owner
        self.socket.paths[self.address] = self

    def drop(self) -> None:
        """It belongs to nobody any more."""
        self.owner = None
        self.socket.paths.pop(self.address, None)
