"""What must hold whatever happens: random plans, losses, repeats and reconnects through one room.

Nobody receives whom the plan in force does not let through, and no two different packets ever leave to one connection
under the same SSRC and sequence number (that would reuse an SRTP nonce).
"""

import struct
from collections import Counter

from aiortc.rtp import RtcpRtpfbPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from media.control import PeerPlan, Plan, RoomOptions
from media.peer import Peer
from media.profile import OPUS, RTX, VP8, Kind, rtx_ssrc, slot_ssrc
from media.router import Room
from media.rtp import parse_packet
from tests.support.relay_parts import Wire, make_peer, rtp_bytes, vp8

NAMES = ("ann", "ben", "cat")
VIDEO_SSRCS = [slot_ssrc(slot, Kind.VIDEO) for slot in range(3)]

OPEN = ("main", True, True)
FIRST_NUMBER = 65_530

_entry = st.one_of(
    st.just(OPEN), st.tuples(st.sampled_from([None, "main", "side"]), st.booleans(), st.booleans())
)
_who = st.integers(0, 2)
_action = st.one_of(
    st.tuples(st.just("plan"), st.permutations([0, 1, 2]), st.tuples(_entry, _entry, _entry)),
    st.tuples(st.just("sound"), _who, st.integers(1, 4)),
    st.tuples(
        st.just("picture"), _who, st.lists(st.sampled_from(["key", "delta", "lost"]), min_size=1, max_size=6)
    ),
    st.tuples(st.just("picture"), _who, st.just(["key", "lost", "delta", "delta"])),
    st.tuples(st.just("repeat"), _who, st.integers(0, 4)),
    st.tuples(st.just("late"), _who, st.just(0)),
    st.tuples(st.just("nack"), _who, st.lists(st.integers(0, 4), min_size=1, max_size=4)),
    st.tuples(st.just("reconnect"), _who, st.just(0)),
    st.tuples(st.just("restart"), _who, st.just(0)),
)


def _body(data: bytes) -> bytes:
    """What identifies a packet: sender, kind and a number, written at its end."""
    return data.rsplit(b"|", 1)[-1]


class World:
    """A room, what its peers sent, and the plan in force."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.room = Room("room", RoomOptions(3), lambda event: None)
        self.entries: dict[str, PeerPlan] = {}
        self.version = self.connections = self.packets = 0
        self.now = 0.0
        self.peers: list[Peer] = []
        self.sources: list[int] = [1000, 2000, 3000]
        self.numbers = [FIRST_NUMBER] * 3
        self.late: list[list[bytes]] = [[], [], []]
        self.sent: dict[tuple[int, int], bytes] = {}
        # The plan under which a packet came in first: a later repeat does not widen it.
        self.came_under: dict[bytes, dict[str, PeerPlan]] = {}
        # Under (connection, ssrc, sequence number): the bytes that left.
        self.left: dict[tuple[object, int, int], bytes] = {}
        for who in range(3):
            self.peers.append(self.connect(who))

    def connect(self, who: int) -> Peer:
        self.connections += 1
        peer = make_peer(NAMES[who], self.connections, self.wire, Counter(), now=self.now)
        self.room.add(peer)
        self.room.apply_routes()
        return peer

    def payload(self, who: int, kind: Kind) -> bytes:
        self.packets += 1
        return f"|{NAMES[who]} {kind.value} {self.packets}".encode()

    def send(self, who: int, kind: Kind, *, key: bool = False, lost: bool = False) -> None:
        self.numbers[who] = (self.numbers[who] + 1) & 0xFFFF
        number, source = self.numbers[who], self.sources[who]
        body = self.payload(who, kind)
        if kind is Kind.AUDIO:
            data = rtp_bytes(OPUS, number, number * 960, source, body, mid="mic", level=10)
        else:
            payload = vp8(key=key, picture=number & 0x7FFF) + body
            self.sent[source + 1, number] = payload
            data = rtp_bytes(VP8, number, number * 3000, source + 1, payload, mid="cam")
        if lost:
            self.late[who].append(data)
        else:
            self.hand_in(who, data)

    def hand_in(self, who: int, data: bytes) -> None:
        self.came_under.setdefault(_body(data), self.entries)
        self.peers[who].handle_srtp(data, self.now)

    def repeat(self, who: int, back: int) -> None:
        source, number = self.sources[who] + 1, (self.numbers[who] - back) & 0xFFFF
        payload = self.sent.get((source, number))
        if payload is not None:
            data = rtp_bytes(RTX, back, number * 3000, source + 5, struct.pack("!H", number) + payload)
            self.hand_in(who, data)

    def step(self, action: tuple[str, object, object]) -> None:
        name, first, second = action
        self.now += 0.03
        if name == "plan":
            self.version += 1
            self.entries = {
                NAMES[who]: PeerPlan(slot, *entry)
                for who, (slot, entry) in enumerate(zip(first, second, strict=True))  # type: ignore[call-overload]
            }
            self.room.apply_plan(Plan(self.version, self.entries))
            return
        assert isinstance(first, int)
        if name == "sound":
            for _ in range(second):  # type: ignore[call-overload]
                self.send(first, Kind.AUDIO)
        elif name == "picture":
            for what in second:  # type: ignore[attr-defined]
                self.send(first, Kind.VIDEO, key=what == "key", lost=what == "lost")
        elif name == "repeat":
            self.repeat(first, second)  # type: ignore[arg-type]
        elif name == "nack":
            for ssrc in VIDEO_SSRCS:
                last = [n for (to, s, n) in self.left if to == self.peers[first].ice.address and s == ssrc]
                if last:
                    lost = [(last[-1] - back) & 0xFFFF for back in second]  # type: ignore[attr-defined]
                    nack = bytes(RtcpRtpfbPacket(1, 1, ssrc, lost=sorted(set(lost))))
                    self.peers[first].handle_srtp(nack, self.now)
        elif name == "late":
            while self.late[first]:
                self.hand_in(first, self.late[first].pop())
        else:
            # The sender starts over, with its numbers too: they meet those it used before.
            self.sources[first] += 10
            self.numbers[first] = FIRST_NUMBER
            self.late[first].clear()
            if name == "reconnect":
                self.peers[first] = self.connect(first)
        self.room.on_timer(self.now)

    def check(self) -> None:
        for address, packets in self.wire.rtp.items():
            receiver = str(address[0])
            for data in packets:
                packet = parse_packet(data)
                key = (address, packet.ssrc, packet.sequence)
                assert key not in self.left or self.left[key] == data, "a number used twice"
                self.left[key] = data
                self.check_allowed(receiver, _body(data), packet.ssrc, self.entries)
                self.check_allowed(receiver, _body(data), None, self.came_under[_body(data)])
        self.wire.rtp.clear()

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


@settings(max_examples=250, deadline=None)
@given(st.lists(_action, min_size=10, max_size=60))
def test_only_the_plan_lets_packets_pass_and_no_number_is_used_twice(
    actions: list[tuple[str, object, object]],
) -> None:
    world = World()
    for action in [("plan", [0, 1, 2], (OPEN, OPEN, OPEN)), *actions]:
        world.step(action)
        world.check()
    assert not world.wire.rtp, "everything that left was checked"
