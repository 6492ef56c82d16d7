"""The worker's sockets: first-byte demultiplexing, ICE-lite, and which path belongs to which peer.

For each local address there is one UDP socket and one TCP listener, all on the same port. Only a signed connectivity
check makes a path known; DTLS and SRTP from elsewhere are counted and dropped (RFC 7983, RFC 8445 §2.5, RFC 7675).
Sending moves to another path only once that has answered a check of ours. Each wake-up reads a bounded number of
datagrams, and what it has for one receiver is sent together: everything the worker sends goes through a path, or
through a send buffer emptied by `flush`.
"""

import asyncio
import errno
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from media.net.dtls import SrtpKeys
from media.net.floods import Handshakes, StrangerMeter
from media.net.ice import Address, Credentials, IcePeer, IceState, Path, Trial
from media.net.paths.admission import Admission
from media.net.paths.tcp import TcpListener, TcpPath
from media.net.paths.udp import UdpSocket
from media.net.send_buffer import SendBuffer, flush_all
from media.net.stun import (
    BINDING_SUCCESS,
    build_check,
    build_success,
    is_success_signed_with,
    parse_binding_request,
)
from media.net.stun_claim import claimed_ufrag
from media.peer.variant import Flushable
from media.worker.regular import make_receiver

__all__ = ["MAX_PATHS", "Transport"]

_logger = logging.getLogger(__name__)

# Datagrams read per wake-up, and how long that may take, so that what they cause to be sent, timers and control wait no
# longer.
_BATCH = 256
_WAKE_UP_S = 0.001
_LOOK_EVERY = 16
_DATAGRAM_BYTES = 2048
# A browser may check from two interfaces, each by UDP and TCP and to both families, before it settles on one.
MAX_PATHS = 8
_TRANSACTION_BYTES = 12
# Without a given port, one is taken that is free for every socket.
_PORT_TRIES = 32


class Transport:
    """The sockets and the table of peers by ufrag; which peer has a path, the path knows.

    Args:
        bind: local addresses, IPv4 or IPv6. port: local port of each, 0 for any.
        drops: the worker's counters of dropped packets, by reason.
        only_from: if not empty, checks are dropped unread unless they come from one of these addresses of this machine
            or from loopback. Outsiders cannot spoof these: Linux accepts no packet from a network that claims to be
            from the machine itself (RFC 1812 §5.3.7).
        in_c: whether the part in C, where it is, carries regular packets.

    Attributes:
        port: the local port. handshakes: the DTLS handshakes in progress.

    Raises:
        OSError: an address or the port cannot be had.
    """

    def __init__(
        self,
        bind: Sequence[str],
        port: int,
        drops: Counter[str],
        only_from: Sequence[str] = (),
        *,
        in_c: bool = True,
    ) -> None:
        self.drops = drops
        self._only_from = tuple(only_from)
        self.handshakes = Handshakes()
        self._strangers = StrangerMeter()
        self._unsent: list[Flushable] = []
        self._by_ufrag: dict[str, IcePeer] = {}
        self._in_c = in_c
        self._loop: asyncio.AbstractEventLoop | None = None
        self._udp: list[UdpSocket] = []
        self._tcp: list[TcpListener] = []
        self.port = self._bind(bind, port)

    def _bind(self, bind: Sequence[str], port: int) -> int:
        """Open all sockets; returns their port."""
        tries = 1 if port else _PORT_TRIES
        while True:
            tries -= 1
            try:
                chosen, admission = port, Admission[TcpPath]()
                for address in bind:
                    self._udp.append(UdpSocket(address, chosen, self.drops))
                    chosen = self._udp[-1].port
                    self._tcp.append(TcpListener(address, chosen, self, admission))
            except OSError as error:
                self.close()
                if error.errno != errno.EADDRINUSE or not tries:
                    raise
            else:
                return chosen

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start reading; it ends with `close`."""
        self._loop = loop
        for udp in self._udp:
            loop.add_reader(udp.inner.fileno(), self._reader(udp))
        for tcp in self._tcp:
            tcp.open(loop)

    def close(self) -> None:
        """Stop reading and close the sockets; idempotent."""
        for udp in self._udp:
            if self._loop is not None:
                self._loop.remove_reader(udp.inner.fileno())
            udp.close()
        for tcp in self._tcp:
            tcp.close()
        self._udp.clear()
        self._tcp.clear()

    def on_timer(self, now: float) -> None:
        """Close TCP connections that took too long."""
        for tcp in self._tcp:
            tcp.on_timer(now)

    def register(self, peer: IcePeer) -> None:
        """Accept connectivity checks for `peer`."""
        for credentials in peer.ice.credentials:
            self._by_ufrag[credentials.ufrag] = peer

    def renew(self, peer: IcePeer, ufrag: str, password: str) -> None:
        """Give a registered peer new credentials: an ICE restart."""
        expired = peer.ice.renew(ufrag, password)
        if expired is not None:
            del self._by_ufrag[expired]
        self._by_ufrag[ufrag] = peer

    def forget(self, peer: IcePeer) -> None:
        """Accept nothing for `peer` any more; idempotent."""
        for credentials in peer.ice.credentials:
            self._by_ufrag.pop(credentials.ufrag, None)
        paths = list(peer.ice.validated)
        peer.ice.validated.clear()
        peer.ice.path = peer.ice.trial = None
        peer.aim()
        for path in paths:
            path.drop()

    def open_send_buffer(self, keys: SrtpKeys) -> SendBuffer:
        """A send buffer with these keys."""
        return keys.open_send_buffer()

    def flush_soon(self, what: Flushable) -> None:
        """Call its `flush` at the end of this wake-up; whoever wakes the worker ends with our `flush`."""
        self._unsent.append(what)

    def flush(self) -> None:
        """Send everything pending."""
        flush_all(self._unsent)

    def _reader(self, udp: UdpSocket) -> Callable[[], None]:
        """What reads this socket, in C if available."""
        receiver = (
            make_receiver(udp, self._take_from(udp), self._on_fault, self._on_refused, self._unsent)
            if self._in_c
            else None
        )
        return partial(self._read, udp) if receiver is None else partial(receiver.drain, _BATCH, _WAKE_UP_S)

    def _on_refused(self) -> None:
        """The ICMP error of an earlier send is reported by the next read; the one after it continues."""
        self.drops["socket_error"] += 1

    def _read(self, udp: UdpSocket) -> None:
        """Read a socket in Python."""
        now = time.monotonic()
        receive, take = udp.inner.recvfrom, self._take_from(udp)
        for number in range(_BATCH):
            if number % _LOOK_EVERY == _LOOK_EVERY - 1 and time.monotonic() - now >= _WAKE_UP_S:
                break
            try:
                data, address = receive(_DATAGRAM_BYTES)
            except BlockingIOError:
                break
            except OSError:
                self._on_refused()
                continue
            take(data, address, now)
        self.flush()

    def _take_from(self, udp: UdpSocket) -> Callable[[bytes, Address, float], None]:
        """What takes a datagram of this socket."""

        def take(data: bytes, address: Address, now: float) -> None:
            self.take(data, udp.paths.get(address) or udp.path(address), now)

        return take

    def take(self, data: bytes, path: Path, now: float) -> None:
        """Take one packet; an error in it ends nothing else."""
        try:
            self._dispatch(data, path, now)
        except Exception as error:  # noqa: BLE001 (logged)
            self._on_fault(error)

    def _on_fault(self, error: Exception) -> None:
        self.drops["fault"] += 1
        _logger.error("transport.failed", exc_info=error)

    def _dispatch(self, data: bytes, path: Path, now: float) -> None:
        """Tell protocols apart by the first byte (RFC 7983)."""
        if not data:
            self.drops["empty"] += 1
            return
        first = data[0]
        if first < 4:
            # A path blocked here is never validated, and anything else needs a validated one.
            if not self.welcomes(path.address[0]):
                self.drops["outsider"] += 1
            elif data[:2] == BINDING_SUCCESS:
                self._handle_success(data, path, now)
            else:
                self._handle_stun(data, path, now)
            return
        peer = path.owner
        if peer is None:
            self.drops["unvalidated_source"] += 1
        elif 127 < first < 192:
            peer.handle_srtp(data, now)
        elif 19 < first < 64:
            peer.handle_dtls(data, now)
        else:
            self.drops["unknown_protocol"] += 1

    def welcomes(self, host: str) -> bool:
        """Whether anything from this address is read at all."""
        return not self._only_from or host in self._only_from or host == "::1" or host.startswith("127.")

    def _handle_stun(self, data: bytes, path: Path, now: float) -> None:
        ufrag = claimed_ufrag(data)
        peer = None if ufrag is None else self._by_ufrag.get(ufrag)
        if ufrag is None or peer is None:
            # Most packets from strangers end here, cheaply.
            self.drops["bad_stun" if ufrag is None else "stun_unknown_peer"] += 1
            return
        is_own = path.owner is peer
        meter = peer.ice.checks if path is peer.ice.path else peer.ice.checks_elsewhere
        if not meter.may_try(now) or not (is_own or self._strangers.may_try(path.address[0], now)):
            self.drops["stun_flood"] += 1
            return
        fault = self._check(data, peer, ufrag, path, now)
        if fault is not None:
            self.drops[fault] += 1
        if fault is None or is_own:
            meter.charge(now)
        else:
            # A stranger's bad signature must not count against the client.
            self._strangers.charge(path.address[0], now)

    def _check(self, data: bytes, peer: IcePeer, ufrag: str, path: Path, now: float) -> str | None:
        """Answer a connectivity check; returns why it was rejected, or None."""
        try:
            request = parse_binding_request(data)
        except ValueError:
            return "bad_stun"
        credentials = peer.ice.find(ufrag)
        if credentials is None or request.ufrag != ufrag or not request.is_signed_with(credentials.password):
            return "stun_bad_integrity"
        if not self._validate(peer, path, credentials, now, nominated=request.nominated):
            return "stun_address_taken"
        for expired in peer.ice.prove(credentials):
            del self._by_ufrag[expired]
        path.send(build_success(request, (path.address[0], path.address[1]), credentials.password))
        return None

    def _validate(
        self, peer: IcePeer, path: Path, credentials: Credentials, now: float, *, nominated: bool
    ) -> bool:
        ice, owner = peer.ice, path.owner
        if owner is not peer:
            if owner is not None:
                # A live peer keeps its path: another peer's credentials must not cut it off.
                if owner.ice.is_alive(now):
                    return False
                self._take_away(owner, path)
            path.keep(peer)
            ice.validated.append(path)
            if len(ice.validated) > MAX_PATHS:
                oldest = next(one for one in ice.validated if one not in (ice.path, path))
                ice.validated.remove(oldest)
                oldest.drop()
        ice.heard = now
        if not ice.settled:
            ice.path, ice.settled = path, True
            peer.aim()
        elif ice.path is None or (nominated and ice.path is not path):
            self._ask(ice, path, credentials)
        return True

    def _take_away(self, owner: IcePeer, path: Path) -> None:
        """A path is no longer this connection's; where it sent there, it sends nothing until another one answers."""
        ice = owner.ice
        ice.validated.remove(path)
        if ice.path is path:
            ice.path = None
            owner.aim()

    def on_ended(self, path: Path, owner: IcePeer) -> None:
        """A TCP connection is no more: the newest of the other paths is asked at once whether it works."""
        self._take_away(owner, path)
        if owner.ice.path is None and owner.ice.validated:
            self._ask(owner.ice, owner.ice.validated[-1], owner.ice.credentials[0])

    def _ask(self, ice: IceState, path: Path, credentials: Credentials) -> None:
        """Send our own check to another path of the client; each further check on it sends it again."""
        if credentials.remote is None:
            # There is no answer yet, so nothing is sent yet; the next check tries again.
            return
        if ice.trial is None or ice.trial.path is not path or ice.trial.password != credentials.remote[1]:
            ice.trial = Trial(path, secrets.token_bytes(_TRANSACTION_BYTES), credentials.remote[1])
        tie_breaker = secrets.randbits(64)
        path.send(build_check(credentials.remote, credentials.ufrag, ice.trial.transaction, tie_breaker))

    def _handle_success(self, data: bytes, path: Path, now: float) -> None:
        """A response to our check proves that the path leads to the client: send there from now on."""
        peer = path.owner
        trial = None if peer is None else peer.ice.trial
        # Two cheap comparisons before the parser.
        if peer is None or trial is None or trial.path is not path or data[8:20] != trial.transaction:
            self.drops["stun_unasked"] += 1
        elif not is_success_signed_with(data, trial.password):
            self.drops["stun_bad_integrity"] += 1
        else:
            peer.ice.path, peer.ice.trial = path, None
            peer.aim()
            peer.on_moved(now)
