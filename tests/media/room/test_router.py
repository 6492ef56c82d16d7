"""One room with plain connections: who gets whose packets, and how it fails closed."""

import pytest
from aiortc.rtp import RtcpRtpfbPacket

from media.control import (
    Event,
    LayersWanted,
    PeerConnected,
    PeerPlan,
    PeerSilent,
    Quality,
    RelayPlan,
    RoomOptions,
    Speaking,
)
from media.counters import StreamStats
from media.net.ice import CONSENT_S
from media.peer.peer import Peer
from media.peer.voice_check import STEADY_PACKETS
from media.room.router import KEEP_SILENT_S, QUALITY_S, SETUP_S, PlanRejected, RoomRouter
from media.rtp.packet import parse_packet
from media.sdp.profile import OPUS, VP8, Kind, slot_ssrc
from tests.support.relay.parts import EVERYTHING, Wire, make_peer, plain_keys, rtp_bytes, vp8


class Scene:
    """A room with three connected peers; the video of every plan is allocated at once."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.events: list[Event] = []
        self.now = 0.0
        self.room = RoomRouter("room", RoomOptions(3), self.events.append, 0.0)
        self.peers: dict[str, Peer] = {}
        for number, name in enumerate(("ann", "ben", "cat")):
            self.add(name, number)
        self.sequence = 0

    def add(self, name: str, number: int) -> Peer:
        peer = self.peers[name] = make_peer(name, number, self.wire, now=self.now)
        self.room.add(peer)
        self.room.apply_routes()
        return peer

    def plan(self, version: int = 1, **entries: tuple[int, str | None, bool, bool]) -> None:
        self.room.apply_plan(RelayPlan(version, {name: PeerPlan(*entry) for name, entry in entries.items()}))
        self.tick(0.0)

    def tick(self, elapsed: float) -> None:
        self.now += elapsed
        self.room.on_timer(self.now)

    def check(self, name: str) -> None:
        """A connectivity check of the peer arrived."""
        self.peers[name].ice.heard = self.now

    def emitted(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def speak(self, name: str, level: int = 20) -> None:
        self.sequence += 1
        ssrc = 100 + self.peers[name].connection
        data = rtp_bytes(OPUS, self.sequence, self.sequence * 960, ssrc, bytes(60), mid="mic", level=level)
        self.peers[name].handle_srtp(data, self.now)

    def show(self, name: str, *, key: bool = True) -> None:
        """Send a frame of the top layer, after an extra one if the layer was not active."""
        ssrc = 200 + self.peers[name].connection
        layer = self.peers[name].camera.layers[2]
        frames = [key] if layer.ssrc == ssrc and layer.is_active(self.now) else [False, key]
        for is_key in frames:
            self.sequence += 1
            data = rtp_bytes(VP8, self.sequence, self.sequence * 3000, ssrc, vp8(key=is_key), mid="cam")
            self.peers[name].handle_srtp(data, self.now)
            self.tick(0.0)

    def heard(self) -> dict[str, list[int]]:
        """The SSRCs received by each peer since the last call."""
        self.wire.flush()
        result = {str(a[0]): sorted(parse_packet(p).ssrc for p in sent) for a, sent in self.wire.rtp.items()}
        self.wire.rtp.clear()
        return result

    def top(self, name: str) -> StreamStats:
        return self.room.peer_stats(self.room.peers[name], self.now).streams[3]


@pytest.fixture
def scene() -> Scene:
    return Scene()


OPEN = {"ann": (0, "main", True, True), "ben": (1, "main", True, True), "cat": (2, "main", True, True)}
A0, V0, A1 = slot_ssrc(0, Kind.AUDIO), slot_ssrc(0, Kind.VIDEO), slot_ssrc(1, Kind.AUDIO)


def test_everyone_in_the_space_receives_except_the_sender(scene: Scene) -> None:
    scene.plan(**OPEN)
    scene.speak("ann")
    scene.show("ann")
    assert scene.heard() == {"ben": [A0, V0], "cat": [A0, V0]}


def test_without_a_plan_nothing_is_forwarded(scene: Scene) -> None:
    scene.speak("ann")
    assert scene.heard() == {}
    assert scene.peers["ann"].mic.gated == 1


def test_a_peer_outside_the_plan_neither_sends_nor_receives(scene: Scene) -> None:
    scene.plan(ann=OPEN["ann"], ben=OPEN["ben"])
    scene.speak("cat")
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0]}


def test_audio_and_video_have_separate_gates(scene: Scene) -> None:
    scene.plan(**(OPEN | {"ann": (0, "main", False, True)}))
    scene.speak("ann")
    scene.show("ann")
    assert scene.heard() == {"ben": [V0], "cat": [V0]}
    assert scene.peers["ann"].mic.gated == 1
    assert (scene.top("ann").gated, scene.top("ann").forwarded) == (0, 1)


def test_spaces_are_apart(scene: Scene) -> None:
    scene.plan(**(OPEN | {"cat": (2, "private", True, True)}))
    scene.speak("ann")
    scene.speak("cat")
    assert scene.heard() == {"ben": [A0]}


def test_a_receiver_that_comes_later_waits_for_a_key_frame(scene: Scene) -> None:
    scene.plan(**(OPEN | {"cat": (2, None, True, True)}))
    scene.show("ann")
    scene.heard()
    before = scene.top("ann").key_requests
    for _ in range(2):
        scene.tick(0.5)
        scene.show("ann", key=False)
    scene.heard()
    scene.plan(2, **OPEN)
    scene.show("ann", key=False)
    assert scene.heard() == {"ben": [V0]}
    scene.tick(0.1)
    assert scene.top("ann").key_requests == before + 1
    scene.show("ann", key=True)
    assert scene.heard() == {"ben": [V0], "cat": [V0]}


def test_a_new_connection_of_the_same_peer_replaces_the_old_one(scene: Scene) -> None:
    scene.plan(**OPEN)
    old = scene.peers["ann"]
    scene.add("ann", 7)
    assert not old.connected
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0], "cat": [A0]}
    old.handle_srtp(rtp_bytes(OPUS, 1, 1, 100, b"old", mid="mic"), 0.0)
    assert scene.heard() == {}


def test_a_peer_that_is_not_connected_receives_nothing(scene: Scene) -> None:
    scene.plan(**OPEN)
    late = make_peer("cat", 9, scene.wire, connected=False)
    scene.room.add(late)
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0]}
    late.connect(plain_keys(), EVERYTHING)
    scene.room.apply_routes()
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0], "cat": [A0]}


@pytest.mark.parametrize(
    ("entry", "code"),
    [((0, "main", True, True), "plan.slot_twice"), ((3, "main", True, True), "plan.slot_unknown")],
)
def test_a_plan_that_contradicts_itself_closes_everything(
    scene: Scene, entry: tuple[int, str, bool, bool], code: str
) -> None:
    scene.plan(**OPEN)
    with pytest.raises(PlanRejected) as rejected:
        scene.plan(2, **(OPEN | {"cat": entry}))
    assert rejected.value.code == code
    scene.speak("ann")
    assert scene.heard() == {}
    scene.plan(3, **OPEN)
    scene.speak("ann")
    assert scene.heard() != {}


def test_peers_may_exchange_their_slots(scene: Scene) -> None:
    scene.plan(**OPEN)
    scene.speak("ann")
    scene.speak("ben")
    scene.heard()
    scene.plan(2, **(OPEN | {"ann": (1, "main", True, True), "ben": (0, "main", True, True)}))
    scene.speak("ann")
    assert scene.heard() == {"ben": [A1], "cat": [A1]}
    scene.speak("ben")
    assert scene.heard() == {"ann": [A0], "cat": [A0]}


def test_an_older_plan_is_ignored_and_the_same_one_may_come_again(scene: Scene) -> None:
    scene.plan(5, **OPEN)
    scene.plan(5, **OPEN)
    scene.plan(4)
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0], "cat": [A0]}


def test_speaking_is_reported_on_change_only_and_never_behind_a_closed_gate(scene: Scene) -> None:
    scene.plan(**OPEN)
    for _ in range(10):
        scene.speak("ann")
        scene.tick(0.02)
    for _ in range(4):
        scene.tick(0.1)
    assert [event.peers for event in scene.events if isinstance(event, Speaking)] == [("ann",)]
    scene.plan(2, **(OPEN | {"ann": (0, "main", False, True)}))
    scene.tick(0.3)
    last = scene.emitted(Speaking)[-1]
    assert isinstance(last, Speaking)
    assert last.peers == ()
    assert [stretch.peer for stretch in last.ended] == ["ann"]
    for _ in range(10):
        scene.speak("ann")
        scene.tick(0.02)
    scene.tick(0.3)
    assert len(scene.emitted(Speaking)) == 2


def test_a_peer_that_leaves_while_speaking_stops_speaking(scene: Scene) -> None:
    scene.plan(**OPEN)
    for _ in range(10):
        scene.speak("ann")
        scene.tick(0.02)
    scene.room.remove("ann")
    scene.tick(0.3)
    last = scene.emitted(Speaking)[-1]
    assert isinstance(last, Speaking)
    assert last.peers == ()
    assert [stretch.peer for stretch in last.ended] == ["ann"]


def test_an_empty_room_reports_that_before_it_idles_and_wakes_with_the_next_peer(scene: Scene) -> None:
    scene.plan(**OPEN)
    for _ in range(int(QUALITY_S / 0.02) + 1):
        for name in scene.peers:
            scene.check(name)
        scene.speak("ann")
        scene.tick(0.02)
    for name in scene.peers:
        scene.room.remove(name)
    for _ in range(int(QUALITY_S / 0.02) + 1):
        scene.tick(0.02)
    speech, quality = scene.emitted(Speaking)[-1], scene.emitted(Quality)[-1]
    assert isinstance(speech, Speaking)
    assert isinstance(quality, Quality)
    assert ([stretch.peer for stretch in speech.ended], speech.peers) == (["ann"], ())
    assert quality.peers == {}
    scene.add("ann", 7)
    for _ in range(int(QUALITY_S / 0.02) + 1):
        scene.check("ann")
        scene.speak("ann")
        scene.tick(0.02)
    speech, quality = scene.emitted(Speaking)[-1], scene.emitted(Quality)[-1]
    assert isinstance(speech, Speaking)
    assert isinstance(quality, Quality)
    assert speech.peers == ("ann",)
    assert quality.peers.keys() == {"ann"}


def test_a_constant_loud_level_is_reported_until_it_changes_or_the_gate_closes(scene: Scene) -> None:
    def emitted() -> list[tuple[str, ...]]:
        return [event.unreliable for event in scene.events if isinstance(event, Speaking)]

    def hum() -> None:
        for _ in range(STEADY_PACKETS):
            scene.check("ann")
            scene.speak("ann")
            scene.tick(0.02)
        scene.tick(0.3)

    scene.plan(**OPEN)
    hum()
    assert emitted()[-1] == ("ann",)
    scene.speak("ann", level=127)
    scene.tick(0.3)
    assert emitted()[-1] == ()
    hum()
    scene.plan(2, **(OPEN | {"ann": (0, "main", False, True)}))
    scene.tick(0.3)
    assert emitted()[-2:] == [("ann",), ()]


# Silent connections.


def test_a_silent_peer_neither_sends_nor_receives_until_its_next_check(scene: Scene) -> None:
    scene.plan(**OPEN)
    scene.speak("ann")
    scene.show("ann")
    scene.heard()
    scene.now = CONSENT_S - 0.1
    for name in ("ann", "cat"):
        scene.check(name)
    scene.tick(0.0)
    assert scene.emitted(PeerSilent) == []
    scene.tick(0.1)
    assert scene.emitted(PeerSilent) == [PeerSilent("room", "ben", 1)]
    scene.wire.rtcp.clear()
    for name in ("ann", "ben"):
        scene.speak(name)
        scene.show(name)
    nack = RtcpRtpfbPacket(1, 1, A0, lost=list(range(10)))
    scene.peers["ben"].handle_srtp(bytes(nack), scene.now)
    scene.tick(2.0)
    # Two frames: a picture that was still meanwhile continues where it was.
    assert scene.heard() == {"cat": [A0, V0, V0]}
    assert ("ben", 1) not in scene.wire.rtcp
    scene.check("ben")
    scene.tick(0.02)
    assert scene.emitted(PeerConnected) == [PeerConnected("room", "ben", 1)]
    for name in ("ann", "ben"):
        scene.speak(name)
    assert scene.heard() == {"ann": [A1], "ben": [A0], "cat": [A0, A1]}
    assert len(scene.emitted(PeerSilent)) == 1


def test_a_silent_peer_is_kept_for_a_while_and_then_lost(scene: Scene) -> None:
    end = CONSENT_S + KEEP_SILENT_S
    for name in ("ben", "cat"):
        scene.peers[name].ice.heard = end
    assert scene.room.lost_peers(end - 0.1) == []
    assert scene.room.lost_peers(end) == [(scene.peers["ann"], "silent")]
    assert end == 70.0


def test_a_connection_that_never_came_up_is_lost(scene: Scene) -> None:
    late = make_peer("dan", 5, scene.wire, connected=False)
    late.ice.heard = None
    scene.room.add(late)
    assert scene.room.lost_peers(SETUP_S - 0.1) == []
    assert scene.room.lost_peers(SETUP_S) == [(late, "setup")]
    scene.tick(SETUP_S)
    assert PeerSilent("room", "dan", 5) not in scene.events


# Events.


def test_layers_and_quality_are_reported_on_change_only(scene: Scene) -> None:
    scene.plan(**OPEN)
    for _ in range(400):
        for name in scene.peers:
            scene.check(name)
        scene.tick(0.02)
    # Nobody sends video yet: the lowest layer and the wanted one may be sent, the one between is of no use.
    assert scene.emitted(LayersWanted) == [
        LayersWanted("room", name, number, ("q", "f")) for number, name in enumerate(scene.peers)
    ]
    (quality,) = scene.emitted(Quality)
    assert isinstance(quality, Quality)
    assert {name: (one.up, one.down) for name, one in quality.peers.items()} == dict.fromkeys(
        scene.peers, ("good", "good")
    )
    scene.plan(2, **(OPEN | {"ann": (0, "main", True, False)}))
    for _ in range(int(QUALITY_S / 0.02) + 300):
        for name in scene.peers:
            scene.check(name)
        scene.tick(0.02)
    assert scene.emitted(LayersWanted)[3:] == [LayersWanted("room", "ann", 0, ())]
    assert len(scene.emitted(Quality)) == 1


def test_stats_hold_counters_and_no_addresses(scene: Scene) -> None:
    scene.plan(**OPEN)
    scene.speak("ann")
    scene.show("ann")
    scene.heard()
    ann, ben = (scene.room.peer_stats(scene.room.peers[name], scene.now) for name in ("ann", "ben"))
    assert [(s.kind, s.rid) for s in ann.streams] == [
        ("audio", ""),
        ("video", "q"),
        ("video", "h"),
        ("video", "f"),
    ]
    assert [s.active for s in ann.streams] == [True, False, False, True]
    assert [(s.slot, s.kind, s.layer, s.wanted) for s in ben.slots if s.packets] == [
        (0, "audio", "", ""),
        (0, "video", "f", "f"),
    ]
    assert (ann.packets_in, ben.packets_out) == (3, 2)
