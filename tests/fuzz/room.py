"""A whole room as the target: three live connections with no-op keys, damaged packets, plans, and time.

Whatever arrives: nothing raises, no table outgrows its bound, timers send no media, and a packet is sent only where the
plan in force allows it, caused by its own sender or requested by its own receiver.
"""

import struct
from collections import Counter

from media.control import PeerPlan, RelayPlan, Reply, RoomOptions, Stats, encode_frame
from media.counters import RoomStats
from media.net.ice import Address
from media.room.router import PlanRejected, RoomRouter
from media.sdp.profile import OPUS, RED, RTX, VP8, Kind, rtx_ssrc, slot_ssrc
from tests.fuzz.engine import largest_table
from tests.fuzz.mutation import Mutator
from tests.fuzz.packets import RTCP_SAMPLES, RTP_SAMPLES, damaged_rtcp
from tests.support.relay.parts import Wire, make_peer, rtp_bytes, vp8

__all__ = ["RoomTarget"]

NAMES = ("ann", "ben", "cat")
_SLOTS = 4
# A camera's ring is the largest thing a room keeps: 512 packets.
_MAX_TABLE = 512
_SPACES = (None, "main", "main", "main", "side")
_RIDS = ("q", "h", "f")
_STEPS_S = (0.0, 0.001, 0.02, 0.05, 0.5, 3.0)
_RTP, _RTCP, _TIME, _PLAN, _RENEW = range(5)
# The slot of each of our SSRCs, and its kind.
_SLOT_OF = {
    ssrc: (slot, kind)
    for slot in range(_SLOTS)
    for ssrc, kind in (
        (slot_ssrc(slot, Kind.AUDIO), Kind.AUDIO),
        (slot_ssrc(slot, Kind.VIDEO), Kind.VIDEO),
        (rtx_ssrc(slot), Kind.VIDEO),
    )
}


class RoomTarget:
    """An input is a byte for the action, a byte for the peer, and the data."""

    tokens = (b"\xbe\xde", b"\xff\xff", b"REMB", *(struct.pack("!I", ssrc) for ssrc in _SLOT_OF))

    def __init__(self) -> None:
        self.now = 0.0
        self.version = self.connections = 0
        self.drops: Counter[str] = Counter()
        self.wire = Wire(self.drops)
        self.entries: dict[str, PeerPlan] = {}
        self.room = RoomRouter("room", RoomOptions(_SLOTS), lambda event: None, self.now)
        self.numbers = [65_500, 65_530, 0]
        # The last sequence numbers sent on each SSRC, for NACKs that hit.
        self.left: dict[int, int] = {}
        for who in range(3):
            self._connect(who)
        self._apply({name: PeerPlan(slot, "main", True, True) for slot, name in enumerate(NAMES)})

    def _connect(self, who: int) -> None:
        self.connections += 1
        self.room.add(make_peer(NAMES[who], self.connections, self.wire, now=self.now))
        self.room.apply_routes()

    def _apply(self, entries: dict[str, PeerPlan]) -> None:
        self.version += 1
        # Fails closed: after a refused plan nothing is forwarded.
        self.entries = {}
        self.room.apply_plan(RelayPlan(self.version, entries))
        self.entries = entries

    def make(self, mutator: Mutator) -> bytes:
        who = mutator.below(3)
        way = mutator.below(100)
        if way < 45:
            return bytes([_RTP, who]) + self._media(mutator, who)
        if way < 80:
            return bytes([_RTCP, who]) + self._feedback(mutator)
        if way < 95:
            return bytes([_TIME, mutator.below(len(_STEPS_S))])
        if way < 97:
            return bytes([_PLAN, mutator.below(256)]) + mutator.chance.randbytes(9)
        return bytes([_RENEW, who])

    def _media(self, mutator: Mutator, who: int) -> bytes:
        """Usually a valid packet of a sender; otherwise anyone's, damaged."""
        if not mutator.below(5):
            return mutator.mutate(RTP_SAMPLES)
        number = self.numbers[who] = self.numbers[who] + 1 + (0 if mutator.below(12) else mutator.below(300))
        source = 1000 + who * 100
        if not mutator.below(3):
            sound = mutator.pick((b"\x01", b"a voice, eighty bytes or so"))
            sort = mutator.pick((OPUS, RED))
            data = rtp_bytes(sort, number, number * 960, source, sound, mid="mic", level=mutator.below(128))
        elif not mutator.below(6):
            inner = struct.pack("!H", number - mutator.below(20) & 0xFFFF) + vp8(picture=number & 0x7FFF)
            layer = mutator.below(3)
            rid = _RIDS[layer]
            data = rtp_bytes(RTX, number, number * 3000, source + 11 + layer, inner, mid="cam", repaired=rid)
        else:
            picture = vp8(key=not mutator.below(5), picture=number & 0x7FFF)
            layer = mutator.below(3)
            data = rtp_bytes(
                VP8, number, number * 3000, source + 1 + layer, picture, mid="cam", rid=_RIDS[layer]
            )
        return data if mutator.below(4) else mutator.mutate((data,))

    def _feedback(self, mutator: Mutator) -> bytes:
        """Usually feedback on what was really sent; otherwise a damaged sample."""
        if not self.left or not mutator.below(2):
            return damaged_rtcp(mutator, RTCP_SAMPLES)
        ssrc = mutator.pick(tuple(self.left))
        number = self.left[ssrc] - mutator.below(20) & 0xFFFF
        nack = struct.pack("!BBHIIHH", 0x81, 205, 3, 1, ssrc, number, mutator.below(0x10000))
        return nack if mutator.below(3) else damaged_rtcp(mutator, (nack, *RTCP_SAMPLES))

    def feed(self, data: bytes) -> str:
        what, who, rest = data[0], data[1], data[2:]
        if what == _TIME:
            self.now += _STEPS_S[who]
            for peer in self.room.peers.values():
                peer.ice.heard = self.now
            self.room.on_timer(self.now)
            outcome = "time"
        elif what == _PLAN:
            outcome = self._plan(who, rest)
        elif what == _RENEW:
            self._connect(who)
            outcome = "new connection"
        else:
            # The second byte tells RTP and RTCP apart, so damage may turn one into the other.
            dropped = sum(self.drops.values())
            self.room.peers[NAMES[who]].handle_srtp(rest, self.now)
            outcome = "dropped" if sum(self.drops.values()) > dropped else "taken"
        self.wire.flush()
        outcome = f"{outcome}, forwarded" if self._collect(what, who) else outcome
        self.wire.rtp.clear()
        self.wire.rtcp.clear()
        return outcome

    def _plan(self, chance: int, rest: bytes) -> str:
        entries = {
            name: PeerPlan(
                (rest[0] + who) % _SLOTS if chance < 220 else rest[3 * who] % (_SLOTS + 1),
                _SPACES[rest[3 * who + 1] % len(_SPACES)],
                bool(rest[3 * who + 2] & 6),
                bool(rest[3 * who + 2] & 24),
            )
            for who, name in enumerate(NAMES)
        }
        try:
            self._apply(entries)
        except PlanRejected:
            return "plan refused"
        return "plan"

    def _collect(self, what: int, who: int) -> int:
        """Check everything sent against the plan in force; returns the number of packets."""
        count = 0
        for address, packets in self.wire.rtp.items():
            for packet in packets:
                count += 1
                self._check_packet(packet, address, what, NAMES[who % 3])
        assert sum(map(len, self.wire.rtcp.values())) <= 64, "little feedback follows from one input"
        return count

    def _check_packet(self, packet: bytes, address: Address, what: int, actor: str) -> None:
        if _is_padding(packet):
            return
        assert what in (_RTP, _RTCP), "only a packet makes a packet leave"
        receiver = str(address[0])
        ssrc = int.from_bytes(packet[8:12], "big")
        slot, kind = _SLOT_OF[ssrc]
        sender = next(
            name for name, entry in self.entries.items() if entry.space is not None and entry.slot == slot
        )
        theirs, mine = self.entries[sender], self.entries[receiver]
        assert sender != receiver
        assert theirs.space == mine.space
        assert theirs.audio if kind is Kind.AUDIO else theirs.video, "a closed gate let something through"
        assert actor in (sender, receiver), "a third one caused it"
        assert packet[1] & 0x7F in ((OPUS, RED) if kind is Kind.AUDIO else (VP8, RTX))
        if packet[1] & 0x7F == VP8:
            self.left[ssrc] = int.from_bytes(packet[2:4], "big")

    def check(self) -> None:
        assert largest_table(self.room) <= _MAX_TABLE
        peers = {name: self.room.peer_stats(peer, self.now) for name, peer in self.room.peers.items()}
        assert encode_frame(Reply(1, Stats(RoomStats(peers, dict(self.drops))))), "counters stay writable"


def _is_padding(packet: bytes) -> bool:
    """Whether it is a padding packet that probes a link: header, send time, padding."""
    return packet[1] & 0x7F == RTX and bool(packet[0] & 0x20) and len(packet) == 12 + 8 + packet[-1]
