"""Feedback to one sender: retransmission and key-frame requests, reports, what arrived when, and wanted layers.

A sender that numbers its packets is told when each arrived, and finds its own rate; any other gets a limit (REMB).
"""

from collections.abc import Iterable, Sequence

from media.control import VideoLayer
from media.peer.repair import KeyFrameRequests
from media.peer.stream import IncomingStream
from media.rates.layers import CameraLayers
from media.rates.uplink import Uplink, useful_bps
from media.rtp.rtcp import (
    build_fir,
    build_nack,
    build_pli,
    build_receiver_report,
    build_remb,
    build_transport_feedback,
)
from media.rtp.transport_feedback import ArrivalLog
from media.sdp.formats import Accepted
from media.sdp.profile import Kind

__all__ = ["Upstream"]

_REPORT_S = 1.0
# How often a limit is worked out: one may follow another after 100 ms.
_LIMIT_S = 0.1
# A wanted layer should be there by then.
_MISSING_S = 5.0
# For audio: Opus at its best, twice, because every packet also carries the one before.
_AUDIO_BPS = 128_000


class Upstream:
    """The relay's feedback to one sender.

    Args:
        streams: all of its streams, microphone first.
        layers: of its camera, smallest first.

    Attributes:
        packets, octets: SRTP received. is_numbered: whether its answer accepted transport-wide numbers.
        wanted: rids of the layers it should send now.
        is_waiting: whether anything of it is missing, or a key frame awaited, as of the last `take_messages`.
        loss, jitter_s: of its streams at the last report, 0..1 and seconds.
        cap_bps: the most that its receivers can use.
        arrivals, uplink: what arrived, of a sender that numbers its packets; the limit of any other.
    """

    __slots__ = (
        "_camera",
        "_feedback",
        "_firs",
        "_is_bound",
        "_key_frames",
        "_layers",
        "_limit_due",
        "_report_due",
        "_streams",
        "_wanted_at",
        "arrivals",
        "cap_bps",
        "is_numbered",
        "is_waiting",
        "jitter_s",
        "loss",
        "octets",
        "packets",
        "uplink",
        "wanted",
    )

    def __init__(self, streams: Sequence[IncomingStream], layers: Sequence[VideoLayer]) -> None:
        self.packets = self.octets = 0
        self.is_numbered = self.is_waiting = False
        self.wanted = tuple(layer.rid for layer in layers)
        self.loss = self.jitter_s = 0.0
        self.arrivals = ArrivalLog()
        self.uplink = Uplink()
        self._streams = streams
        self._layers = layers
        self._camera = CameraLayers(layers)
        self._feedback: dict[Kind, frozenset[str]] = dict.fromkeys(Kind, frozenset())
        # A sender without REMB or numbers goes by our reports alone.
        self._is_bound = False
        self._key_frames = KeyFrameRequests()
        self._firs = 0
        self._report_due = float("-inf")
        self._wanted_at = float("-inf")
        self._limit_due = float("-inf")
        self.cap_bps = self._useful()

    def take_sections(self, sections: Sequence[Accepted]) -> None:
        """Send only the feedback that these sections, of its microphone and its camera, accept."""
        self._feedback = {kind: frozenset() for kind in Kind} | {one.kind: one.feedback for one in sections}
        self._is_bound = any("goog-remb" in feedback for feedback in self._feedback.values())
        self.is_numbered = any("transport-cc" in one.feedback for one in sections)

    def on_packet(self, number: int | None, sent_at: int | None, size: int, now: float) -> None:
        """Count a packet that arrived; `native/intake.c` does the same in C.

        Args:
            number: its transport-wide number. sent_at: its send time, 24 bits. Each is None without.
            size: of its datagram, bytes.
            now: monotonic seconds.
        """
        self.packets += 1
        self.octets += size
        if number is not None and self.is_numbered:
            self.arrivals.on_packet(number, now)
        elif sent_at is not None:
            self.uplink.on_packet(sent_at, size, now)
        else:
            self.uplink.on_unstamped(size, now)

    def want(self, in_use: Iterable[int], now: float) -> bool:
        """Set which layers any receiver can use; returns whether `wanted` changed."""
        wanted = self._camera.update(in_use, now)
        if wanted == self.wanted:
            return False
        self.wanted, self._wanted_at = wanted, now
        self.cap_bps = self._useful()
        return True

    def is_narrow(self, now: float) -> bool:
        """Whether the uplink is why less is sent than could be used."""
        if not self.arrivals.is_used:
            return self.uplink.is_narrow(self.cap_bps, now)
        # A browser short of bandwidth leaves out its upper layers.
        _, *layers = self._streams
        missing = (one for one in layers if one.packets and one.rid in self.wanted and not one.is_active(now))
        return now - self._wanted_at > _MISSING_S and layers[0].is_active(now) and any(missing)

    def _useful(self) -> int:
        return useful_bps((layer.max_bps for layer in self._layers if layer.rid in self.wanted), _AUDIO_BPS)

    def report_at_once(self, now: float) -> None:
        """Report on a new source at once: without a report a browser stays at its lowest rate."""
        self._report_due = now

    def take_messages(self, now: float, rtt_s: float | None) -> list[bytes]:
        """The RTCP packets that are due.

        Args:
            now: monotonic seconds.
            rtt_s: round trip to the sender, None while unknown.
        """
        messages: list[bytes] = []
        self.is_waiting = False
        for stream in self._streams:
            if stream.ssrc is not None and stream.asks():
                self.is_waiting = True
                messages += self._nack(stream, stream.ssrc, now, rtt_s or 0.0)
        messages += self._key_requests(now, rtt_s or 0.0)
        if now >= self._report_due:
            self._report_due = now + _REPORT_S
            report = self._build_report(now)
            if report:
                messages.append(report)
        if not self.arrivals.is_used:
            messages += self._limit(now) if self._is_bound else ()
        elif self.arrivals.is_due(now):
            messages += self._arrival_report(now)
        return messages

    def _nack(self, stream: IncomingStream, ssrc: int, now: float, rtt_s: float) -> list[bytes]:
        # Browsers retransmit audio although no answer says so; others ignore the request.
        is_asked = "nack" in self._feedback[stream.kind] or stream.kind is Kind.AUDIO
        numbers = stream.take_nacks(now, rtt_s) if is_asked else ()
        return [build_nack(ssrc, numbers)] if numbers else []

    def _arrival_report(self, now: float) -> list[bytes]:
        ssrcs = self._ssrcs()
        feedback = self.arrivals.take(now) if ssrcs else None
        return [] if feedback is None else [build_transport_feedback(ssrcs[0], feedback)]

    def _ssrcs(self) -> list[int]:
        return [stream.ssrc for stream in self._streams if stream.ssrc is not None]

    def _limit(self, now: float) -> list[bytes]:
        """The limit that is due, of a sender that does not number its packets: one covers everything it sends."""
        if now < self._limit_due:
            return []
        self._limit_due = now + _LIMIT_S
        ssrcs = self._ssrcs()
        bps = self.uplink.due(self.cap_bps, now) if ssrcs else None
        # RFC 3550 §6.1 wants every compound packet to start with a report.
        return [] if bps is None else [build_receiver_report([]) + build_remb(bps, ssrcs)]

    def _key_requests(self, now: float, rtt_s: float) -> list[bytes]:
        """Ask for key frames of all layers for which somebody waits: browsers answer with one of each layer anyway."""
        waiting = [stream for stream in self._streams if stream.wants_key_frame(now)]
        if not waiting:
            return []
        self.is_waiting = True
        if not self._key_frames.allow(now, rtt_s):
            return []
        return [message for stream in waiting for message in self._key_request(stream)]

    def _key_request(self, stream: IncomingStream) -> list[bytes]:
        assert stream.ssrc is not None
        stream.key_requests += 1
        feedback = self._feedback[stream.kind]
        if "nack pli" in feedback:
            return [build_pli(stream.ssrc)]
        if "ccm fir" in feedback:
            self._firs = (self._firs + 1) & 0xFF
            return [build_fir(stream.ssrc, self._firs)]
        return []

    def _build_report(self, now: float) -> bytes:
        reports = []
        expected = lost = 0.0
        self.jitter_s = 0.0
        for stream in self._streams:
            report = None if stream.ssrc is None else stream.reception.report(now)
            if report is None:
                continue
            reports.append(report)
            expected += report.expected
            lost += report.missed
            if report.expected and stream.kind is Kind.AUDIO:
                self.jitter_s = stream.reception.jitter_s
        if expected:
            self.loss = lost / expected
            self.uplink.on_loss(self.loss, now)
        return build_receiver_report(reports) if reports else b""
