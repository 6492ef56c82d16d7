"""The worker's one UDP socket: first-byte demultiplexing, ICE-lite, and which address belongs to which peer.

Only a signed connectivity check makes an address known; DTLS and SRTP from other addresses are counted and dropped
(RFC 7983, RFC 8445 §2.5, RFC 7675). Sending moves to another address only once that has answered a check of ours. Each
wake-up reads a bounded number of datagrams, and what it has for one receiver is sent together: everything the worker
sends goes through `send`, or through a send buffer emptied by `flush`.
"""

import asyncio
import contextlib
import ipaddress
import logging
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable, Sequence

from media.net.dtls import SrtpKeys
from media.net.floods import Handshakes, StrangerMeter
from media.net.ice import Address, IcePeer, IceState, Trial
from media.net.send_buffer import SendBuffer
from media.net.stun import (
    BINDING_SUCCESS,
    build_check,
    build_success,
    is_success_signed_with,
    parse_binding_request,
)
from media.net.stun_claim import claimed_ufrag
from media.peer.variant import Flushable

__all__ = ["UdpTransport"]

_logger = logging.getLogger(__name__)

# Datagrams read per wake-up, and how long that may take, so that what they cause to be sent, timers and control wait no
# longer.
_BATCH = 256
_WAKE_UP_S = 0.004
_LOOK_EVERY = 16
_DATAGRAM_BYTES = 2048
_SOCKET_BUFFER_BYTES = 4 * 1024 * 1024
# A browser may check from several interfaces before it settles on one.
_MAX_ADDRESSES = 4
_TRANSACTION_BYTES = 12


class UdpTransport:
    """The socket and its two tables: peers by ufrag, peers by validated address.

    Args:
        bind: local address. port: local port, 0 for any.
        drops: the worker's counters of dropped packets, by reason.
        only_from: if not empty, checks are dropped unread unless they come from one of these addresses of this machine
            or from loopback. Outsiders cannot spoof these: Linux accepts no packet from a network that claims to be
            from the machine itself (RFC 1812 §5.3.7).

    Attributes:
        handshakes: the DTLS handshakes in progress.
    """

    def __init__(self, bind: str, port: int, drops: Counter[str], only_from: Sequence[str] = ()) -> None:
        family = socket.AF_INET6 if ipaddress.ip_address(bind).version == 6 else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            # The kernel caps it at its own limit.
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER_BYTES)
        self._socket.bind((bind, port))
        self.port: int = self._socket.getsockname()[1]
        self.drops = drops
        self._only_from = tuple(only_from)
        self.handshakes = Handshakes()
        self._strangers = StrangerMeter()
        self._unsent: list[Flushable] = []
        self._by_ufrag: dict[str, IcePeer] = {}
        self._by_address: dict[Address, IcePeer] = {}

    def open(self, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
        """Start reading; returns an idempotent function that stops it and closes the socket."""
        loop.add_reader(self._socket.fileno(), self._drain)

        def close() -> None:
            if self._socket.fileno() >= 0:
                loop.remove_reader(self._socket.fileno())
                self._socket.close()

        return close

    def register(self, peer: IcePeer) -> None:
        """Accept connectivity checks for `peer`."""
        for ufrag in peer.ice.ufrags():
            self._by_ufrag[ufrag] = peer

    def renew(self, peer: IcePeer, ufrag: str, password: str) -> None:
        """Give a registered peer new credentials: an ICE restart."""
        expired = peer.ice.renew(ufrag, password)
        if expired is not None:
            del self._by_ufrag[expired]
        self._by_ufrag[ufrag] = peer

    def forget(self, peer: IcePeer) -> None:
        """Accept nothing for `peer` any more; idempotent."""
        for ufrag in peer.ice.ufrags():
            self._by_ufrag.pop(ufrag, None)
        for address in peer.ice.validated:
            if self._by_address.get(address) is peer:
                del self._by_address[address]
        peer.ice.validated.clear()
        peer.ice.address = None
        peer.aim()

    def open_send_buffer(self, keys: SrtpKeys) -> SendBuffer:
        """A send buffer with these keys on this socket."""
        return keys.open_send_buffer(self._socket)

    def send(self, data: bytes, address: Address) -> bool:
        """Send one datagram at once; returns whether the kernel accepted it."""
        try:
            self._socket.sendto(data, address)
        except OSError:
            self.drops["send_refused"] += 1
            return False
        return True

    def flush_soon(self, what: Flushable) -> None:
        """Call its `flush` at the end of this wake-up; whoever wakes the worker ends with our `flush`."""
        self._unsent.append(what)

    def flush(self) -> None:
        """Send everything pending."""
        for what in self._unsent:
            what.flush()
        self._unsent.clear()

    def _drain(self) -> None:
        now = time.monotonic()
        receive = self._socket.recvfrom
        for number in range(_BATCH):
            if number % _LOOK_EVERY == _LOOK_EVERY - 1 and time.monotonic() - now >= _WAKE_UP_S:
                break
            try:
                data, address = receive(_DATAGRAM_BYTES)
            except BlockingIOError:
                break
            except OSError:
                # The ICMP error of an earlier send is reported here; the next read continues.
                self.drops["socket_error"] += 1
                continue
            try:
                self.handle_datagram(data, address, now)
            except Exception:
                self.drops["fault"] += 1
                _logger.exception("transport.failed")
        self.flush()

    def handle_datagram(self, data: bytes, address: Address, now: float) -> None:
        """Dispatch one datagram by its first byte (RFC 7983)."""
        if not data:
            self.drops["empty"] += 1
            return
        first = data[0]
        if first < 4:
            # An address blocked here is never validated, and anything else needs a validated address.
            if self._only_from and self._is_outsider(address[0]):
                self.drops["outsider"] += 1
            elif data[:2] == BINDING_SUCCESS:
                self._handle_success(data, address, now)
            else:
                self._handle_stun(data, address, now)
            return
        peer = self._by_address.get(address)
        if peer is None:
            self.drops["unvalidated_source"] += 1
        elif 127 < first < 192:
            peer.handle_srtp(data, now)
        elif 19 < first < 64:
            peer.handle_dtls(data, now)
        else:
            self.drops["unknown_protocol"] += 1

    def _is_outsider(self, host: str) -> bool:
        return host not in self._only_from and not host.startswith("127.")

    def _handle_stun(self, data: bytes, address: Address, now: float) -> None:
        ufrag = claimed_ufrag(data)
        peer = None if ufrag is None else self._by_ufrag.get(ufrag)
        if ufrag is None or peer is None:
            # Most packets from strangers end here, cheaply.
            self.drops["bad_stun" if ufrag is None else "stun_unknown_peer"] += 1
            return
        is_own = self._by_address.get(address) is peer
        meter = peer.ice.checks if address == peer.ice.address else peer.ice.checks_elsewhere
        if not meter.may_try(now) or not (is_own or self._strangers.may_try(address[0], now)):
            self.drops["stun_flood"] += 1
            return
        fault = self._check(data, peer, ufrag, address, now)
        if fault is not None:
            self.drops[fault] += 1
        if fault is None or is_own:
            meter.charge(now)
        else:
            # A stranger's bad signature must not count against the client.
            self._strangers.charge(address[0], now)

    def _check(self, data: bytes, peer: IcePeer, ufrag: str, address: Address, now: float) -> str | None:
        """Answer a connectivity check; returns why it was rejected, or None."""
        try:
            request = parse_binding_request(data)
        except ValueError:
            return "bad_stun"
        password = peer.ice.password_of(ufrag)
        if password is None or request.ufrag != ufrag or not request.is_signed_with(password):
            return "stun_bad_integrity"
        if not self._validate(peer, address, request.nominated, now):
            return "stun_address_taken"
        if peer.ice.former is not None and ufrag == peer.ice.ufrag:
            # The restart is proven, so the old credentials are void (RFC 8445 §9).
            del self._by_ufrag[peer.ice.former[0]]
            peer.ice.former = None
        self.send(build_success(request, (address[0], address[1]), password), address)
        return None

    def _validate(self, peer: IcePeer, address: Address, nominated: bool, now: float) -> bool:
        ice = peer.ice
        owner = self._by_address.get(address)
        if owner is not peer:
            if owner is not None:
                # A live peer keeps its address: another peer's credentials must not cut it off.
                if owner.ice.is_alive(now):
                    return False
                owner.ice.validated.remove(address)
                if owner.ice.address == address:
                    owner.ice.address = None
                    owner.aim()
            self._by_address[address] = peer
            ice.validated.append(address)
            if len(ice.validated) > _MAX_ADDRESSES:
                oldest = next(a for a in ice.validated if a not in (ice.address, address))
                ice.validated.remove(oldest)
                del self._by_address[oldest]
        if ice.address is None:
            ice.address = address
            peer.aim()
        elif nominated and ice.address != address:
            self._ask(ice, address)
        ice.heard = now
        return True

    def _ask(self, ice: IceState, address: Address) -> None:
        """Send our own check to a nominated address; each further check from there sends it again."""
        if ice.remote is None:
            # There is no answer yet, so nothing is sent yet; the next check tries again.
            return
        if ice.trial is None or ice.trial.address != address:
            ice.trial = Trial(address, secrets.token_bytes(_TRANSACTION_BYTES))
        tie_breaker = secrets.randbits(64)
        self.send(build_check(ice.remote, ice.ufrag, ice.trial.transaction, tie_breaker), address)

    def _handle_success(self, data: bytes, address: Address, now: float) -> None:
        """A response to our check proves that the address can receive: send there from now on."""
        peer = self._by_address.get(address)
        trial = None if peer is None else peer.ice.trial
        # Two cheap comparisons before the parser.
        if peer is None or trial is None or trial.address != address or data[8:20] != trial.transaction:
            self.drops["stun_unasked"] += 1
        elif peer.ice.remote is None or not is_success_signed_with(data, peer.ice.remote[1]):
            self.drops["stun_bad_integrity"] += 1
        else:
            peer.ice.address, peer.ice.trial = address, None
            peer.aim()
            peer.on_moved(now)
