"""The worker's one UDP socket: first-byte demultiplexing, ICE-lite, and which address belongs to whom.

Nothing but a signed connectivity check makes an address known; DTLS and SRTP from other addresses are counted and
dropped (RFC 7983, RFC 8445 §2.5, RFC 7675). The socket is read in a bounded loop per wake-up; all sends of the
worker go through `UdpTransport.send`.
"""

import asyncio
import contextlib
import ipaddress
import socket
import time
from collections import Counter
from collections.abc import Callable

from media.ice import Address, IcePeer
from media.stun import build_success, parse_binding_request

__all__ = ["UdpTransport"]

# Datagrams read in one wake-up: timers and control wait no longer than this many.
_BATCH = 256
_DATAGRAM_BYTES = 2048
_SOCKET_BUFFER_BYTES = 4 * 1024 * 1024
# A browser may check from several interfaces before it settles on one.
_MAX_ADDRESSES = 4


class UdpTransport:
    """The socket and its two tables: peers by ufrag, peers by validated address.

    Args:
        bind: local address. port: local port, 0 for any.
        drops: the worker's counters of dropped packets, by reason.
    """

    def __init__(self, bind: str, port: int, drops: Counter[str]) -> None:
        family = socket.AF_INET6 if ipaddress.ip_address(bind).version == 6 else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            # The kernel caps it at its own limit.
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER_BYTES)
        self._socket.bind((bind, port))
        self.port: int = self._socket.getsockname()[1]
        self._drops = drops
        self._by_ufrag: dict[str, IcePeer] = {}
        self._by_address: dict[Address, IcePeer] = {}

    def open(self, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
        """Start to read; returns what stops it and closes the socket, idempotent."""
        loop.add_reader(self._socket.fileno(), self._drain)

        def close() -> None:
            if self._socket.fileno() >= 0:
                loop.remove_reader(self._socket.fileno())
                self._socket.close()

        return close

    def register(self, peer: IcePeer) -> None:
        """Accept connectivity checks for `peer`."""
        self._by_ufrag[peer.ice.ufrag] = peer

    def forget(self, peer: IcePeer) -> None:
        """Accept nothing for `peer` any more; idempotent."""
        self._by_ufrag.pop(peer.ice.ufrag, None)
        for address in peer.ice.validated:
            if self._by_address.get(address) is peer:
                del self._by_address[address]
        peer.ice.validated.clear()
        peer.ice.address = None

    def send(self, data: bytes, address: Address) -> bool:
        """Send one datagram: the single place where packets leave. Returns whether the kernel took it."""
        try:
            self._socket.sendto(data, address)
        except BlockingIOError:
            self._drops["send_buffer_full"] += 1
            return False
        except OSError:
            self._drops["send_failed"] += 1
            return False
        return True

    def _drain(self) -> None:
        now = time.monotonic()
        receive = self._socket.recvfrom
        for _ in range(_BATCH):
            try:
                data, address = receive(_DATAGRAM_BYTES)
            except BlockingIOError:
                return
            except OSError:
                # An ICMP error of an earlier send is reported here; the next read goes on.
                self._drops["socket_error"] += 1
                continue
            self.handle_datagram(data, address, now)

    def handle_datagram(self, data: bytes, address: Address, now: float) -> None:
        """Sort one datagram by its first byte (RFC 7983)."""
        if not data:
            self._drops["empty"] += 1
            return
        first = data[0]
        if first < 4:
            self._handle_stun(data, address, now)
            return
        peer = self._by_address.get(address)
        if peer is None:
            self._drops["unvalidated_source"] += 1
        elif 127 < first < 192:
            peer.handle_srtp(data, now)
        elif 19 < first < 64:
            peer.handle_dtls(data)
        else:
            self._drops["unknown_protocol"] += 1

    def _handle_stun(self, data: bytes, address: Address, now: float) -> None:
        try:
            request = parse_binding_request(data)
        except ValueError:
            self._drops["bad_stun"] += 1
            return
        peer = self._by_ufrag.get(request.ufrag)
        if peer is None:
            self._drops["stun_unknown_peer"] += 1
            return
        if not request.is_signed_with(peer.ice.password):
            self._drops["stun_bad_integrity"] += 1
            return
        if not self._validate(peer, address, request.nominated, now):
            self._drops["stun_address_taken"] += 1
            return
        self.send(build_success(request, (address[0], address[1]), peer.ice.password), address)

    def _validate(self, peer: IcePeer, address: Address, nominated: bool, now: float) -> bool:
        ice = peer.ice
        owner = self._by_address.get(address)
        if owner is not peer:
            if owner is not None:
                # A live peer keeps its address: another one's credentials must not cut it off.
                if owner.ice.is_alive(now):
                    return False
                owner.ice.validated.remove(address)
                if owner.ice.address == address:
                    owner.ice.address = None
            self._by_address[address] = peer
            ice.validated.append(address)
            if len(ice.validated) > _MAX_ADDRESSES:
                oldest = next(a for a in ice.validated if a not in (ice.address, address))
                ice.validated.remove(oldest)
                del self._by_address[oldest]
        if nominated or ice.address is None:
            ice.address = address
        ice.heard = now
        return True
