"""One room with plain connections: who gets whose packets, and how it fails closed."""

from collections import Counter

import pytest

from media.control import Event, PeerPlan, Plan, RoomOptions, Speaking
from media.ice import CONSENT_S
from media.peer import Peer
from media.profile import OPUS, VP8, Kind, slot_ssrc
from media.router import SETUP_S, PlanRejected, Room
from media.rtp import parse_packet
from tests.support.relay_parts import PLAIN_KEYS, Wire, make_peer, rtp_bytes, vp8


class Scene:
    """A room with three connected peers."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.drops: Counter[str] = Counter()
        self.events: list[Event] = []
        self.room = Room("room", RoomOptions(3), self.events.append)
        self.peers: dict[str, Peer] = {}
        for number, name in enumerate(("ann", "ben", "cat")):
            self.add(name, number)
        self.sequence = 0

    def add(self, name: str, number: int) -> Peer:
        peer = self.peers[name] = make_peer(name, number, self.wire, self.drops)
        self.room.add(peer)
        self.room.apply_routes()
        return peer

    def plan(self, version: int = 1, **entries: tuple[int, str | None, bool, bool]) -> None:
        self.room.apply_plan(Plan(version, {name: PeerPlan(*entry) for name, entry in entries.items()}))

    def speak(self, name: str, level: int = 20, now: float = 0.0) -> None:
        self.sequence += 1
        ssrc = 100 + self.peers[name].connection
        data = rtp_bytes(OPUS, self.sequence, self.sequence * 960, ssrc, b"sound", mid="mic", level=level)
        self.peers[name].handle_srtp(data, now)

    def show(self, name: str, *, key: bool = True) -> None:
        self.sequence += 1
        ssrc = 200 + self.peers[name].connection
        data = rtp_bytes(VP8, self.sequence, self.sequence * 3000, ssrc, vp8(key=key), mid="cam")
        self.peers[name].handle_srtp(data, 0.0)

    def heard(self) -> dict[str, list[int]]:
        """Which SSRCs arrived at whom since the last question."""
        result = {str(a[0]): sorted(parse_packet(p).ssrc for p in sent) for a, sent in self.wire.rtp.items()}
        self.wire.rtp.clear()
        return result


@pytest.fixture
def scene() -> Scene:
    return Scene()


OPEN = {"ann": (0, "main", True, True), "ben": (1, "main", True, True), "cat": (2, "main", True, True)}
A0, V0, A1 = slot_ssrc(0, Kind.AUDIO), slot_ssrc(0, Kind.VIDEO), slot_ssrc(1, Kind.AUDIO)


def test_everyone_in_the_space_receives_but_the_sender(scene: Scene) -> None:
    scene.plan(**OPEN)
    scene.speak("ann")
    scene.show("ann")
    assert scene.heard() == {"ben": [A0, V0], "cat": [A0, V0]}


def test_without_a_plan_nothing_passes(scene: Scene) -> None:
    scene.speak("ann")
    assert scene.heard() == {}
    assert scene.peers["ann"].stats().gated_audio == 1


def test_a_peer_outside_the_plan_neither_sends_nor_receives(scene: Scene) -> None:
    scene.plan(ann=OPEN["ann"], ben=OPEN["ben"])
    scene.speak("cat")
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0]}


def test_sound_and_picture_have_their_own_gates(scene: Scene) -> None:
    scene.plan(**(OPEN | {"ann": (0, "main", False, True)}))
    scene.speak("ann")
    scene.show("ann")
    assert scene.heard() == {"ben": [V0], "cat": [V0]}
    stats = scene.peers["ann"].stats()
    assert (stats.gated_audio, stats.gated_video, stats.forwarded_video) == (1, 0, 1)


def test_spaces_are_apart(scene: Scene) -> None:
    scene.plan(**(OPEN | {"cat": (2, "private", True, True)}))
    scene.speak("ann")
    scene.speak("cat")
    assert scene.heard() == {"ben": [A0]}


def test_a_receiver_that_comes_later_waits_for_a_key_frame(scene: Scene) -> None:
    scene.plan(**(OPEN | {"cat": (2, None, True, True)}))
    scene.show("ann")
    scene.heard()
    scene.plan(2, **OPEN)
    scene.show("ann", key=False)
    assert scene.heard() == {"ben": [V0]}
    scene.room.on_timer(5.0)
    assert scene.peers["ann"].stats().plis_out == 1
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


def test_a_peer_that_is_not_connected_is_no_receiver(scene: Scene) -> None:
    scene.plan(**OPEN)
    late = make_peer("cat", 9, scene.wire, scene.drops, connected=False)
    scene.room.add(late)
    scene.speak("ann")
    assert scene.heard() == {"ben": [A0]}
    late.connect(PLAIN_KEYS, {})
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


def test_who_speaks_is_told_on_change_only_and_never_behind_a_closed_gate(scene: Scene) -> None:
    scene.plan(**OPEN)
    for index in range(10):
        scene.speak("ann", now=index * 0.02)
    for now in (0.2, 0.3, 0.4, 0.5):
        scene.room.on_timer(now)
    assert scene.events == [Speaking("room", ("ann",))]
    scene.plan(2, **(OPEN | {"ann": (0, "main", False, True)}))
    scene.room.on_timer(0.8)
    assert scene.events[1:] == [Speaking("room", ())]
    for index in range(10):
        scene.speak("ann", now=0.9 + index * 0.02)
    scene.room.on_timer(1.2)
    assert len(scene.events) == 2


def test_lost_connections_are_named_with_their_reason(scene: Scene) -> None:
    late = make_peer("dan", 5, scene.wire, scene.drops, connected=False)
    late.ice.heard = None
    scene.room.add(late)
    assert scene.room.silent_peers(CONSENT_S - 1) == []
    for name in ("ben", "cat"):
        scene.peers[name].ice.heard = SETUP_S
    assert scene.room.silent_peers(CONSENT_S) == [(scene.peers["ann"], "silent")]
    assert (late, "setup") in scene.room.silent_peers(SETUP_S)


def test_stats_hold_no_addresses(scene: Scene) -> None:
    stats = scene.room.stats(Counter(bad_rtp=2))
    assert stats.drops == {"bad_rtp": 2}
    assert set(stats.peers) == {"ann", "ben", "cat"}
