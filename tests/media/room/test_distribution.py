"""Who gets which layer in one room: tiles, narrow links, and what is requested from senders."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from aiortc.rtp import RtcpPsfbPacket, RtcpReceiverInfo, RtcpRrPacket, pack_remb_fci

from media.control import Event, LayersWanted, PeerPlan, PicturesPaused, RelayPlan, RoomOptions
from media.peer.peer import Peer
from media.rates.allocator import Allocation, Allocator, Demand, Link
from media.rates.layers import OFF_HOLD_S
from media.rates.link.receiver_link import ReceiverLink
from media.room.distribution import ALLOCATE_S
from media.room.router import RoomRouter
from media.rtp.packet import parse_packet
from media.rtp.rtcp import parse_rtcp
from media.sdp.profile import OPUS, RTX, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.parts import Wire, make_peer, rtp_bytes
from tests.support.relay.simulated_sender import SimulatedLayer

LAYERS = RoomOptions(3).layers
NAMES = ("ann", "ben", "cat")
TICK_S, FRAME_TICKS = 0.02, 5
WIDE_BPS = 20_000_000
PACKET_BYTES = 1000
Q, H, F = 0, 1, 2


class Sender:
    """One peer's camera and microphone; answers key-frame requests in its next frame."""

    def __init__(self, peer: Peer, wire: Wire) -> None:
        self.peer = peer
        self.wire = wire
        self.layers = [
            SimulatedLayer(layer.rid, 100 * (peer.connection + 1) + index)
            for index, layer in enumerate(LAYERS)
        ]
        self.sending: set[int] = set(range(3))
        self.sound = 0
        self.asked = 0

    def tick(self, count: int, now: float) -> None:
        self.sound += 1
        body = rtp_bytes(OPUS, self.sound, self.sound * 960, 90 + self.peer.connection, bytes(60), mid="mic")
        self.peer.handle_srtp(body, now)
        if count % FRAME_TICKS:
            return
        wanted = self.requests()
        for index in sorted(self.sending):
            bits = LAYERS[index].max_bps * TICK_S * FRAME_TICKS
            packets = max(1, round(bits / 8 / PACKET_BYTES))
            layer = self.layers[index]
            size = int(bits / 8 / packets) - 60
            for data in layer.frame(now, key=layer.ssrc in wanted, packets=packets, size=size):
                self.peer.handle_srtp(data, now)

    def requests(self) -> set[int]:
        found = set()
        for data in self.wire.rtcp.pop((self.peer.name, self.peer.connection), []):
            for packet in parse_rtcp(data):
                if isinstance(packet, RtcpPsfbPacket) and packet.fmt == 1:
                    found.add(packet.media_ssrc)
        self.asked += len(found)
        return found


class Watched(Allocator):
    """An allocator that notes when it is asked."""

    def __init__(self, nominal_bps: tuple[int, ...]) -> None:
        super().__init__(nominal_bps)
        self.asked: list[float] = []

    def allocate(self, demands: Sequence[Demand], link: Link, now: float) -> Allocation:
        self.asked.append(now)
        return super().allocate(demands, link, now)


class Probed(ReceiverLink):
    """A link that asks for so many bytes of padding a round."""

    owed = 0

    def padding(self, allocation: Allocation, sent: tuple[int, int], now: float) -> int:
        return self.owed


class Stage:
    """A room of three whose cameras send, in virtual time."""

    def __init__(self, ranks: Mapping[str, int] | None = None) -> None:
        self.wire = Wire()
        self.events: list[Event] = []
        self.room = RoomRouter("room", RoomOptions(3), self.events.append, 0.0)
        self.now = 0.0
        self.count = 0
        self.bps = dict.fromkeys(NAMES, WIDE_BPS)
        self.peers = {name: make_peer(name, number, self.wire) for number, name in enumerate(NAMES)}
        self.senders = {name: Sender(peer, self.wire) for name, peer in self.peers.items()}
        for peer in self.peers.values():
            self.room.add(peer)
        ranks = ranks or {}
        self.entries = {
            name: PeerPlan(slot, "main", True, True, ranks.get(name, 2)) for slot, name in enumerate(NAMES)
        }
        self.version = 0
        self.plan()

    def plan(self, **entries: PeerPlan) -> None:
        self.version += 1
        self.entries |= entries
        self.room.apply_plan(RelayPlan(self.version, self.entries))
        self.room.share(self.now)

    def tiles(self, name: str, **heights: int) -> None:
        self.room.set_tiles(self.peers[name], {NAMES.index(of): height for of, height in heights.items()})

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / TICK_S)):
            self.tick()

    def tick(self) -> None:
        self.now += TICK_S
        self.count += 1
        for peer in self.peers.values():
            peer.ice.heard = self.now
        for sender in self.senders.values():
            sender.tick(self.count, self.now)
        if self.count % 25 == 0:
            for name, bps in self.bps.items():
                self.estimate(name, bps)
        self.room.on_timer(self.now)
        self.wire.flush()

    def estimate(self, name: str, bps: int) -> None:
        remb = RtcpPsfbPacket(15, 1, 0, pack_remb_fci(bps, [1]))
        self.peers[name].handle_srtp(bytes(remb), self.now)

    def layer(self, receiver: str, of: str) -> int | None:
        """The layer in the slot, as an index."""
        source = self.peers[receiver].outlet(NAMES.index(of), Kind.VIDEO).source
        return (
            None if source is None else next(i for i, layer in enumerate(LAYERS) if layer.rid == source.rid)
        )

    def seen(self, receiver: str) -> list[int | None]:
        return [self.layer(receiver, of) for of in NAMES if of != receiver]

    def requested(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(event.peer, event.rids) for event in self.events if isinstance(event, LayersWanted)]

    def paused(self) -> list[tuple[str, tuple[int, ...]]]:
        return [(event.peer, event.slots) for event in self.events if isinstance(event, PicturesPaused)]

    def rtp(self, name: str) -> list[bytes]:
        return self.wire.rtp.get((name, NAMES.index(name)), [])


@pytest.fixture
def stage() -> Stage:
    return Stage()


# Tiles.


def test_before_tiles_are_known_everybody_gets_the_best_there_is_room_for(stage: Stage) -> None:
    stage.run(15.0)
    assert [stage.seen(name) for name in NAMES] == [[F, F]] * 3


@pytest.mark.parametrize(("height", "layer"), [(0, None), (90, Q), (180, Q), (300, H), (720, F), (2000, F)])
def test_a_tile_gets_the_layer_for_its_height(stage: Stage, height: int, layer: int | None) -> None:
    stage.tiles("ben", ann=height)
    stage.run(10.0)
    assert stage.layer("ben", "ann") == layer
    # A slot that is not listed is not shown; others are not affected.
    assert stage.layer("ben", "cat") is None
    assert stage.seen("cat") == [F, F]


def test_a_tile_that_is_hidden_is_paused_in_the_next_round_and_shown_again_at_a_key_frame(
    stage: Stage,
) -> None:
    stage.tiles("ben", ann=720, cat=180)
    stage.run(10.0)
    assert stage.seen("ben") == [F, Q]
    stage.tiles("ben", cat=180)
    stage.tick()
    assert stage.seen("ben") == [None, Q]
    stage.wire.rtp.clear()
    stage.run(1.0)
    assert slot_ssrc(0, Kind.VIDEO) not in {parse_packet(data).ssrc for data in stage.rtp("ben")}
    stage.tiles("ben", ann=720, cat=180)
    stage.run(1.2)
    assert stage.layer("ben", "ann") is not None


# Links.


def test_a_narrow_link_gets_lower_layers_and_changes_nobody_elses(stage: Stage) -> None:
    stage.bps["cat"] = 700_000
    stage.run(20.0)
    assert [stage.seen("ann"), stage.seen("ben")] == [[F, F], [F, F]]
    video = sum(LAYERS[layer].max_bps for layer in stage.seen("cat") if layer is not None)
    assert None not in stage.seen("cat")
    assert 300_000 <= video <= 700_000


def test_a_link_that_gets_narrow_is_relieved_at_once_and_audio_is_never_cut(stage: Stage) -> None:
    stage.run(15.0)
    others = [stage.peers["ben"].outlet(slot, Kind.VIDEO).switches for slot in (0, 2)]
    stage.bps["cat"] = 150_000
    stage.estimate("cat", 150_000)
    stage.tick()
    chosen = [stage.peers["cat"].outlet(slot, Kind.VIDEO).chosen for slot in (0, 1)]
    assert chosen in ([None, None], [Q, None])
    stage.run(2.0)
    stage.wire.rtp.clear()
    stage.run(1.0)
    came = Counter(parse_packet(data).ssrc for data in stage.rtp("cat"))
    assert came[slot_ssrc(0, Kind.AUDIO)] == came[slot_ssrc(1, Kind.AUDIO)] == 50
    assert 8 * sum(map(len, stage.rtp("cat"))) < 330_000
    assert stage.room._distribution.limited("cat")
    assert not stage.room._distribution.limited("ben")
    assert stage.seen("ben") == [F, F]
    assert [stage.peers["ben"].outlet(slot, Kind.VIDEO).switches for slot in (0, 2)] == others


def test_on_a_narrow_link_the_floor_holder_is_kept_longest() -> None:
    stage = Stage({"ben": 0})
    stage.bps["cat"] = 260_000
    stage.run(15.0)
    assert stage.seen("cat") == [None, Q]


def test_slots_paused_by_a_narrow_link_are_reported_once_and_hidden_ones_are_not() -> None:
    stage = Stage(ranks={"ann": 2, "ben": 0, "cat": 2})
    stage.run(3.0)
    assert stage.paused() == []
    stage.bps["cat"] = 160_000
    stage.run(25.0)
    assert stage.paused() == [("cat", (0,))]
    stage.tiles("cat", ben=720)
    stage.run(2.0)
    assert stage.paused() == [("cat", (0,)), ("cat", ())]


def test_a_link_that_gets_wide_again_is_used_again(stage: Stage) -> None:
    stage.bps["cat"] = 300_000
    stage.run(10.0)
    low = stage.seen("cat")
    assert F not in low
    stage.bps["cat"] = WIDE_BPS
    stage.run(40.0)
    assert stage.seen("cat") == [F, F]


def test_loss_reported_by_one_receiver_affects_no_other(stage: Stage) -> None:
    stage.run(15.0)
    for step in range(1, 9):
        blocks = [
            RtcpReceiverInfo(slot_ssrc(slot, Kind.VIDEO), 128, 0, 1000 * step, 0, 0, 0) for slot in (0, 1)
        ]
        stage.peers["cat"].handle_srtp(bytes(RtcpRrPacket(1, blocks)), stage.now)
        stage.run(1.0)
    assert F not in stage.seen("cat")
    assert [stage.seen("ann"), stage.seen("ben")] == [[F, F], [F, F]]


# What senders send, and what is requested from them.


def test_a_camera_that_starts_is_noticed_at_once(stage: Stage) -> None:
    stage.senders["ann"].sending = set()
    stage.run(10.0)
    assert stage.layer("ben", "ann") is None
    # Right after a round, so that the next regular one is far away.
    share = stage.room._distribution._shares["ben"]
    while share.due - stage.now < ALLOCATE_S - 2 * TICK_S:
        stage.tick()
    watched = stage.peers["ben"].allocator = Watched(stage.peers["ben"].allocator.nominal_bps)
    began = stage.now
    for data in stage.senders["ann"].layers[Q].frame(began, key=False):
        stage.peers["ann"].handle_srtp(data, began)
    stage.now += TICK_S
    stage.room.on_timer(stage.now)
    assert watched.asked == [stage.now]
    assert stage.peers["ben"].outlet(0, Kind.VIDEO).chosen == Q


def test_unwanted_layers_are_switched_off_once_after_a_while_and_wanted_ones_on_at_once(stage: Stage) -> None:
    for name in NAMES:
        stage.tiles(name, **dict.fromkeys([other for other in NAMES if other != name], 180))
    stage.run(OFF_HOLD_S - 1)
    assert stage.requested() == []
    stage.run(2.0)
    assert sorted(stage.requested()) == [(name, ("q",)) for name in NAMES]
    for sender in stage.senders.values():
        sender.sending = {Q}
    stage.run(5.0)
    assert len(stage.requested()) == 3
    stage.tiles("ben", ann=720, cat=180)
    stage.tick()
    (back,) = stage.requested()[3:]
    assert back[0] == "ann"
    assert "f" in back[1]
    assert "q" in back[1]


def test_a_camera_that_nobody_shows_is_asked_for_no_layers(stage: Stage) -> None:
    for name in ("ben", "cat"):
        stage.tiles(name, ann=0)
    stage.run(8.0)
    assert ("ann", ()) in stage.requested()


def test_cameras_of_another_space_cost_nothing_and_are_not_requested(stage: Stage) -> None:
    # Cat is more important than ann, but elsewhere.
    stage.plan(cat=PeerPlan(2, "side", True, True, 0))
    stage.bps["ben"] = 200_000
    stage.run(8.0)
    assert stage.seen("ben") == [Q, None]
    assert ("cat", ()) in stage.requested()
    assert ("ann", ()) not in stage.requested()


def pads(stage: Stage, name: str) -> int:
    packets = [parse_packet(data) for data in stage.rtp(name)]
    stage.wire.rtp.clear()
    return len([packet for packet in packets if packet.payload_type == RTX and not packet.payload_bytes])


def test_nobody_is_sent_padding_unless_a_link_is_probed(stage: Stage) -> None:
    stage.run(10.0)
    assert [pads(stage, name) for name in NAMES] == [0, 0, 0]


def test_the_padding_of_a_probe_goes_to_its_receiver_alone_and_is_bounded(stage: Stage) -> None:
    stage.run(2.0)
    probed = stage.peers["ben"].link = Probed()
    stage.wire.rtp.clear()
    probed.owed = 1000
    stage.tick()
    assert [len([d for d in stage.rtp(name) if parse_packet(d).ssrc == rtx_ssrc(0)]) for name in NAMES] == [
        0,
        4,
        0,
    ]
    stage.wire.rtp.clear()
    probed.owed = 10**9
    stage.tick()
    assert pads(stage, "ben") == 100


def test_a_large_room_is_weighed_in_pieces_and_the_newcomer_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty people at once would keep packets waiting for 30 ms."""
    weighed: list[int] = []
    allocate = Allocator.allocate

    def count(self: Allocator, demands: Sequence[Demand], link: Link, now: float) -> Allocation:
        weighed.append(id(self))
        return allocate(self, demands, link, now)

    wire, emitted = Wire(), list[Event]()
    room = RoomRouter("room", RoomOptions(30), emitted.append, 0.0)
    names = [f"p{number}" for number in range(30)]
    peers = {name: make_peer(name, number, wire) for number, name in enumerate(names)}
    for name in names[:-1]:
        room.add(peers[name])
    plan = {name: PeerPlan(number, "main", True, True) for number, name in enumerate(names)}
    room.apply_plan(RelayPlan(1, plan))
    monkeypatch.setattr(Allocator, "allocate", count)
    room.share(0.0)
    while room.is_behind:
        before = len(weighed)
        assert room.is_due(0.0), "its rounds go on until nobody waits"
        room.catch_up(0.0)
        assert len(weighed) - before <= 2
    assert [id(peers[name].allocator) for name in names[:-1]] == weighed
    weighed.clear()
    room.add(peers["p29"])
    room.apply_routes()
    room.share(1.0)
    assert weighed[0] == id(peers["p29"].allocator)
