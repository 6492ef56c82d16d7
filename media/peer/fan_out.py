"""The fan-out of one stream: receivers that get it under the same numbers form a group.

A slot has the same SSRC at every receiver; what each one was sent before decides its numbers. These are usually the
same for all: then a packet is rewritten once, and only encrypted per receiver. A receiver with other numbers is in
another group. A receiver that accepted other formats shares the numbers but gets the bytes of another variant: plain
Opus instead of RED, or fewer extensions.
"""

from typing import Protocol

from media.peer.variant import CIRCLE, HALF, Receiver, Variant
from media.rtp.packet import RtpPacket
from media.rtp.rewriter import Rewriter
from media.rtp.vp8 import PictureContinuity, Vp8Descriptor
from media.sdp.profile import Kind

__all__ = ["FanOutGroup", "FanOut", "Subscriber"]


class Subscriber(Receiver, Protocol):
    """A receiver of a stream: the outlet of one slot.

    Attributes:
        ssrc: of the slot. group: the group it is in, None between two runs.
    """

    ssrc: int
    group: "FanOutGroup | None"

    def on_group(self, group: "FanOutGroup") -> None:
        """Its run continues in a group."""

    def end_run(self, rewriter: Rewriter, picture: PictureContinuity) -> None:
        """Its run has ended; it continues elsewhere with this numbering."""

    def begin(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> "FanOutGroup | None":
        """Start a run in a group of its own with this packet; None when it cannot start with it."""


class FanOutGroup:
    """The receivers of one stream that get it under the same numbers.

    Attributes:
        kind: audio or video.
        rewriter, picture: their numbering.
        packets, octets: sent to each member by this group.
        members: the receivers.
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
        """Whether both groups assign the same numbers from now on."""
        return (
            self.rewriter.numbering == other.rewriter.numbering
            and self.picture.deltas == other.picture.deltas
        )

    def join(self, member: Subscriber, packet: RtpPacket) -> None:
        """Add a receiver that starts with this packet."""
        member.on_group(self)
        self.members.append(member)
        began = packet.timestamp if self.kind is Kind.AUDIO else None
        self._find_variant(member).join(member, began)

    def _find_variant(self, member: Subscriber) -> Variant:
        """The variant with the formats of this receiver; made if there is none."""
        variant = next((one for one in self._variants if one.format == member.format), None)
        if variant is None:
            variant = Variant(member.format, self.kind)
            self._variants.append(variant)
        return variant

    def reform(self, member: Subscriber) -> None:
        """Move a receiver whose format has changed: it starts there with the next packet.

        What it was sent before is not retransmitted any more: under each number only one packet is ever sent.
        """
        began = self._leave_variant(member)
        member.first = self.rewriter.next_source_number()
        self._find_variant(member).join(member, began)

    def _leave_variant(self, member: Subscriber) -> int | None:
        variant = self._variant_of(member)
        began = variant.leave(member)
        if not variant.members:
            self._variants.remove(variant)
        return began

    def _variant_of(self, member: Subscriber) -> Variant:
        return next(variant for variant in self._variants if member in variant.members)

    def leave(self, member: Subscriber) -> None:
        """Remove a receiver."""
        self.members.remove(member)
        self._leave_variant(member)
        self._end_run(member)

    def disband(self) -> None:
        """Remove all receivers at once: a gate closes."""
        members, self.members, self._variants = self.members, [], []
        for member in members:
            self._end_run(member)

    def _end_run(self, member: Subscriber) -> None:
        # Sent later, a packet could leave after the receiver's gate was closed.
        member.transport.end_run(member.ssrc)
        member.end_run(self.rewriter.copy(), self.picture.copy())

    def forward(self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None) -> bool:
        """Forward one packet of the stream to all members; returns whether it was sent to any.

        Args:
            packet: the incoming packet, its extended number and arrival set.
            tail: its tail with the current send time.
            descriptor: of a video packet; None when it has none.
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
        """Send audio that was lost on its way to the relay, and rebuilt, to the members without RED."""
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
        """Convert a packet and its tail to the formats this receiver accepted."""
        return self._variant_of(member).fit(packet, tail, red=member.format.red)

    def kept(self, member: Subscriber, sequence: int) -> bytes | None:
        """The exact packet sent to a receiver under this number, while it is kept."""
        return self._variant_of(member).kept(member, sequence, self.rewriter.numbering[1])

    def refresh(self, member: Subscriber) -> None:
        """The packets of a receiver go elsewhere from now on."""
        self._variant_of(member).refresh()

    def flush(self) -> None:
        """Flush the send buffers of all members."""
        self._waits = False
        for variant in self._variants:
            variant.flush()


class FanOut:
    """All receivers of one stream.

    Attributes:
        members: the receivers. starting: those of them still waiting for a packet they can start with.
    """

    __slots__ = ("_running", "members", "starting")

    def __init__(self) -> None:
        self.members: list[Subscriber] = []
        self.starting: list[Subscriber] = []
        self._running: list[FanOutGroup] = []

    def add(self, member: Subscriber) -> None:
        """Forward the stream to a receiver, from the next packet that it can start with."""
        self.members.append(member)
        self.starting.append(member)

    def remove(self, member: Subscriber) -> None:
        """Stop forwarding to a receiver. Its run must have ended before."""
        self.members.remove(member)
        if member in self.starting:
            self.starting.remove(member)

    def close(self) -> None:
        """Stop forwarding to everybody."""
        self.members.clear()
        self.starting.clear()
        groups, self._running = self._running, []
        for group in groups:
            group.disband()

    def restart(self) -> None:
        """Start everybody again: all runs have ended."""
        self.starting = list(self.members)

    def forward(
        self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None, *, may_start: bool = True
    ) -> bool:
        """Forward one packet to everybody who can take it; returns whether it was sent to any.

        Args:
            packet, tail, descriptor: as for `FanOutGroup.forward`.
            may_start: whether waiting receivers may start with it.
        """
        if self.starting and may_start:
            self._start(packet, descriptor)
        left = False
        for group in self._running:
            if group.members and group.forward(packet, tail, descriptor):
                left = True
        return left

    def forward_rebuilt(self, packet: RtpPacket, tail: bytes) -> None:
        """Send rebuilt audio to the receivers without RED; nobody starts with it."""
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
