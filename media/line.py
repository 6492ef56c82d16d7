"""One stream on its way to many receivers: those that get it under the same numbers share a line.

A slot has the same SSRC at every receiver, and what each was sent before decides its numbers. Mostly they are the same
for all: then a packet is rewritten once, and only protected for each. Who has other numbers has another line.
"""

from copy import copy
from typing import Protocol

from media.munger import SlotMunger
from media.outbox import Outbox, add_to_all
from media.rtp import RtpPacket, build_packet
from media.vp8 import PictureContinuity, Vp8Descriptor

__all__ = ["KEPT_SOUND", "Line", "Lines", "Member", "Way"]

# Sound is repeated as it left, byte for byte: about a second of it.
KEPT_SOUND = 64


class Way(Protocol):
    """A connection, as far as packets leave by it."""

    @property
    def outbox(self) -> Outbox | None:
        """Where its packets wait; None before its handshake and after its end."""

    def flush_soon(self, what: "Line | Way") -> None:
        """Call `flush` of this before the wake-up ends."""

    def flush(self) -> None:
        """Send what waits."""

    def send_rtp(self, plain: bytes) -> None:
        """Protect one RTP packet; it leaves before this wake-up ends."""

    def send_rtcp(self, plain: bytes) -> None:
        """Protect one RTCP packet and send it at once."""


class Member(Protocol):
    """A receiver of a line: a slot's way out.

    Attributes:
        ssrc: of the slot. line: where it is now, None between two runs.
        first: the extended number of the packet that began its run.
    """

    ssrc: int
    line: "Line | None"
    first: int

    @property
    def way(self) -> Way:
        """Its connection."""

    def on_line(self, line: "Line") -> None:
        """Its run goes on in a line."""

    def begin(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> "Line | None":
        """A line of its own that starts with this packet; None when it cannot start with it."""


class Line:
    """The receivers of one stream that get it under the same numbers.

    Attributes:
        munger, picture: their numbers.
        packets, octets: sent to each of them on this line.
        kept: the last packets of sound, by number modulo `KEPT_SOUND`.
        members: who they are.
    """

    __slots__ = (
        "_newest_first",
        "_outboxes",
        "_waits",
        "kept",
        "members",
        "munger",
        "octets",
        "packets",
        "picture",
    )

    def __init__(self, munger: SlotMunger, picture: PictureContinuity, *, keeps: bool) -> None:
        self.munger = munger
        self.picture = picture
        self.packets = self.octets = 0
        self.kept = [b""] * (KEPT_SOUND if keeps else 0)
        self.members: list[Member] = []
        self._outboxes: list[Outbox] = []
        self._newest_first = 0
        self._waits = False

    def numbers_like(self, other: "Line") -> bool:
        """Whether both give the same numbers from now on."""
        return self.munger.numbering == other.munger.numbering and self.picture.deltas == other.picture.deltas

    def join(self, member: Member) -> None:
        """Take a receiver in."""
        member.on_line(self)
        self.members.append(member)
        self._refresh()

    def leave(self, member: Member) -> tuple[SlotMunger, PictureContinuity]:
        """Let a receiver go; returns the numbers with which it goes on elsewhere."""
        if self._waits:
            # It would be nobody's business to send it later, when its gate may be closed.
            member.way.flush()
        member.line = None
        self.members.remove(member)
        self._refresh()
        return copy(self.munger), copy(self.picture)

    def _refresh(self) -> None:
        self._newest_first = max((member.first for member in self.members), default=0)
        outboxes = [member.way.outbox for member in self.members]
        self._outboxes = [outbox for outbox in outboxes if outbox is not None]

    def forward(self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None) -> bool:
        """Send one packet of the stream to all members; returns whether it left for any.

        Args:
            packet: the incoming packet, its extended number and arrival set.
            tail: its tail with the send time of this moment.
            descriptor: of a picture's packet, None when it has none.
        """
        extended = packet.extended
        numbers = self.munger.rewrite(extended, packet.timestamp, packet.arrival)
        if numbers is None:
            return False
        if descriptor is not None:
            tail = self.picture.rewrite(tail, packet.payload_at, descriptor)
            if self.munger.is_newest(extended):
                self.picture.note(descriptor)
        plain = build_packet(packet, numbers[0], numbers[1], self.members[0].ssrc, tail)
        if self.kept:
            self.kept[numbers[0] % KEPT_SOUND] = plain
        self.packets += 1
        self.octets += packet.payload_bytes
        outboxes = self._outboxes
        if extended < self._newest_first:
            # A late packet: from before the run of some, who used its number for another one.
            may = [member.way.outbox for member in self.members if extended >= member.first]
            outboxes = [outbox for outbox in may if outbox is not None]
        add_to_all(outboxes, plain)
        if not self._waits:
            self._waits = True
            self.members[0].way.flush_soon(self)
        return True

    def flush(self) -> None:
        """Send what waits at its members' connections."""
        self._waits = False
        for outbox in self._outboxes:
            outbox.flush()


class Lines:
    """Everybody who receives one stream.

    Attributes:
        members: the receivers. starting: those of them who wait for a packet to begin with.
    """

    __slots__ = ("_running", "members", "starting")

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.starting: list[Member] = []
        self._running: list[Line] = []

    def add(self, member: Member) -> None:
        """A receiver gets the stream from the next packet on that it can begin with."""
        self.members.append(member)
        self.starting.append(member)

    def remove(self, member: Member) -> None:
        """A receiver gets it no more. Its run has ended before."""
        self.members.remove(member)
        if member in self.starting:
            self.starting.remove(member)

    def restart(self) -> None:
        """All runs have ended: everybody begins anew."""
        self.starting = list(self.members)

    def forward(self, packet: RtpPacket, tail: bytes, descriptor: Vp8Descriptor | None) -> bool:
        """Send one packet to everybody who can take it; returns whether it left for any."""
        if self.starting:
            self._start(packet, descriptor)
        left = False
        for line in self._running:
            if line.members and line.forward(packet, tail, descriptor):
                left = True
        return left

    def _start(self, packet: RtpPacket, descriptor: Vp8Descriptor | None) -> None:
        self._running = [line for line in self._running if line.members]
        still = []
        for member in self.starting:
            own = member.begin(packet, descriptor)
            if own is None:
                still.append(member)
                continue
            line = next((line for line in self._running if line.numbers_like(own)), None)
            if line is None:
                self._running.append(own)
                line = own
            line.join(member)
        self.starting = still
