"""Two rooms that are handed the same datagrams: one in Python alone, one with the receiver in C in front."""

from collections import Counter
from enum import Enum
from typing import Any

from msgspec import structs

from media.control import PeerPlan, RelayPlan, RoomOptions
from media.net.ice import Address
from media.net.paths.udp import UdpSocket
from media.peer.peer import Peer
from media.room.router import RoomRouter
from media.rtp.packet import MAX_SENT_BYTES
from media.sdp.profile import RED, RTX
from media.worker.regular import Receiver, make_receiver
from tests.support.relay.parts import EVERYTHING, Wire, make_peer

__all__ = ["NAMES", "PLAIN", "SideBySide", "state_of"]

NAMES = ("ann", "ben", "cat", "dan")
# This one takes neither RED nor RTX: it gets other bytes, and exact packets again.
PLAIN = "dan"


class _Room:
    """One of the two; without a receiver it is the reference."""

    def __init__(self, *, in_c: bool) -> None:
        self.wire = Wire()
        self.room = RoomRouter("room", RoomOptions(len(NAMES)), lambda event: None, 0.0)
        self.peers: list[Peer] = []
        self._udp = UdpSocket("127.0.0.1", 0, Counter())
        self._udp.close()
        self.handed_up = 0
        self.receiver: Receiver | None = None
        for number, name in enumerate(NAMES):
            peer = make_peer(name, number, self.wire)
            if name == PLAIN:
                peer.take_sections(
                    [structs.replace(section, types=section.types - {RED, RTX}) for section in EVERYTHING]
                )
            self.peers.append(peer)
            self._udp.path((name, number)).keep(peer)
            self.room.add(peer)
        if in_c:
            self.receiver = make_receiver(
                self._udp, self._handle, self._fail, lambda: None, self.wire._unsent
            )
            assert self.receiver is not None, "the part in C was not compiled here"

    def _handle(self, data: bytes, address: Address, now: float) -> None:
        self.handed_up += 1
        self.peers[address[1]].handle_srtp(data, now)

    def _fail(self, error: Exception) -> None:
        raise AssertionError("a regular packet failed") from error

    def take(self, who: int, data: bytes, now: float) -> None:
        if self.receiver is None:
            self.peers[who].handle_srtp(data, now)
        else:
            self.receiver.take(data, (NAMES[who], who), now)

    def take_sent(self) -> tuple[dict[Address, list[bytes]], dict[Address, list[bytes]]]:
        self.wire.flush()
        sent = dict(self.wire.rtp), dict(self.wire.rtcp)
        self.wire.rtp.clear()
        self.wire.rtcp.clear()
        return sent


class SideBySide:
    """Both rooms, the plan in force in both, and the time.

    Attributes:
        now: monotonic seconds.
        sent: RTP packets that left either of them.
    """

    def __init__(self) -> None:
        self.now = 100.0
        self.sent = 0
        self._version = 0
        self._both = (_Room(in_c=False), _Room(in_c=True))
        self.plan({who: PeerPlan(who, "main", audio=True, video=True) for who in range(len(NAMES))})
        for seen in range(len(NAMES)):
            self.tiles(seen, dict.fromkeys(range(len(NAMES)), 720))

    def plan(self, entries: dict[int, PeerPlan]) -> None:
        """Apply a plan; who is not in it is nowhere."""
        self._version += 1
        for one in self._both:
            one.room.apply_plan(RelayPlan(self._version, {NAMES[who]: entries[who] for who in entries}))
            one.room.share(self.now)
        self.compare()

    def tiles(self, who: int, heights: dict[int, int]) -> None:
        """Set what somebody shows."""
        for one in self._both:
            one.room.set_tiles(one.peers[who], heights)

    def take(self, who: int, data: bytes) -> None:
        """A datagram of this peer arrives."""
        for one in self._both:
            one.take(who, data, self.now)

    def wait(self, seconds: float) -> None:
        """Let time pass, and the timers run."""
        self.now += seconds
        for one in self._both:
            for peer in one.peers:
                peer.ice.heard = self.now
            one.room.on_timer(self.now)

    def compare(self) -> None:
        """Raise AssertionError unless both sent the same bytes to the same receivers, and every network carries them."""
        plain, with_c = (one.take_sent() for one in self._both)
        assert with_c == plain
        assert all(
            len(data) <= MAX_SENT_BYTES for way in plain for packets in way.values() for data in packets
        )
        self.sent += sum(map(len, plain[0].values()))

    def compare_state(self) -> None:
        """Raise AssertionError unless everything that both know is the same."""
        self.compare()
        plain, with_c = self._both
        assert with_c.wire.drops == plain.wire.drops
        assert state_of(with_c.peers) == state_of(plain.peers)

    @property
    def carried(self) -> int:
        """Packets that the part in C carried whole."""
        peers = self._both[1].peers
        return sum(peer.packets_in for peer in peers) - self._both[1].handed_up

    @property
    def drops(self) -> Counter[str]:
        """Of the reference."""
        return self._both[0].wire.drops

    @property
    def tables(self) -> tuple[object, ...]:
        """Everything that could grow."""
        return tuple(one.room for one in self._both)


# What a packet in the ring names is read when its source is new; nobody reads it later, and C leaves it out. A
# connection whose packets Python carried is looked at sooner.
_SKIPPED = {"names", "keep", "is_hasty"}


def state_of(root: object) -> list[object]:
    """All values within an object of the relay, in a fixed order; the same object twice is one, by its number."""
    found: list[object] = []
    numbers: dict[int, int] = {}

    def visit(thing: Any) -> None:
        if thing is None or isinstance(thing, bool | int | float | str | bytes | Enum):
            found.append(thing)
            return
        if id(thing) in numbers:
            found.append(("again", numbers[id(thing)]))
            return
        numbers[id(thing)] = len(numbers)
        if isinstance(thing, dict):
            for key, value in thing.items():
                visit(key)
                visit(value)
        elif isinstance(thing, list | tuple) or type(thing).__name__ == "deque":
            found.append(len(thing))
            for value in thing:
                visit(value)
        elif isinstance(thing, set | frozenset):
            found.append(sorted(map(repr, thing)))
        elif type(thing).__module__.startswith(("media.", "aiortc.rate")):
            found.append(type(thing).__name__)
            for name in [*sorted(getattr(thing, "__dict__", ())), *getattr(type(thing), "__slots__", ())]:
                if name not in _SKIPPED and hasattr(thing, name):
                    found.append(name)
                    visit(getattr(thing, name))

    visit(root)
    return found
