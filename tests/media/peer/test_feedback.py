"""A receiver's feedback on its slots: retransmissions, key frames, loss, round trip, estimate."""

import struct
from collections.abc import Sequence

import pytest
from aiortc.rtp import (
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from media.peer.feedback import ReceiverFeedback
from media.peer.repair import MAX_RESENDS, RESENDS_PER_SECOND
from media.peer.slot import Outlet
from media.peer.stream import IncomingStream
from media.rates.link.receiver_link import ReceiverLink
from media.rtp.packet import parse_packet
from media.rtp.rtcp import build_transport_feedback, parse_rtcp
from media.rtp.transport_feedback import TransportFeedback, build_feedback
from media.sdp.profile import AUDIO_CLOCK, OPUS, VP8, Kind
from tests.support.relay.parts import PlainTransport, make_outlet, rtp_bytes, vp8

NTP = 0x0102_0304_0506_0708
LAST_SR = 0x0304_0506


class RecordingLink(ReceiverLink):
    """Records its input."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[tuple[float, int, float]] = []
        self.feedback: list[tuple[int, list[int | None], list[tuple[float, int]]]] = []

    def on_loss(self, lost: float, expected: int, now: float) -> None:
        self.received.append((lost, expected, now))

    def on_feedback(
        self, first: int, arrivals: Sequence[int | None], sent: Sequence[tuple[float, int]], now: float
    ) -> tuple[int, int]:
        self.feedback.append((first, list(arrivals), list(sent)))
        return arrivals.count(None), len(arrivals)


class Sent:
    """A send buffer that has sent 70,000 packets of 100 bytes, one a millisecond."""

    number = 70_000

    def sent(self, first: int, count: int) -> list[tuple[float, int]]:
        return [(number / 1000, 100) for number in range(first, first + count)]


class Scene:
    """A receiver of one sender's audio and video, with three packets of each sent."""

    def __init__(self, packets: int = 3) -> None:
        self.sent: list[bytes] = []
        self.highest = 0
        self.link = RecordingLink()
        self.feedback = ReceiverFeedback(self.link)
        self.video, self.picture = self._stream(Kind.VIDEO), self._outlet(Kind.VIDEO)
        self.audio, self.sound = self._stream(Kind.AUDIO), self._outlet(Kind.AUDIO)
        self.video.await_key_frame(self.picture)
        self.audio.subscribe(self.sound)
        for sequence in range(packets):
            self.forward(sequence)
        self.left = list(self.sent)
        self.sent.clear()

    def forward(self, sequence: int) -> None:
        data = rtp_bytes(VP8, sequence, 0, 9, vp8(key=sequence == 0))
        self.video.handle_rtp(parse_packet(data), 100, 0.0)
        data = rtp_bytes(OPUS, sequence, 0, 9, b"\0\0" + f"sound {sequence}".encode())
        self.audio.handle_rtp(parse_packet(data), 100, 0.0)

    def _stream(self, kind: Kind) -> IncomingStream:
        stream = IncomingStream(kind)
        stream.use_source(9)
        stream.set_gate(True)
        return stream

    def _outlet(self, kind: Kind) -> Outlet:
        outlet = make_outlet(0, kind, PlainTransport(self.sent.append, lambda data: None))
        self.feedback.add(outlet)
        return outlet

    def handle(self, *packets: AnyRtcpPacket, now: float = 0.0) -> None:
        self.feedback.handle(packets, now)

    def nack(self, outlet: Outlet, *lost: int, now: float = 0.0) -> None:
        self.handle(RtcpRtpfbPacket(1, 1, outlet.ssrc, lost=list(lost)), now=now)


def block(
    outlet: Outlet, *, fraction: int = 0, highest: int = 0, jitter: int = 0, lsr: int = 0, dlsr: int = 0
) -> RtcpReceiverInfo:
    return RtcpReceiverInfo(outlet.ssrc, fraction, 0, highest, jitter, lsr, dlsr)


# Retransmissions.


def test_a_nack_is_answered_once_per_pause_and_only_with_sent_packets() -> None:
    scene = Scene()
    for _ in range(3):
        scene.nack(scene.picture, 1, 2, 3, 60_000)
    assert (scene.picture.nacked, scene.picture.resent, len(scene.sent)) == (12, 2, 2)
    scene.handle(RtcpRtpfbPacket(1, 1, 12345, lost=[1]), now=1.0)
    assert len(scene.sent) == 2


def test_audio_is_retransmitted_with_identical_bytes() -> None:
    scene = Scene()
    scene.nack(scene.sound, 1, 2, 3)
    assert scene.sent == [data for data in scene.left if b"sound 1" in data or b"sound 2" in data]
    assert scene.sound.resent == 2


def test_nothing_is_retransmitted_twice_within_half_the_reported_round_trip() -> None:
    scene = Scene()
    scene.picture.report(NTP, 0, 1.0)
    # It came back 0.5 s later, 0.2 s of which the receiver held it: the round trip is 0.3 s.
    scene.handle(RtcpRrPacket(1, [block(scene.picture, lsr=LAST_SR, dlsr=65536 // 5)]), now=1.5)
    assert scene.feedback.rtt_s == pytest.approx(0.3, abs=0.001)
    for now in (1.5, 1.6, 1.64, 1.66, 1.75, 1.8):
        scene.nack(scene.picture, 1, now=now)
    assert len(scene.sent) == 2


def lossy(scene: Scene, *, doubles: bool = False) -> Scene:
    """The receiver's link loses much, whatever is sent."""
    scene.feedback.renew(ReceiverLink(is_lossy=True, doubles=doubles), 0.0)
    return scene


def test_on_a_lossy_link_a_repair_leaves_once_more_in_the_next_round() -> None:
    scene = lossy(Scene())
    scene.nack(scene.picture, 1, 2)
    scene.nack(scene.sound, 1)
    assert len(scene.sent) == 3
    for now in (0.02, 0.04):
        scene.feedback.send_again(now)
    assert len(scene.sent) == 6
    # Sound is the same packet again, pictures are under new numbers of their repair stream.
    assert len(set(scene.sent)) == 5


def test_where_there_is_room_on_a_lossy_link_everything_leaves_twice_sound_first() -> None:
    scene = lossy(Scene(), doubles=True)
    scene.feedback.send_again(0.0)
    for sequence in (3, 4):
        scene.forward(sequence)
    first = list(scene.sent)
    for now in (0.02, 0.04, 0.06):
        scene.feedback.send_again(now)
    again = scene.sent[len(first) :]
    assert again[:2] == [data for data in first if b"sound" in data]
    assert len(again) == 4


def test_what_leaves_again_in_a_round_is_bounded() -> None:
    scene = lossy(Scene(), doubles=True)
    scene.feedback.send_again(0.0)
    for sequence in range(3, 303):
        scene.forward(sequence)
    before = len(scene.sent)
    for now in (0.02, 0.04, 0.06):
        scene.feedback.send_again(now)
    assert 2 <= len(scene.sent) - before <= 32


def test_nothing_leaves_once_more_after_the_gate_has_closed() -> None:
    scene = lossy(Scene(), doubles=True)
    scene.feedback.send_again(0.0)
    scene.nack(scene.picture, 1)
    scene.nack(scene.sound, 1)
    scene.forward(3)
    scene.feedback.send_again(0.02)
    sent = len(scene.sent)
    for stream in (scene.video, scene.audio):
        stream.set_gate(False)
    scene.feedback.send_again(0.04)
    assert len(scene.sent) == sent


def test_retransmissions_of_a_packet_are_bounded() -> None:
    scene = Scene()
    for step in range(12):
        scene.nack(scene.picture, 1, now=0.15 * step)
        scene.nack(scene.sound, 1, now=0.15 * step)
    assert (scene.picture.resent, scene.sound.resent) == (MAX_RESENDS, MAX_RESENDS)


def test_retransmissions_per_second_are_bounded() -> None:
    scene = Scene(packets=450)
    scene.nack(scene.picture, *range(450))
    scene.nack(scene.sound, *range(400, 450))
    assert scene.picture.resent + scene.sound.resent == RESENDS_PER_SECOND


# Key frames.


def test_pli_and_fir_request_a_key_frame_from_the_sender() -> None:
    ssrc = Scene().picture.ssrc
    for packet in (
        RtcpPsfbPacket(1, 1, ssrc),
        RtcpPsfbPacket(4, 1, 0, struct.pack("!IB3x", ssrc, 1) + b"odd"),
    ):
        scene = Scene()
        assert not scene.video.wants_key_frame(0.0)
        scene.handle(packet)
        assert scene.picture.key_requests == 1
        assert scene.video.wants_key_frame(0.0)


def test_a_key_frame_request_for_a_slot_without_a_source_is_ignored() -> None:
    scene = Scene()
    scene.video.set_gate(False)
    scene.handle(RtcpPsfbPacket(1, 1, scene.picture.ssrc))
    assert scene.picture.key_requests == 0


# Loss, jitter and delay.


def test_loss_is_weighted_by_expected_packets_and_passed_on_per_stream() -> None:
    scene = Scene()
    first = [block(scene.sound, highest=100, fraction=64), block(scene.picture, highest=65_500)]
    scene.handle(RtcpRrPacket(1, first), now=0.5)
    # The first report covers only what was sent: three packets of each.
    assert scene.link.received == [(0.75, 3, 0.5), (0, 3, 0.5)]
    scene.link.received.clear()
    # 50 audio packets of which half were lost, 150 video packets (across the wrap-around) of which none were.
    info = RtcpSenderInfo(NTP, 0, 0, 0)
    sound = block(scene.sound, highest=150, fraction=128, jitter=AUDIO_CLOCK // 100)
    scene.handle(RtcpSrPacket(1, info, [sound, block(scene.picture, highest=65_650)]), now=1.0)
    assert scene.link.received == [(25, 50, 1.0), (0, 150, 1.0)]
    assert scene.feedback.loss == pytest.approx(0.125)
    assert (scene.sound.loss, scene.picture.loss) == (0.5, 0.0)
    assert scene.sound.jitter_s == pytest.approx(0.01)


def test_reports_about_other_ssrcs_or_without_new_packets_are_ignored() -> None:
    scene = Scene()
    for _ in range(2):
        scene.handle(RtcpRrPacket(1, [RtcpReceiverInfo(777, 255, 9, 9, 9, 9, 9)]))
        scene.handle(RtcpRrPacket(1, [block(scene.sound, highest=100, fraction=255)]))
    assert [expected for _, expected, _ in scene.link.received] == [3, 0]
    assert scene.feedback.rtt_s is None


@pytest.mark.parametrize(("lsr", "dlsr", "now"), [(LAST_SR, 0, 9.0), (LAST_SR + 1, 0, 1.1), (0, 0, 1.1)])
def test_an_absurd_round_trip_is_not_believed(lsr: int, dlsr: int, now: float) -> None:
    scene = Scene()
    scene.sound.report(NTP, 0, 1.0)
    scene.handle(RtcpRrPacket(1, [block(scene.sound, lsr=lsr, dlsr=dlsr)]), now=now)
    assert scene.feedback.rtt_s is None


def test_the_round_trip_is_smoothed() -> None:
    scene = Scene()
    for now, delay in ((1.0, 0.1), (2.0, 0.5)):
        scene.sound.report(NTP, 0, now)
        scene.handle(RtcpRrPacket(1, [block(scene.sound, lsr=LAST_SR)]), now=now + delay)
    assert scene.feedback.rtt_s == pytest.approx(0.2)
    scene.sound.report(NTP, 0, 3.0)
    scene.handle(RtcpRrPacket(1, [block(scene.sound, lsr=LAST_SR, dlsr=0xFFFF_FFFF)]), now=3.1)
    assert scene.feedback.rtt_s == pytest.approx(0.15)


# The estimate.


def test_an_estimate_is_passed_on_and_a_broken_one_ignored() -> None:
    scene = Scene()
    scene.handle(RtcpPsfbPacket(15, 1, 0, b"REMB\x09\x00\x00\x01"))
    scene.handle(RtcpPsfbPacket(15, 1, 0, b"else"))
    assert not scene.link.has_news
    scene.handle(RtcpPsfbPacket(15, 1, 0, pack_remb_fci(500_000, [1])))
    assert scene.link.has_news
    assert scene.link.bps == 500_000


def test_transport_feedback_is_passed_on_with_what_left_under_those_numbers() -> None:
    scene = Scene()
    told = build_transport_feedback(9, build_feedback(0, 69_990, [5_000, None, 5_004]))
    scene.feedback.handle(parse_rtcp(told), 71.0)
    assert scene.link.feedback == []
    scene.feedback.connect(Sent())  # type: ignore[arg-type]
    scene.feedback.handle(parse_rtcp(told), 71.0)
    sent = [(69.99, 100), (69.991, 100), (69.992, 100)]
    assert scene.link.feedback == [(69_990, [5_000, None, 5_004], sent)]


def test_losses_in_an_outage_do_not_count_afterwards() -> None:
    scene = Scene()
    scene.handle(RtcpRrPacket(1, [block(scene.picture, fraction=0, highest=10)]), now=1.0)
    fresh = RecordingLink()
    scene.feedback.renew(fresh, 30.0)
    scene.handle(RtcpRrPacket(1, [block(scene.picture, fraction=250, highest=300)]), now=31.0)
    assert scene.feedback.loss == 0.0
    scene.handle(RtcpRrPacket(1, [block(scene.picture, fraction=64, highest=400)]), now=32.0)
    assert scene.feedback.loss == 0.25
    assert [now for _, _, now in fresh.received] == [32.0]


# Copies of sound.


def report_for(scene: Scene, seconds: int, *, fraction: int = 0, since: float) -> None:
    for second in range(seconds):
        scene.highest += 50
        scene.handle(
            RtcpRrPacket(1, [block(scene.sound, fraction=fraction, highest=scene.highest)]),
            now=since + second,
        )


def test_reported_loss_decides_whether_sound_carries_copies() -> None:
    scene = Scene()
    report_for(scene, 15, since=0.0)
    assert not scene.sound.format.red
    assert scene.picture.format.rtx
    report_for(scene, 1, fraction=13, since=15.0)
    assert scene.sound.format.red


def test_sound_asked_for_again_brings_copies_back_at_once_and_pictures_do_not() -> None:
    scene = Scene(60)
    report_for(scene, 15, since=0.0)
    scene.nack(scene.picture, 1, 2, 3, 4, now=15.0)
    assert not scene.sound.format.red
    scene.nack(scene.sound, 10, 11, 12, now=15.1)
    assert scene.sound.format.red


def test_a_new_path_gets_copies_until_it_is_known() -> None:
    scene = Scene()
    report_for(scene, 15, since=0.0)
    assert not scene.sound.format.red
    scene.feedback.renew(scene.link, 20.0)
    assert scene.sound.format.red


@pytest.mark.parametrize("is_queued", [False, True])
def test_what_is_lost_in_a_queue_of_ours_brings_no_copies_back(
    monkeypatch: pytest.MonkeyPatch, *, is_queued: bool
) -> None:
    scene = Scene(packets=6)
    report_for(scene, 12, since=10.0)
    assert not scene.feedback.redundancy.is_on
    monkeypatch.setattr(RecordingLink, "loses_by_queue", is_queued)
    report_for(scene, 1, fraction=50, since=30.0)
    scene.handle(RtcpRtpfbPacket(1, 1, scene.sound.ssrc, lost=[1, 2, 3, 4]), now=31.0)
    assert scene.feedback.redundancy.is_on is not is_queued


def test_what_never_left_brings_no_copies_back_where_each_packet_is_reported() -> None:
    scene = Scene()
    scene.feedback.connect(Sent())  # type: ignore[arg-type]
    scene.link.transport.is_heard = True

    def report(now: float, *, lost: int, missed: int) -> None:
        """Of a hundred packets some were lost on the way, and of fifty numbers some had no packet."""
        scene.handle(TransportFeedback(0, (*(None,) * lost, *range(100 - lost))), now=now)
        report_for(scene, 1, fraction=missed, since=now)

    for second in range(15):
        report(second, lost=0, missed=40)
    assert not scene.sound.format.red
    report(15, lost=3, missed=0)
    assert scene.sound.format.red
