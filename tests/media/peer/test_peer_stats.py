"""The counters of a connection, as they leave the worker."""

from aiortc.rtp import RtcpPsfbPacket, RtcpReceiverInfo, RtcpRrPacket, RtcpRtpfbPacket, pack_remb_fci

from media.control import RoomOptions
from media.peer.peer import Peer
from media.peer.peer_stats import build_peer_stats, read_connection
from media.rates.rate_window import HEADER_BYTES
from media.sdp.profile import AUDIO_CLOCK, OPUS, Kind
from tests.support.relay.parts import Wire, make_peer, rtp_bytes
from tests.support.relay.simulated_sender import SimulatedLayer

RIDS = [layer.rid for layer in RoomOptions(1).layers]


class Pair:
    """A sender of the middle layer and of audio, and its receiver."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.ann, self.ben = make_peer("ann", 1, self.wire), make_peer("ben", 2, self.wire)
        self.picture, self.sound = self.ben.outlet(0, Kind.VIDEO), self.ben.outlet(0, Kind.AUDIO)
        self.ann.camera.set_route(True, [self.picture])
        self.ann.camera.choose(self.picture, 1)
        self.ann.mic.set_gate(True)
        self.ann.mic.subscribe(self.sound)
        self.layer = SimulatedLayer("h", 50)
        for sequence in range(4):
            self.hand_in(self.ann, *self.layer.frame(0.04 * sequence, key=sequence == 0))
            self.hand_in(self.ann, rtp_bytes(OPUS, sequence, 960 * sequence, 51, bytes(60), mid="mic"))

    def hand_in(self, peer: Peer, *datagrams: bytes, now: float = 0.1) -> None:
        for data in datagrams:
            peer.handle_srtp(data, now)
        self.wire.flush()

    def report(self, *, fraction: int, jitter: int) -> None:
        for highest in (10, 20):
            blocks = [
                RtcpReceiverInfo(self.sound.ssrc, fraction, 0, highest, jitter, 0, 0),
                RtcpReceiverInfo(self.picture.ssrc, fraction, 0, highest, 0, 0, 0),
            ]
            self.hand_in(self.ben, bytes(RtcpRrPacket(1, blocks)))


def test_a_senders_stats_list_its_streams() -> None:
    pair = Pair()
    for now in (0.2, 1.2):
        pair.hand_in(pair.ann, *pair.layer.frame(now, key=False), now=now)
        pair.ann.camera.layers[1].measure(now)
    stats = build_peer_stats(pair.ann, RIDS, 0.2)
    assert [(one.kind, one.rid, one.active, one.is_open) for one in stats.streams] == [
        ("audio", "", True, True),
        ("video", "q", False, True),
        ("video", "h", True, True),
        ("video", "f", False, True),
    ]
    layer = stats.streams[2]
    assert (layer.packets, layer.forwarded, layer.key_frames, layer.lost) == (6, 6, 1, 0)
    on_the_wire = layer.bytes + HEADER_BYTES * layer.packets
    assert layer.bps == 8 * on_the_wire // 6, "what came between the two readings, a second apart"
    assert (stats.connection, stats.connected, stats.silent, stats.packets_in) == (1, True, False, 10)
    assert (stats.rtt_ms, stats.estimate_bps) == (None, None)


def test_a_receivers_stats_list_its_slots() -> None:
    pair = Pair()
    pair.report(fraction=64, jitter=AUDIO_CLOCK // 50)
    pair.hand_in(pair.ben, bytes(RtcpRtpfbPacket(1, 1, pair.picture.ssrc, lost=[1, 2, 700])))
    pair.hand_in(pair.ben, bytes(RtcpPsfbPacket(1, 1, pair.picture.ssrc)))
    pair.hand_in(pair.ben, bytes(RtcpPsfbPacket(15, 1, 0, pack_remb_fci(700_000, [1]))))
    stats = build_peer_stats(pair.ben, RIDS, 0.2)
    picture = next(one for one in stats.slots if one.kind == "video")
    sound = next(one for one in stats.slots if one.kind == "audio")
    assert (picture.slot, picture.layer, picture.wanted, picture.packets) == (0, "h", "h", 4)
    assert (picture.nacked, picture.resent, picture.key_requests, picture.switches) == (3, 2, 1, 0)
    assert (sound.layer, sound.wanted, sound.packets) == ("", "", 4)
    assert (sound.loss_percent, sound.jitter_ms) == (25.0, 20.0)
    assert stats.packets_out == 4 + 4 + 2
    assert stats.estimate_bps is not None


def test_the_quality_covers_both_directions() -> None:
    pair = Pair()
    pair.report(fraction=64, jitter=AUDIO_CLOCK // 50)
    pair.ben.upstream.loss, pair.ben.upstream.jitter_s = 0.5, 0.03
    pair.ben.feedback.rtt_s = 0.25
    reading = read_connection(pair.ben, True, 0.2)
    assert (reading.up_loss, reading.up_jitter_ms) == (0.5, 30.0)
    assert (reading.down_loss, reading.down_jitter_ms, reading.down_narrow) == (0.25, 20.0, True)
    assert (reading.rtt_ms, reading.silent) == (250.0, False)


def test_jitter_of_a_slot_without_a_source_does_not_count() -> None:
    pair = Pair()
    pair.report(fraction=0, jitter=AUDIO_CLOCK)
    pair.ann.mic.set_gate(False)
    assert read_connection(pair.ben, False, 0.2).down_jitter_ms == 0.0
