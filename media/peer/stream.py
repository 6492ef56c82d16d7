"""One incoming stream, a microphone or one layer of a camera: its gate, its repair state, and its subscribers."""

from media.peer.fan_out import FanOut
from media.peer.repair import GapTracker
from media.peer.slot import Outlet
from media.peer.voice_check import VoiceCheck
from media.rates.rate_window import HEADER_BYTES, RateWindow
from media.rtp.clock import SenderClock
from media.rtp.levels import SpeakingDetector
from media.rtp.packet import RtpPacket, stamp, unwrap_rtx
from media.rtp.reception import Reception
from media.rtp.red import take_previous
from media.rtp.ring import MAX_RING_PACKETS, PacketRing
from media.rtp.vp8 import parse_descriptor
from media.sdp.profile import AUDIO_CLOCK, OPUS, RED, RTX, VIDEO_CLOCK, VP8, Kind

__all__ = ["ACTIVE_S", "STILL_S", "IncomingStream"]

# A stream without a packet for this long is not being sent; a stall of a second is no reason to start over.
ACTIVE_S = 2.0
# A still picture may send nothing at all, like a shared screen in some browsers.
STILL_S = 30.0
# Around the sound of a packet: IP, UDP, RTP, its extensions, SRTP. With a copy, which has the size of the sound, RED's
# headers come on top.
_AROUND_BYTES, _RED_BYTES = 68, 5
_PAYLOAD_TYPES = {Kind.AUDIO: (RED, OPUS), Kind.VIDEO: (VP8,)}


class IncomingStream:
    """A microphone or one layer of a camera; closed until a plan opens it.

    Attributes:
        kind: audio or video. rid: the layer's name; empty for audio.
        ssrc: the SSRC in use, None before the first packet.
        is_open: the gate, checked for every packet.
        outlets: the receivers. waiting: outlets that switch to this layer at its next key frame.
        last_at: arrival of its last packet, monotonic seconds.
        has_copies: whether its packets carry the sound before them, too (RED).
        packets, bytes: received. gated, forwarded: dropped by the gate; forwarded to anyone.
        nacked, recovered: requested; received that way. key_requests, key_frames: sent; received.
    """

    __slots__ = (
        "_barrier",
        "_fan_out",
        "_gaps",
        "_key_at",
        "_keys_seen",
        "_rate",
        "_wants_key",
        "bytes",
        "clock",
        "forwarded",
        "gated",
        "has_copies",
        "is_open",
        "key_frames",
        "key_requests",
        "kind",
        "last_at",
        "nacked",
        "outlets",
        "packets",
        "reception",
        "recovered",
        "rid",
        "ring",
        "speech",
        "ssrc",
        "voice",
        "waiting",
    )

    def __init__(self, kind: Kind, rid: str = "", ring_packets: int = MAX_RING_PACKETS) -> None:
        self.kind = kind
        self.rid = rid
        self.ssrc: int | None = None
        self.is_open = self.has_copies = False
        self.outlets: list[Outlet] = []
        self.waiting: list[Outlet] = []
        self.last_at = float("-inf")
        self.packets = self.bytes = self.gated = self.forwarded = 0
        self.nacked = self.recovered = self.key_requests = self.key_frames = 0
        self.reception = Reception(0, self._clock_rate)
        self.clock = SenderClock(self._clock_rate)
        self.ring = PacketRing(ring_packets) if kind is Kind.VIDEO else None
        self.speech = SpeakingDetector()
        self.voice = VoiceCheck()
        self._fan_out = FanOut()
        self._gaps = GapTracker()
        # When the newest key frame was noticed, and how many there were then.
        self._key_at, self._keys_seen = float("-inf"), 0
        self._wants_key = False
        # What arrived before a receiver was admitted is not for that receiver, even if it arrives again.
        self._barrier = 0
        self._rate = RateWindow()

    @property
    def _clock_rate(self) -> int:
        return AUDIO_CLOCK if self.kind is Kind.AUDIO else VIDEO_CLOCK

    @property
    def bps(self) -> int:
        """Bits per second over the last seconds, headers of the network included; 0 before it is known."""
        return self._rate.bps

    def is_active(self, now: float) -> bool:
        """Whether it is being sent."""
        return now - self.last_at < ACTIVE_S

    def bps_sent(self, *, copies: bool) -> int:
        """The same as it is sent to a receiver, with copies or without."""
        if copies or not self.has_copies or not self.packets:
            return self.bps
        size = HEADER_BYTES + self.bytes / self.packets
        return int(self.bps * (size - _RED_BYTES + _AROUND_BYTES) / 2 / size)

    def use_source(self, ssrc: int, *, has_copies: bool = False) -> None:
        """Switch to a new SSRC: the sender started over."""
        self.ssrc = ssrc
        self.has_copies = has_copies
        self.reception = Reception(ssrc, self._clock_rate)
        self.clock = SenderClock(self._clock_rate)
        self._barrier = 0
        self._forget()
        for outlet in self.outlets:
            outlet.stop()
        self._fan_out.restart()

    # Subscribers.

    def set_gate(self, is_open: bool) -> None:
        """Open or close the gate; a closed one forwards to nobody, and nothing received before may be sent later."""
        if is_open != self.is_open:
            self._forget()
        self.is_open = is_open
        if not is_open:
            self._let_go_of_all()

    def subscribe(self, outlet: Outlet) -> None:
        """Forward to an outlet from the next packet on, for video from the next key frame on."""
        if self.is_open and outlet not in self.outlets:
            self._barrier = self.reception.highest
            self._take(outlet)

    def await_key_frame(self, outlet: Outlet) -> None:
        """Take an outlet over at the next key frame; its present source continues until then."""
        if self.is_open and outlet not in self.waiting and outlet not in self.outlets:
            self._barrier = self.reception.highest
            self.waiting.append(outlet)

    def unsubscribe(self, outlet: Outlet) -> None:
        """Stop forwarding to an outlet."""
        if outlet in self.waiting:
            self.waiting.remove(outlet)
        if outlet in self.outlets:
            self.detach(outlet)
            # Another stream may have taken the outlet over already.
            if outlet.source is self:
                outlet.use(None)

    def _let_go_of_all(self) -> None:
        outlets, self.outlets = self.outlets, []
        self.waiting.clear()
        self._fan_out.close()
        for outlet in outlets:
            # Another stream may have taken the outlet over already.
            if outlet.source is self:
                outlet.use(None)

    def _take_over(self) -> None:
        for outlet in self.waiting:
            before = outlet.source
            if isinstance(before, IncomingStream) and before is not self:
                before.detach(outlet)
            self._take(outlet)
        self.waiting.clear()

    def _take(self, outlet: Outlet) -> None:
        outlet.use(self)
        self.outlets.append(outlet)
        self._fan_out.add(outlet)

    def detach(self, outlet: Outlet) -> None:
        """Stop forwarding to an outlet whose next source sets itself."""
        self.outlets.remove(outlet)
        self._fan_out.remove(outlet)

    # Packets.

    def handle_rtp(self, packet: RtpPacket, size: int, now: float) -> bool:
        """Take one packet of the stream itself.

        Args:
            packet: decrypted and parsed.
            size: of its datagram, bytes.
            now: monotonic seconds.

        Returns:
            False when its payload type does not belong to this kind of stream.
        """
        if packet.payload_type not in _PAYLOAD_TYPES[self.kind]:
            return False
        self.packets += 1
        self.bytes += size
        self.last_at = packet.arrival = now
        # Counted before the gate: a report must not count gated packets as lost.
        packet.extended = self.reception.on_packet(packet.sequence, packet.timestamp, now)
        if not self.is_open:
            self.gated += 1
            return True
        self.recovered += self._gaps.was_asked_for(packet.extended)
        follows_gap = packet.payload_type == RED and self._gaps.has_lost(packet.extended)
        if not self._gaps.on_packet(packet.extended, now):
            self._wants_key = True
        if self.ring is None:
            if packet.level is not None:
                self.on_level(packet.level, packet.payload_bytes, now)
        elif not self.ring.put(packet):
            return True
        if follows_gap:
            self._rebuild_previous(packet, now)
        self._forward(packet, now)
        return True

    def on_level(self, level: int, payload_bytes: int, now: float) -> None:
        """Take the audio level of one packet, 0 loud .. 127 silent, and the size of its payload."""
        if self.voice.is_voice(level, payload_bytes):
            self.speech.on_level(level, now)

    def _rebuild_previous(self, packet: RtpPacket, now: float) -> None:
        """The packet before this one is missing: receivers without RED get it from the copy in this one."""
        previous = take_previous(packet)
        if previous is not None and previous.extended > self._barrier:
            self._fan_out.forward_rebuilt(previous, stamp(previous, now))

    def handle_rtx(self, packet: RtpPacket, size: int, now: float) -> bool:
        """Take one packet of the stream's retransmissions; probes and unrequested ones are dropped here.

        Args and returns as for `handle_rtp`.
        """
        if packet.payload_type != RTX:
            return False
        if not self.is_open:
            self.gated += 1
            return True
        original = None if self.ssrc is None else unwrap_rtx(packet, VP8, self.ssrc)
        if original is None or self.ring is None:
            return True
        original.extended = self.reception.extend(original.sequence)
        original.arrival = now
        if self._gaps.take_recovered(original.extended) and self.ring.put(original):
            self.recovered += 1
            self.reception.on_repaired()
            self.bytes += size
            self._forward(original, now)
        return True

    def _forward(self, packet: RtpPacket, now: float) -> None:
        descriptor = None
        is_new = packet.extended > self._barrier
        if self.kind is Kind.VIDEO:
            descriptor = parse_descriptor(packet.tail, packet.payload_at, packet.payload_bytes)
            if descriptor is not None and descriptor.key_start:
                self._wants_key = False
                self.key_frames += 1
                if is_new:
                    self._take_over()
        if not self.outlets:
            return
        self.forwarded += self._fan_out.forward(packet, stamp(packet, now), descriptor, may_start=is_new)

    def handle_sender_report(self, ntp: int, timestamp: int, now: float) -> None:
        """Take the sender's report and forward it to the stream's receivers."""
        self.reception.on_sender_report(ntp, now)
        self.clock.on_report(ntp, timestamp)
        if self.is_open:
            for outlet in self.outlets:
                outlet.report(ntp, timestamp, now)

    # Requests to the sender.

    def asks(self) -> bool:
        """Whether there is anything that `take_nacks` may ask for; mostly there is not."""
        return bool(self._gaps.missing)

    def request_key_frame(self, known: float) -> None:
        """A receiver lost the picture: request a key frame in the next round.

        Args:
            known: when whatever had reached the receiver was sent at the latest; a newer key frame is still on its way,
                and browsers repeat themselves five times a second until it is there.
        """
        if self.outlets and self._key_at <= known:
            self._wants_key = True

    def wants_key_frame(self, now: float) -> bool:
        """Whether somebody waits for a key frame; called in every round.

        A layer that is not being sent is not asked: it starts with a key frame anyway.
        """
        if self._keys_seen != self.key_frames:
            self._key_at, self._keys_seen = now, self.key_frames
        if self.kind is Kind.AUDIO or self.ssrc is None or now - self.last_at >= STILL_S:
            return False
        return bool(self.waiting or self._wants_key or self._fan_out.starting)

    def take_nacks(self, now: float, rtt_s: float = 0.0) -> list[int]:
        """The extended numbers to request from the sender now; `rtt_s` is the round trip to it."""
        if not self.is_open:
            return []
        numbers = self._gaps.take_due(now, rtt_s)
        self.nacked += len(numbers)
        return numbers

    def measure(self, now: float) -> None:
        """Measure the bit rate, and forget what is too old to be sent again; called about twice a second."""
        if self.ring is not None:
            self.ring.expire(self.reception.highest, now)
        self._rate.read(self.bytes + HEADER_BYTES * self.packets, now)

    def _forget(self) -> None:
        self._gaps.reset()
        self._rate.forget()
        self._wants_key = False
        self.speech.reset()
        if self.ring is not None:
            self.ring.clear()
