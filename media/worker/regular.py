"""The receiver in C, and the classes whose objects it reads and writes: a regular packet never enters the interpreter.

It carries the packet that is the next one of a stream that is known, for receivers that take the stream as it is.
Everything else (the first packet of a source, a gap, a key frame that somebody waits for, RTCP, DTLS, checks) goes up
to Python, in order and as it came. Both work on the same objects, so it does not matter who took the packet before.
"""

from collections.abc import Callable
from typing import Any, Protocol

from media.net.dtls import SrtpKeys
from media.net.floods import PacketMeter
from media.net.ice import Address
from media.net.native import find_native
from media.net.paths.udp import UdpPath, UdpSocket
from media.peer.fan_out import FanOut, FanOutGroup
from media.peer.peer import Peer
from media.peer.repair import GapTracker
from media.peer.slot import Outlet
from media.peer.stream import IncomingStream
from media.peer.upstream import Upstream
from media.peer.variant import Variant
from media.peer.voice_check import VoiceCheck
from media.rates.uplink import Uplink
from media.rtp.levels import SpeakingDetector
from media.rtp.packet import RtpPacket
from media.rtp.reception import Reception
from media.rtp.rewriter import Rewriter
from media.rtp.ring import PacketRing
from media.rtp.transport_feedback import ArrivalLog
from media.rtp.vp8 import PictureContinuity

__all__ = ["Receiver", "make_receiver"]

_CLASSES = (
    UdpPath,
    Peer,
    SrtpKeys,
    PacketMeter,
    IncomingStream,
    Reception,
    GapTracker,
    PacketRing,
    RtpPacket,
    FanOut,
    FanOutGroup,
    Variant,
    Outlet,
    Rewriter,
    PictureContinuity,
    Upstream,
    ArrivalLog,
    Uplink,
    VoiceCheck,
    SpeakingDetector,
)

_native = find_native()
if _native is not None:
    _native.bind({one.__name__: one for one in _CLASSES})


class Receiver(Protocol):
    """Reads datagrams and carries the regular ones."""

    def drain(self, most: int, within_s: float) -> None:
        """Read what is in the socket, at most so many datagrams and not for longer, and send everything pending."""

    def take(self, data: bytes, address: Address, now: float) -> None:
        """Take one datagram from this address."""


def make_receiver(
    udp: UdpSocket,
    handle: Callable[[bytes, Address, float], None],
    failed: Callable[[Exception], None],
    refused: Callable[[], None],
    unsent: list[Any],
) -> Receiver | None:
    """A receiver in C for this socket; None where it was not compiled.

    Args:
        udp: only what comes on a path of it that belongs to a connection is carried.
        handle: takes every datagram that is not regular.
        failed: takes what went wrong with one that was.
        refused: called when the system refused to read.
        unsent: gets the groups that have packets waiting.
    """
    if _native is None:
        return None
    receiver: Receiver = _native.Receiver(udp.inner.fileno(), udp.paths, handle, failed, refused, unsent)
    return receiver
