"""Feedback to one sender: retransmission and key-frame requests, reports, its bit rate limit and wanted layers."""

from collections.abc import Iterable, Sequence

from media.control import VideoLayer
from media.peer.stream import IncomingStream
from media.rates.layers import CameraLayers
from media.rates.uplink import Uplink, useful_bps
from media.rtp.rtcp import build_fir, build_nack, build_pli, build_receiver_report, build_remb
from media.sdp.formats import Accepted
from media.sdp.profile import Kind

__all__ = ["Upstream"]

_REPORT_S = 1.0
# For audio: Opus at its best, twice, because every packet also carries the one before.
_AUDIO_BPS = 128_000


class Upstream:
    """The relay's feedback to one sender.

    Args:
        streams: all of its streams, microphone first.
        layers: of its camera, smallest first.

    Attributes:
        wanted: rids of the layers it should send now.
        loss, jitter_s: of its streams at the last report, 0..1 and seconds.
        cap_bps: the most that its receivers can use.
    """

    def __init__(self, streams: Sequence[IncomingStream], layers: Sequence[VideoLayer]) -> None:
        self.wanted = tuple(layer.rid for layer in layers)
        self.loss = self.jitter_s = 0.0
        self.uplink = Uplink()
        self._streams = streams
        self._layers = layers
        self._camera = CameraLayers(layers)
        self._feedback: dict[Kind, frozenset[str]] = dict.fromkeys(Kind, frozenset())
        self._firs = 0
        self._report_due = float("-inf")
        self.cap_bps = self._useful()

    def take_sections(self, sections: Sequence[Accepted]) -> None:
        """Send only the feedback that these sections, of its microphone and its camera, accept."""
        self._feedback = {kind: frozenset() for kind in Kind} | {one.kind: one.feedback for one in sections}

    def want(self, in_use: Iterable[int], now: float) -> bool:
        """Set which layers any receiver can use; returns whether `wanted` changed."""
        wanted = self._camera.update(in_use, now)
        if wanted == self.wanted:
            return False
        self.wanted = wanted
        self.cap_bps = self._useful()
        return True

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
        messages = []
        for stream in self._streams:
            if stream.ssrc is None:
                continue
            feedback = self._feedback[stream.kind]
            # Browsers retransmit audio although no answer says so; others ignore the request.
            is_asked = "nack" in feedback or stream.kind is Kind.AUDIO
            numbers = stream.take_nacks(now, rtt_s or 0.0) if is_asked else ()
            if numbers:
                messages.append(build_nack(stream.ssrc, numbers))
            if stream.take_key_request(now):
                messages += self._key_request(stream.ssrc, feedback)
        if now >= self._report_due:
            self._report_due = now + _REPORT_S
            report = self._build_report(now)
            if report:
                messages.append(report)
        # One limit covers everything it sends. A sender without REMB goes by our reports alone.
        is_bound = any("goog-remb" in feedback for feedback in self._feedback.values())
        bps = self.uplink.due(self.cap_bps, now) if is_bound else None
        if bps is not None and (ssrcs := [s.ssrc for s in self._streams if s.ssrc is not None]):
            # RFC 3550 §6.1 wants every compound packet to start with a report.
            messages.append(build_receiver_report([]) + build_remb(bps, ssrcs))
        return messages

    def _key_request(self, ssrc: int, feedback: frozenset[str]) -> list[bytes]:
        if "nack pli" in feedback:
            return [build_pli(ssrc)]
        if "ccm fir" in feedback:
            self._firs = (self._firs + 1) & 0xFF
            return [build_fir(ssrc, self._firs)]
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
