"""One incoming stream, a peer's microphone or camera: its gate, its repair state, and the outlets it feeds."""

from media.levels import SpeakingDetector
from media.profile import AUDIO_CLOCK, OPUS, RTX, VIDEO_CLOCK, VP8, Kind
from media.reception import Reception
from media.repair import GapTracker, KeyFrameRequests
from media.ring import PacketRing
from media.rtp import RtpPacket, stamp, unwrap_rtx
from media.slot import Outlet
from media.vp8 import parse_descriptor

__all__ = ["IncomingStream"]


class IncomingStream:
    """A peer's microphone or camera; closed until a plan opens it.

    Attributes:
        kind: sound or picture.
        payload_type: of its packets; the camera's retransmissions have RTX.
        ssrc: the SSRC in use, None before the first packet.
        is_open: the gate, the one question asked of every packet.
        outlets: whom it goes to.
        gated, forwarded: packets dropped by the gate, and packets that left for anyone.
    """

    __slots__ = (
        "_gaps",
        "_wants_key",
        "forwarded",
        "gated",
        "is_open",
        "key_requests",
        "kind",
        "outlets",
        "payload_type",
        "reception",
        "ring",
        "speech",
        "ssrc",
    )

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.payload_type = OPUS if kind is Kind.AUDIO else VP8
        self.ssrc: int | None = None
        self.is_open = False
        self.outlets: tuple[Outlet, ...] = ()
        self.gated = self.forwarded = 0
        self.reception = Reception(0, self._clock_rate)
        self.ring = PacketRing() if kind is Kind.VIDEO else None
        self.speech = SpeakingDetector()
        self.key_requests = KeyFrameRequests()
        self._gaps = GapTracker()
        self._wants_key = False

    @property
    def _clock_rate(self) -> int:
        return AUDIO_CLOCK if self.kind is Kind.AUDIO else VIDEO_CLOCK

    def use_source(self, ssrc: int) -> None:
        """Follow a new SSRC: the sender started over."""
        self.ssrc = ssrc
        self.reception = Reception(ssrc, self._clock_rate)
        self._forget()
        for outlet in self.outlets:
            outlet.stop()

    def set_route(self, is_open: bool, outlets: tuple[Outlet, ...]) -> None:
        """Put the plan's wish into force: the gate, and who receives.

        An outlet that leaves, and every outlet when the gate closes, starts a new run later.
        """
        if not is_open:
            outlets = ()
        for outlet in self.outlets:
            # Another stream may have taken the outlet over in the same plan.
            if outlet not in outlets and outlet.feed is self:
                outlet.stop()
                outlet.feed = None
        for outlet in outlets:
            if outlet.feed is not self:
                outlet.stop()
                outlet.feed = self
        if is_open != self.is_open:
            self._forget()
        self.is_open = is_open
        self.outlets = outlets

    def handle_rtp(self, packet: RtpPacket, now: float) -> None:
        """Take one packet of this stream, `now` in monotonic seconds."""
        is_rtx = packet.payload_type == RTX
        if not self.is_open:
            self.gated += 1
            if not is_rtx:
                # A report must not call the gated packets lost; nothing else happens with them.
                self.reception.on_packet(packet.sequence, packet.timestamp, now)
            return
        if is_rtx:
            recovered = self._unwrap(packet)
            if recovered is None:
                return
            packet = recovered
        else:
            packet.extended = self.reception.on_packet(packet.sequence, packet.timestamp, now)
        packet.arrival = now
        if self.ring is None:
            if packet.level is not None:
                self.speech.on_level(packet.level, now)
        else:
            if not is_rtx and not self._gaps.on_packet(packet.extended, now):
                self._wants_key = True
            if not self.ring.put(packet):
                return
        self._fan_out(packet, now)

    def _unwrap(self, packet: RtpPacket) -> RtpPacket | None:
        """The packet inside a retransmission, if it was missing: probes and repeats nobody asked for end here."""
        original = None if self.ssrc is None else unwrap_rtx(packet, self.payload_type, self.ssrc)
        if original is None:
            return None
        original.extended = self.reception.extend(original.sequence)
        return original if self._gaps.take_recovered(original.extended) else None

    def _fan_out(self, packet: RtpPacket, now: float) -> None:
        if not self.outlets:
            return
        tail = stamp(packet, now)
        descriptor = None
        if self.kind is Kind.VIDEO:
            descriptor = parse_descriptor(tail, packet.payload_at, packet.payload_bytes)
            if descriptor is not None and descriptor.key_start:
                self._wants_key = False
        left = False
        for outlet in self.outlets:
            if outlet.forward(packet, tail, descriptor):
                left = True
        self.forwarded += left

    def handle_sender_report(self, ntp: int, timestamp: int, now: float) -> None:
        """Take the sender's own report and pass it on to whoever receives the stream."""
        self.reception.on_sender_report(ntp, now)
        if self.is_open:
            for outlet in self.outlets:
                outlet.report(ntp, timestamp)

    def request_key_frame(self) -> None:
        """A receiver lost the picture: ask the sender in the next round."""
        if self.outlets:
            self._wants_key = True

    def take_key_request(self, now: float) -> bool:
        """Whether a key frame is to be asked for now: someone waits for one, and the pause is over."""
        if self.kind is Kind.AUDIO or self.ssrc is None or not self.outlets:
            return False
        wanted = self._wants_key or any(outlet.waits_for_key_frame for outlet in self.outlets)
        return wanted and self.key_requests.allow(now)

    def take_nacks(self, now: float) -> list[int]:
        """The extended numbers to ask the sender for again now."""
        return self._gaps.take_due(now) if self.is_open and self.ring is not None else []

    def _forget(self) -> None:
        self._gaps.reset()
        self._wants_key = False
        self.speech.reset()
        if self.ring is not None:
            self.ring.clear()
