"""One stream on its way to many receivers: those that get it under the same numbers share a line.

A slot has the same SSRC at every receiver, and what each was sent before decides its numbers. Mostly they are the same
for all: then a packet is rewritten once, and only protected for each. Who has other numbers has another line. Who took
other formats shares the numbers and gets bytes of another variant: plain Opus instead of RED, or fewer extensions.
"""

from copy import copy
from typing import Protocol

from media.peer.variant import CIRCLE, HALF, Receiver, Variant
from media.rtp.packet import RtpPacket
from media.rtp.rewriter import Rewriter
from media.rtp.vp8 import PictureContinuity, Vp8Descriptor
from media.sdp.profile import Kind

__all__ = ["FanOutGroup", "FanOut", "Subscriber"]


class Subscriber(Receiver, Protocol):
    """A receiver of a line: a slot's way out.

    Attributes:
        ssrc: of the slot. line: where it is now, None between two runs.
    """

    ssrc: int
    group: "FanOutGroup | None"

    def on_group(self, group: "FanOutGroup") -> None:
        """Its run goes on in a line."""

    def begin(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> "FanOutGroup | None":
        """A line of its own that starts with this packet; None when it cannot start with it."""


class FanOutGroup:
    """The receivers of one stream that get it under the same numbers.

    Attributes:
        kind: sound or picture.
        munger, picture: their numbers.
        packets, octets: sent to each of them on this line.
        members: who they are.
    """

    __slots__ = (
        "_settling",
        "_variants",
        "_waits",
        "kind",
        "members",
        "octets",
        "packets",
        "picture",
        "rewriter",
    )

    def __init__(self, kind: Kind, rewriter: Rewriter, picture: PictureContinuity) -> None:
        self.kind = kind
        self.rewriter = rewriter
        self.picture = picture
        self.packets = self.octets = 0
        self.members: list[Subscriber] = []
        self._variants: list[Variant] = []
        self._waits = False

    def numbers_like(self, other: "FanOutGroup") -> bool:
        """Whether both give the same numbers from now on."""
        return (
            self.rewriter.numbering == other.rewriter.numbering
            and self.picture.deltas == other.picture.deltas
        )

    def join(self, member: Subscriber, packet: RtpPacket) -> None:
        """Take a receiver in, who begins with this packet."""
        member.on_group(self)
        self.members.append(member)
        variant = next((one for one in self._variants if one.format == member.format), None)
        if variant is None:
            variant = Variant(member.format, self.kind)
            self._variants.append(variant)
        variant.join(member, packet)

    def _variant_of(self, member: Subscriber) -> Variant:
        return next(variant for variant in self._variants if member in variant.members)

    def leave(self, member: Subscriber) -> tuple[Rewriter, PictureContinuity]:
        """Let a receiver go; returns the numbers with which it goes on elsewhere."""
        if self._waits:
            # It would be nobody's business to send it later, when its gate may be closed.
            member.transport.flush()
        member.group = None
        self.members.remove(member)
        variant = self._variant_of(member)
        variant.leave(member)
        if not variant.members:
            self._variants.remove(variant)
        return copy(self.rewriter), copy(self.picture)

    def forward(self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None) -> bool:
        """Send one packet of the stream to all members; returns whether it left for any.

        Args:
            packet: the incoming packet, its extended number and arrival set.
            tail: its tail with the send time of this moment.
            descriptor: of a picture's packet, None when it has none.
        """
        numbers = self.rewriter.rewrite(packet.extended, packet.timestamp, packet.arrival)
        if numbers is None:
            return False
        if descriptor is not None:
            tail = self.picture.rewrite(tail, packet.payload_at, descriptor)
            if self.rewriter.is_newest(packet.extended):
                self.picture.note(descriptor)
        for variant in self._variants:
            if variant.is_settling and self.rewriter.is_newest(packet.extended):
                variant.settle(packet.timestamp)
        self._send(packet, numbers, tail, self._variants)
        return True

    def forward_rebuilt(self, packet: RtpPacket, tail: bytes) -> None:
        """Send sound that was lost on its way to the relay, and made anew, to those who get no RED."""
        last = self.rewriter.last_source_timestamp()
        variants = [variant for variant in self._variants if not variant.format.red]
        if not variants or last is None or not 0 < (packet.timestamp - last) & CIRCLE < HALF:
            return
        numbers = self.rewriter.rewrite(packet.extended, packet.timestamp, packet.arrival)
        if numbers is not None:
            self._send(packet, numbers, tail, variants)

    def _send(
        self, packet: RtpPacket, numbers: tuple[int, int], tail: bytes, variants: "list[Variant]"
    ) -> None:
        ssrc = self.members[0].ssrc
        self.packets += 1
        self.octets += packet.payload_bytes
        for variant in variants:
            variant.forward(packet, numbers, ssrc, tail)
        if not self._waits:
            self._waits = True
            self.members[0].transport.flush_soon(self)

    def fit(self, member: Subscriber, packet: RtpPacket, tail: bytes) -> tuple[RtpPacket, bytes] | None:
        """A packet and its tail as this receiver takes them."""
        return self._variant_of(member).fit(packet, tail, red=member.format.red)

    def kept(self, member: Subscriber, sequence: int) -> bytes | None:
        """The very packet that left for a receiver under this number, as long as it is kept."""
        return self._variant_of(member).kept(member, sequence, self.rewriter.numbering[1])

    def flush(self) -> None:
        """Send what waits at its members' connections."""
        self._waits = False
        for variant in self._variants:
            variant.flush()


class FanOut:
    """Everybody who receives one stream.

    Attributes:
        members: the receivers. starting: those of them who wait for a packet to begin with.
    """

    __slots__ = ("_running", "members", "starting")

    def __init__(self) -> None:
        self.members: list[Subscriber] = []
        self.starting: list[Subscriber] = []
        self._running: list[FanOutGroup] = []

    def add(self, member: Subscriber) -> None:
        """A receiver gets the stream from the next packet on that it can begin with."""
        self.members.append(member)
        self.starting.append(member)

    def remove(self, member: Subscriber) -> None:
        """A receiver gets it no more. Its run has ended before."""
        self.members.remove(member)
        if member in self.starting:
            self.starting.remove(member)

    def restart(self) -> None:
        """All runs have ended: everybody begins anew."""
        self.starting = list(self.members)

    def forward(
        self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None, *, may_start: bool = True
    ) -> bool:
        """Send one packet to everybody who can take it; returns whether it left for any.

        Args:
            packet, tail, descriptor: as for `FanOutGroup.forward`.
            may_start: whether those who wait may begin with it.
        """
        if self.starting and may_start:
            self._start(packet, descriptor)
        left = False
        for group in self._running:
            if group.members and group.forward(packet, tail, descriptor):
                left = True
        return left

    def forward_rebuilt(self, packet: RtpPacket, tail: bytes) -> None:
        """Send sound that was made anew to those who get no RED; nobody begins with it."""
        for group in self._running:
            if group.members:
                group.forward_rebuilt(packet, tail)

    def _start(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> None:
        self._running = [group for group in self._running if group.members]
        still = []
        for member in self.starting:
            own = member.begin(packet, descriptor)
            if own is None:
                still.append(member)
                continue
            group = next((group for group in self._running if group.numbers_like(own)), None)
            if group is None:
                self._running.append(own)
                group = own
            group.join(member, packet)
        self.starting = still
