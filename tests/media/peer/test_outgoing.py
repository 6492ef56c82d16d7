"""What leaves on a connection while its video is paced."""

from media.peer.peer import Peer
from media.peer.stream import IncomingStream
from media.rtp.packet import parse_packet
from media.sdp.profile import OPUS, VP8, Kind, slot_ssrc
from tests.support.relay.parts import Wire, make_peer, rtp_bytes, vp8


class Scene:
    """A receiver of one sender's sound and picture."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.peer: Peer = make_peer("ann", 1, self.wire)
        self.streams = {kind: self._stream(kind) for kind in Kind}
        self.numbers = dict.fromkeys(Kind, 0)
        self.frame(key=True)
        self.wire.flush()
        self.wire.rtp.clear()

    def _stream(self, kind: Kind) -> IncomingStream:
        stream = IncomingStream(kind)
        stream.use_source(9)
        stream.set_gate(True)
        stream.subscribe(self.peer.outlet(0, kind))
        return stream

    def frame(self, packets: int = 1, *, key: bool = False) -> None:
        for index in range(packets):
            body = vp8(key=key, start=index == 0) + bytes(1000)
            self._take(Kind.VIDEO, VP8, body)

    def sound(self) -> None:
        self._take(Kind.AUDIO, OPUS, b"\xf8sound")

    def _take(self, kind: Kind, payload_type: int, body: bytes) -> None:
        number = self.numbers[kind]
        self.numbers[kind] += 1
        data = rtp_bytes(payload_type, number, number * 900, 9, body)
        self.streams[kind].handle_rtp(parse_packet(data), len(data), number / 50)

    def came(self) -> list[Kind]:
        """What left since the last look."""
        packets = self.wire.rtp.pop(("ann", 1), [])
        pictures = slot_ssrc(0, Kind.VIDEO)
        return [Kind.VIDEO if parse_packet(data).ssrc == pictures else Kind.AUDIO for data in packets]

    def round(self, now: float) -> list[Kind]:
        self.peer.on_timer(now)
        self.wire.flush()
        return self.came()


def test_without_a_pace_a_burst_leaves_at_once() -> None:
    scene = Scene()
    scene.frame(30)
    scene.wire.flush()
    assert scene.came() == [Kind.VIDEO] * 30


def test_paced_video_waits_and_sound_passes_it() -> None:
    scene = Scene()
    scene.peer.pace(400_000)
    scene.frame(30)
    scene.sound()
    scene.wire.flush()
    assert scene.came() == [Kind.AUDIO]
    rounds = [len(scene.round(10 + step * 0.02)) for step in range(50)]
    assert sum(rounds) == 30
    assert max(rounds) <= 2


def test_nothing_waits_any_more_when_the_pace_ends() -> None:
    scene = Scene()
    scene.peer.pace(400_000)
    scene.frame(30)
    scene.peer.pace(None)
    assert scene.came() == [Kind.VIDEO] * 30
    scene.frame(10)
    scene.wire.flush()
    assert scene.came() == [Kind.VIDEO] * 10


def test_what_waits_never_leaves_once_its_gate_is_closed() -> None:
    scene = Scene()
    scene.peer.pace(400_000)
    scene.frame(30)
    scene.streams[Kind.VIDEO].set_gate(False)
    assert scene.came() == []
    assert [scene.round(10 + step * 0.02) for step in range(50)] == [[]] * 50


def test_what_waits_is_dropped_when_the_connection_ends() -> None:
    scene = Scene()
    scene.peer.pace(400_000)
    scene.frame(30)
    scene.peer.disconnect()
    scene.frame(5)
    scene.wire.flush()
    assert scene.came() == []
    scene.peer.pace(None)
    assert scene.peer.send_buffer is None
