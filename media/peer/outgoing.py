"""What leaves on one connection: the packets of its slots, and video that waits for a narrow link."""

from collections import Counter
from typing import Protocol

from media.net.dtls import SrtpKeys
from media.net.floods import Handshakes
from media.net.pacer import Pacer
from media.net.send_buffer import PacketSink, SendBuffer
from media.peer.slot import Outlet
from media.peer.variant import Flushable
from media.sdp.profile import Kind

__all__ = ["Outgoing", "WorkerSocket"]


class WorkerSocket(Protocol):
    """What a connection needs of the worker's sockets."""

    drops: Counter[str]
    handshakes: Handshakes

    def open_send_buffer(self, keys: SrtpKeys) -> SendBuffer:
        """A send buffer with these keys."""

    def flush_soon(self, what: Flushable) -> None:
        """Call its `flush` before this wake-up ends."""


class Outgoing:
    """The sending half of a connection.

    Args:
        socket: the worker's transport.

    Attributes:
        send_buffer: packets waiting to be sent; None before its handshake and after its end.
    """

    def __init__(self, socket: WorkerSocket) -> None:
        self.send_buffer: SendBuffer | None = None
        self._socket = socket
        self._last_send_buffer: SendBuffer | None = None
        self._pacer: Pacer | None = None
        self._outlets: dict[tuple[int, Kind], Outlet] = {}

    @property
    def packets_out(self) -> int:
        """SRTP packets sent."""
        return 0 if self._last_send_buffer is None else self._last_send_buffer.packets

    @property
    def bytes_out(self) -> int:
        """Bytes in them."""
        return 0 if self._last_send_buffer is None else self._last_send_buffer.octets

    @property
    def send_drops(self) -> dict[str, int]:
        """Packets that could not be sent to it, by reason."""
        send_buffer = self._last_send_buffer
        return (
            {}
            if send_buffer is None
            else {"send_refused": send_buffer.refused, "protect_failed": send_buffer.failed}
        )

    def sink(self, kind: Kind) -> PacketSink | None:
        """What takes its packets; None before its handshake and after its end."""
        is_paced = kind is Kind.VIDEO and self._pacer is not None and self.send_buffer is not None
        return self._pacer if is_paced else self.send_buffer

    def end_run(self, ssrc: int) -> None:
        """Send what is ready, and drop what a pacer still holds of this source."""
        self.flush()
        if self._pacer is not None:
            self._pacer.drop(ssrc)

    def pace(self, bps: float | None) -> None:
        """Let its video leave at this rate from now on; None without waiting."""
        if self.send_buffer is None or (bps is None and self._pacer is None):
            return
        if self._pacer is not None and bps is not None:
            self._pacer.bps = bps
            return
        self.send_held()
        self._pacer = None if bps is None else Pacer(self.send_buffer, bps)
        for outlet in self._outlets.values():
            if outlet.group is not None:
                outlet.group.refresh(outlet)

    def send_held(self) -> None:
        """Send all packets now, also those of video that would wait."""
        if self._pacer is not None:
            self._pacer.release()
        self.flush()

    def flush_soon(self, what: Flushable) -> None:
        """Call its `flush` before this wake-up ends."""
        self._socket.flush_soon(what)

    def flush_held(self, now: float) -> bool:
        """Send what may leave by now of video that waits, once per round; returns whether any may wait for the next."""
        if self._pacer is None:
            return False
        self._pacer.on_round(now)
        if self._pacer.held_bytes:
            self._socket.flush_soon(self._pacer)
        return True

    def send_rtp(self, plain: bytes) -> None:
        """Encrypt one RTP packet; it is sent at the end of this wake-up, together with others to this peer."""
        if self.send_buffer is not None:
            self.send_buffer.add(plain)
            self._socket.flush_soon(self)

    def repeat_rtp(self, plain: bytes) -> None:
        """The same for a packet that was sent before: the same bytes leave again."""
        if self.send_buffer is not None:
            self.send_buffer.add_again(plain)
            self._socket.flush_soon(self)

    def flush(self) -> None:
        """Send all pending packets."""
        if self.send_buffer is not None:
            self.send_buffer.flush()
