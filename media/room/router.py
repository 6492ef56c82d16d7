"""One room: the plan in force, and who gets whose streams. It fails closed: without a plan nothing is forwarded.

Slots are the same for the whole room: a peer's streams are sent in its slot to every receiver.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from media.control import (
    Event,
    LayersWanted,
    PeerConnected,
    PeerPlan,
    PeerSilent,
    PicturesPaused,
    Quality,
    RelayPlan,
    RoomOptions,
)
from media.counters import PeerQuality, PeerStats
from media.net.ice import CONSENT_S
from media.peer.peer import Peer
from media.peer.peer_stats import build_peer_stats, read_connection
from media.peer.slot import Outlet
from media.rates.quality import ConnectionQuality
from media.room.distribution import Distribution, Placed
from media.room.who_speaks import WhoSpeaks
from media.sdp.formats import Accepted
from media.sdp.profile import Kind

__all__ = ["CALM_S", "KEEP_SILENT_S", "QUALITY_S", "SETUP_S", "PlanRejected", "RoomRouter"]

# From AddPeer to a finished handshake.
SETUP_S = 30.0
# How long a silent connection is kept: its client can return by an ICE restart, or just by a check.
KEEP_SILENT_S = 60.0
QUALITY_S = 2.0
# Between two rounds of a room in which nothing is missing, held back, probed or asked for: as often as reports on what
# arrived are due. To look for all of that with every tick took a sixth of the worker's time.
CALM_S = 0.1


class PlanRejected(ValueError):
    """The plan contradicts itself; `code` says how. Every gate of the room is then closed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RoomRouter:
    """The peers of one room and the routes between them.

    Args:
        name: the room's id.
        options: its layout.
        emit: takes the room's events.
        now: monotonic seconds.
    """

    def __init__(self, name: str, options: RoomOptions, emit: Callable[[Event], None], now: float) -> None:
        self.name = name
        self.options = options
        self.peers: dict[str, Peer] = {}
        self._emit = emit
        self._plan: RelayPlan | None = None
        self._distribution = Distribution(options.layers)
        self._speakers = WhoSpeaks(name, now)
        self._quality: dict[str, ConnectionQuality] = {}
        self._graded: dict[str, PeerQuality] = {}
        self._quality_due = now + QUALITY_S
        self._calm_until = float("-inf")
        # What closed gates have dropped may be freed in the next round.
        self._has_closed = False
        self._at_rest = False
        """Nobody is connected, and that has been reported."""

    def add(self, peer: Peer) -> Peer | None:
        """Add a connection; returns the peer's older one, which is disconnected."""
        older = self.remove(peer.name)
        self.peers[peer.name] = peer
        return older

    def remove(self, name: str) -> Peer | None:
        """Remove a peer's connection; nothing is forwarded to or from it any more."""
        peer = self.peers.pop(name, None)
        if peer is not None:
            peer.disconnect()
            self._quality.pop(name, None)
            self.apply_routes()
        return peer

    def close(self) -> list[Peer]:
        """Remove everybody; nothing is forwarded any more. Returns their connections."""
        peers = list(self.peers.values())
        self.peers = {}
        # Nobody is left to route to, so no route is derived anew for those who remain, one by one.
        for peer in peers:
            peer.cut()
        self._distribution.place({})
        return peers

    @property
    def connected(self) -> int:
        """How many people are connected."""
        return sum(peer.connected for peer in self.peers.values())

    def apply_plan(self, plan: RelayPlan) -> None:
        """Put a plan into force; when this returns, nothing it forbids is forwarded.

        Raises:
            PlanRejected: two peers share a slot, or a slot is outside the room's range.
        """
        if self._plan is not None and plan.version < self._plan.version:
            return
        active = [entry.slot for entry in plan.peers.values() if entry.space is not None]
        code = None
        if len(set(active)) != len(active):
            code = "plan.slot_twice"
        elif any(not 0 <= slot < self.options.slots for slot in active):
            code = "plan.slot_unknown"
        if code is not None:
            # A plan we cannot apply may have been meant to close someone's gate.
            self._plan = None
            self.apply_routes()
            raise PlanRejected(code)
        before, self._plan = self._plan, plan
        self.apply_routes(None if before is None else _changed(before, plan))

    def apply_routes(self, only: Collection[str] | None = None) -> None:
        """Derive gates and routes from the plan and from who is reachable.

        Args:
            only: the peers whose entries differ from those of the plan before; None for all.
        """
        placed = {
            name: Placed(peer, entry)
            for name, peer in self.peers.items()
            if (entry := self._entry(peer)) is not None
        }
        for name, peer in self.peers.items():
            if only is None or name in only:
                self._route(peer, placed)
        self._distribution.place(placed)
        self._calm_until = float("-inf")
        self._has_closed = True

    def _route(self, peer: Peer, placed: Mapping[str, Placed]) -> None:
        mine = placed.get(peer.name)
        if mine is None:
            peer.mic.set_gate(False)
            peer.camera.set_route(is_open=False, outlets=())
            return
        entry = mine.entry
        receivers = [
            other.peer
            for other in placed.values()
            if other.peer is not peer and other.entry.space == entry.space
        ]
        self._route_sound(peer, entry, receivers)
        # Nobody is looked up for a gate that closes: it is being waited for.
        outlets = _playing(receivers, entry.slot, Kind.VIDEO) if entry.video else ()
        peer.camera.set_route(entry.video, outlets)

    def _route_sound(self, peer: Peer, entry: PeerPlan, receivers: list[Peer]) -> None:
        if not entry.audio:
            peer.mic.set_gate(False)
            return
        outlets = _playing(receivers, entry.slot, Kind.AUDIO)
        if peer.mic.is_open and outlets == peer.mic.outlets:
            return
        peer.mic.set_gate(True)
        staying = set(outlets)
        for gone in [outlet for outlet in peer.mic.outlets if outlet not in staying]:
            peer.mic.unsubscribe(gone)
        for outlet in outlets:
            peer.mic.subscribe(outlet)

    def _entry(self, peer: Peer) -> PeerPlan | None:
        """The peer's entry in the plan; None when nothing may be forwarded to or from it."""
        if self._plan is None or not peer.reachable:
            return None
        entry = self._plan.peers.get(peer.name)
        return None if entry is None or entry.space is None else entry

    def take_formats(self, peer: Peer, sections: Sequence[Accepted]) -> None:
        """Apply a further answer of a connection; if it accepts other formats than before, its slots start again."""
        if peer.connected and tuple(sections) != peer.sections:
            peer.take_sections(())
            self.apply_routes()
            peer.take_sections(sections)
            self.apply_routes()

    def set_tiles(self, peer: Peer, heights: dict[int, int]) -> None:
        """Set the height at which a peer shows each slot."""
        peer.tiles = heights
        self._distribution.on_tiles(peer.name)
        self._calm_until = float("-inf")

    def is_due(self, now: float) -> bool:
        """Whether its timers have to run with this tick."""
        if now >= self._calm_until or self._distribution.is_behind:
            return True
        return any([peer.is_hasty for peer in self.peers.values()])

    def on_timer(self, now: float) -> None:
        """Send what is due to every peer, divide the links, and report changes; idle while nobody is connected."""
        self._calm_until = now + CALM_S
        if self._has_closed:
            self._has_closed = False
            for peer in self.peers.values():
                peer.camera.sweep()
        is_empty = not self.connected
        if is_empty and self._at_rest:
            return
        self._check_consent(now)
        for peer in self.peers.values():
            peer.on_timer(now)
            mic = peer.mic
            self._speakers.on_speaking(peer.name, mic.is_open and mic.speech.is_speaking(now), now)
            self._speakers.on_unreliable(peer.name, mic.is_open and mic.voice.unreliable)
        self._speakers.keep(self.peers, now)
        self.share(now)
        message = self._speakers.take(now)
        if message is not None:
            self._emit(message)
        if now >= self._quality_due:
            self._quality_due = now + QUALITY_S
            self._grade(now)
        self._at_rest = is_empty and not self._graded and self._speakers.next_deadline() is None

    def share(self, now: float) -> None:
        """Update who gets which video, where that is due."""
        self._tell(self._distribution.on_timer(now))

    @property
    def is_behind(self) -> bool:
        """Whether `catch_up` has something to do."""
        return self._distribution.is_behind

    def catch_up(self, now: float) -> None:
        """Go on with what was too much for one piece of work."""
        self._tell(self._distribution.weigh(now))

    def _tell(self, changed: Sequence[Peer]) -> None:
        for peer in changed:
            self._emit(LayersWanted(self.name, peer.name, peer.connection, peer.upstream.wanted))
        for peer, slots in self._distribution.take_paused():
            self._emit(PicturesPaused(self.name, peer.name, peer.connection, slots))

    def _check_consent(self, now: float) -> None:
        """Stop sending to peers without a recent check, and resume when one arrives (RFC 7675)."""
        changed = [
            peer for peer in self.peers.values() if peer.connected and peer.silent is peer.ice.is_alive(now)
        ]
        if not changed:
            return
        for peer in changed:
            peer.set_silent(not peer.silent, now)
        # Once for all: a whole room falls silent together where its network does.
        self.apply_routes()
        for peer in changed:
            event = PeerSilent if peer.silent else PeerConnected
            self._emit(event(self.name, peer.name, peer.connection))

    def lost_peers(self, now: float) -> list[tuple[Peer, str]]:
        """The connections lost by now, and why: `silent` or `setup`."""
        lost = []
        for peer in self.peers.values():
            if not peer.connected:
                if now - peer.opened >= SETUP_S:
                    lost.append((peer, "setup"))
            elif peer.ice.heard is not None and now - peer.ice.heard >= CONSENT_S + KEEP_SILENT_S:
                lost.append((peer, "silent"))
        return lost

    def _grade(self, now: float) -> None:
        graded = {}
        for name, peer in self.peers.items():
            if peer.connected:
                quality = self._quality.setdefault(name, ConnectionQuality())
                reading = read_connection(peer, self._distribution.limited(name), now)
                graded[name] = quality.on_reading(reading)
        if graded != self._graded:
            self._graded = graded
            self._emit(Quality(self.name, graded))

    def peer_stats(self, peer: Peer, now: float) -> PeerStats:
        """A copy of one connection's counters."""
        return build_peer_stats(peer, [layer.rid for layer in self.options.layers], now)


def _changed(before: RelayPlan, plan: RelayPlan) -> list[str] | None:
    """Whose routes a plan changes; None for everybody's. A turn opens one gate and closes another: nobody moves."""
    if _places(before) != _places(plan):
        return None
    return [name for name, entry in plan.peers.items() if entry != before.peers[name]]


def _places(plan: RelayPlan) -> dict[str, tuple[int, str | None]]:
    """Where everybody is."""
    return {name: (entry.slot, entry.space) for name, entry in plan.peers.items()}


def _playing(receivers: Sequence[Peer], slot: int, kind: Kind) -> list[Outlet]:
    """The outlets of a slot at those who accepted it."""
    return [outlet for peer in receivers if (outlet := peer.playing(slot, kind)) is not None]
