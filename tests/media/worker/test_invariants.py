"""Invariants under random plans, layers, tiles, estimates, losses, retransmissions, silences and reconnects.

Nobody receives anyone the plan in force does not allow, and no two different packets are ever sent to one connection
under the same SSRC and sequence number (that would reuse an SRTP nonce).
"""

import struct
from typing import Any

from aiortc.rtp import RtcpPsfbPacket, RtcpRtpfbPacket, pack_remb_fci
from hypothesis import given, settings
from hypothesis import strategies as st

from media.control import PeerPlan, RelayPlan, RoomOptions
from media.net.ice import CONSENT_S
from media.peer.peer import Peer
from media.room.router import RoomRouter
from media.rtp.packet import parse_packet
from media.sdp.profile import OPUS, RTX, VP8, Kind, rtx_ssrc, slot_ssrc
from tests.support.relay.parts import Wire, make_peer, rtp_bytes, vp8

NAMES = ("ann", "ben", "cat")
RIDS = ("q", "h", "f")
SSRCS = [slot_ssrc(slot, kind) for slot in range(3) for kind in Kind]
PADDED = rtx_ssrc(0)

OPEN = ("main", True, True)
FIRST_NUMBER = 65_530
TICK_S = 0.03

_entry = st.one_of(
    st.just(OPEN), st.tuples(st.sampled_from([None, "main", "side"]), st.booleans(), st.booleans())
)
_who = st.integers(0, 2)
_layer = st.integers(0, 2)
_frames = st.lists(st.sampled_from(["key", "delta", "lost"]), min_size=1, max_size=6)
_action = st.one_of(
    st.tuples(st.just("plan"), st.permutations([0, 1, 2]), st.tuples(_entry, _entry, _entry)),
    st.tuples(st.just("sound"), _who, st.lists(st.booleans(), min_size=1, max_size=4)),
    st.tuples(st.just("picture"), _who, _layer, _frames),
    st.tuples(st.just("picture"), _who, _layer, st.just(["key", "lost", "delta", "delta"])),
    st.tuples(st.just("all layers"), _who),
    st.tuples(st.just("repeat"), _who, _layer, st.integers(0, 4)),
    st.tuples(st.just("late"), _who),
    st.tuples(st.just("nack"), _who, st.lists(st.integers(0, 4), min_size=1, max_size=4)),
    st.tuples(st.just("estimate"), _who, st.sampled_from([0, 100_000, 400_000, 900_000, 5_000_000])),
    st.tuples(st.just("tiles"), _who, st.tuples(*[st.sampled_from([0, 90, 300, 720])] * 3)),
    st.tuples(st.just("key request"), _who),
    st.tuples(st.just("silence"), _who),
    st.tuples(st.just("sign of life"), _who),
    st.tuples(st.just("time"), st.integers(1, 40)),
    st.tuples(st.just("reconnect"), _who),
    st.tuples(st.just("restart"), _who),
)


def where(peer: Peer) -> object:
    """Where it is sent to."""
    return None if peer.ice.path is None else peer.ice.path.address


def _body(data: bytes) -> bytes:
    """The identity of a packet: sender, kind and a number, at its end."""
    return data.rsplit(b"|", 1)[-1]


class World:
    """A room, what its peers sent, and the plan in force."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.room = RoomRouter("room", RoomOptions(3), lambda event: None, 0.0)
        self.entries: dict[str, PeerPlan] = {}
        self.version = self.connections = self.packets = 0
        self.now = 0.0
        self.peers: list[Peer] = []
        self.sources: list[int] = [1000, 2000, 3000]
        self.numbers = [FIRST_NUMBER] * 3
        self.late: list[list[bytes]] = [[], [], []]
        self.sent: dict[tuple[int, int], bytes] = {}
        # The plan under which a packet first arrived: a later retransmission does not widen it.
        self.came_under: dict[bytes, dict[str, PeerPlan]] = {}
        # The bytes sent, by (connection, ssrc, sequence number).
        self.left: dict[tuple[object, int, int], bytes] = {}
        self.last: dict[tuple[object, int], int] = {}
        self.switches = 0
        for who in range(3):
            self.peers.append(self.connect(who))

    def connect(self, who: int) -> Peer:
        self.connections += 1
        peer = make_peer(NAMES[who], self.connections, self.wire, now=self.now)
        self.room.add(peer)
        self.room.apply_routes()
        return peer

    def payload(self, who: int, kind: Kind) -> bytes:
        self.packets += 1
        return f"|{NAMES[who]} {kind.value} {self.packets}".encode()

    def next_number(self, who: int) -> int:
        self.numbers[who] = (self.numbers[who] + 1) & 0xFFFF
        return self.numbers[who]

    def send_sound(self, who: int, *, lost: bool) -> None:
        number, body = self.next_number(who), self.payload(who, Kind.AUDIO)
        data = rtp_bytes(OPUS, number, number * 960, self.sources[who], body, mid="mic", level=10)
        self.hand_in(who, data, lost=lost)

    def send_picture(self, who: int, layer: int, *, key: bool = False, lost: bool = False) -> None:
        # The layers share their numbers, so that they collide after a switch.
        number, source = self.next_number(who), self.sources[who] + 1 + layer
        payload = vp8(key=key, picture=number & 0x7FFF) + self.payload(who, Kind.VIDEO)
        self.sent[source, number] = payload
        data = rtp_bytes(VP8, number, number * 3000, source, payload, mid="cam", rid=RIDS[layer])
        self.hand_in(who, data, lost=lost)

    def hand_in(self, who: int, data: bytes, *, lost: bool = False) -> None:
        if lost:
            self.late[who].append(data)
            return
        self.came_under.setdefault(_body(data), self.entries)
        self.peers[who].handle_srtp(data, self.now)

    def step(self, action: tuple[Any, ...]) -> None:
        name, *details = action
        self.now += TICK_S
        for peer in self.peers:
            if not peer.silent:
                peer.ice.heard = self.now
        getattr(self, "on_" + name.replace(" ", "_"))(*details)
        self.room.on_timer(self.now)

    def on_plan(self, slots: list[int], entries: tuple[Any, ...]) -> None:
        self.version += 1
        self.entries = {
            NAMES[who]: PeerPlan(slot, *entry)
            for who, (slot, entry) in enumerate(zip(slots, entries, strict=True))
        }
        self.room.apply_plan(RelayPlan(self.version, self.entries))

    def on_sound(self, who: int, losses: list[bool]) -> None:
        for lost in losses:
            self.send_sound(who, lost=lost)

    def on_picture(self, who: int, layer: int, frames: list[str]) -> None:
        for what in frames:
            self.send_picture(who, layer, key=what == "key", lost=what == "lost")

    def on_all_layers(self, who: int) -> None:
        for layer in range(3):
            self.send_picture(who, layer)
        self.room.on_timer(self.now)
        for layer in range(3):
            self.send_picture(who, layer, key=True)

    def on_repeat(self, who: int, layer: int, back: int) -> None:
        source, number = self.sources[who] + 1 + layer, (self.numbers[who] - back) & 0xFFFF
        payload = self.sent.get((source, number))
        if payload is not None:
            body = struct.pack("!H", number) + payload
            data = rtp_bytes(RTX, back, number * 3000, source + 5, body, mid="cam", repaired=RIDS[layer])
            self.hand_in(who, data)

    def on_late(self, who: int) -> None:
        while self.late[who]:
            self.hand_in(who, self.late[who].pop())

    def on_nack(self, who: int, back: list[int]) -> None:
        for ssrc in SSRCS:
            last = self.last.get((where(self.peers[who]), ssrc))
            if last is not None:
                lost = sorted({(last - one) & 0xFFFF for one in back})
                self.peers[who].handle_srtp(bytes(RtcpRtpfbPacket(1, 1, ssrc, lost=lost)), self.now)

    def on_estimate(self, who: int, bps: int) -> None:
        remb = RtcpPsfbPacket(15, 1, 0, pack_remb_fci(bps, SSRCS))
        self.peers[who].handle_srtp(bytes(remb), self.now)

    def on_tiles(self, who: int, heights: tuple[int, ...]) -> None:
        self.room.set_tiles(self.peers[who], dict(enumerate(heights)))

    def on_key_request(self, who: int) -> None:
        for slot in range(3):
            pli = RtcpPsfbPacket(1, 1, slot_ssrc(slot, Kind.VIDEO))
            self.peers[who].handle_srtp(bytes(pli), self.now)

    def on_silence(self, who: int) -> None:
        self.peers[who].ice.heard = self.now - CONSENT_S

    def on_sign_of_life(self, who: int) -> None:
        self.peers[who].ice.heard = self.now

    def on_time(self, ticks: int) -> None:
        for _ in range(ticks):
            self.now += TICK_S
            self.room.on_timer(self.now)

    def on_reconnect(self, who: int) -> None:
        self.on_restart(who)
        self.peers[who] = self.connect(who)

    def on_restart(self, who: int) -> None:
        # The sender starts over, with its numbers too: they collide with those it used before.
        self.sources[who] += 20
        self.numbers[who] = FIRST_NUMBER
        self.late[who].clear()

    # Outgoing packets.

    def check(self) -> None:
        self.wire.flush()
        silent = {where(peer) for peer in self.peers if peer.silent}
        for address, packets in self.wire.rtp.items():
            for data in packets:
                packet = parse_packet(data)
                key = (address, packet.ssrc, packet.sequence)
                assert key not in self.left or self.left[key] == data, "a number used twice"
                self.left[key] = data
                self.last[address, packet.ssrc] = packet.sequence
                if packet.payload_type == RTX and not packet.payload_bytes:
                    assert packet.ssrc == PADDED
                    continue
                assert address not in silent
                body, receiver = _body(data), str(address[0])
                self.check_allowed(receiver, body, packet.ssrc, self.entries)
                self.check_allowed(receiver, body, None, self.came_under[body])
        self.wire.rtp.clear()
        self.check_layers()

    def check_allowed(
        self, receiver: str, body: bytes, ssrc: int | None, entries: dict[str, PeerPlan]
    ) -> None:
        sender = next(name for name in NAMES if name.encode() in body)
        assert sender != receiver
        theirs, mine = entries[sender], entries[receiver]
        assert theirs.space is not None
        assert theirs.space == mine.space
        is_audio = b"audio" in body
        assert theirs.audio if is_audio else theirs.video
        base = slot_ssrc(theirs.slot, Kind.AUDIO if is_audio else Kind.VIDEO)
        assert ssrc in (None, base, base if is_audio else rtx_ssrc(theirs.slot))

    def check_layers(self) -> None:
        """A slot has at most one source, and waits for at most one."""
        streams = [stream for peer in self.peers for stream in peer.streams]
        for peer in self.peers:
            for outlet in peer.outlets:
                feeding = [stream for stream in streams if outlet in stream.outlets]
                assert len(feeding) <= 1
                assert outlet.source is (feeding[0] if feeding else None)
                assert sum(outlet in stream.waiting for stream in streams) <= 1


@settings(max_examples=120, deadline=None)
@given(st.lists(_action, min_size=10, max_size=60))
def test_only_the_plan_lets_packets_pass_and_no_number_is_used_twice(actions: list[tuple[Any, ...]]) -> None:
    world = World()
    first = [("plan", [0, 1, 2], (OPEN, OPEN, OPEN)), *(("all layers", who) for who in range(3))]
    for action in [*first, *actions]:
        world.step(action)
        world.check()
    assert not world.wire.rtp, "everything that left was checked"
    assert world.left, "something passed at all"
