"""One room: the plan in force, and who gets whose streams. It fails closed: without a plan nothing passes.

Slots are room-global: a peer's streams leave in its slot at every receiver.
"""

from collections import Counter
from collections.abc import Callable, Sequence

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
from media.counters import PeerQuality, RoomStats
from media.net.ice import CONSENT_S
from media.peer.peer import Peer
from media.peer.peer_stats import build_peer_stats, read_connection
from media.rates.quality import ConnectionQuality
from media.room.distribution import Distribution, Placed
from media.room.who_speaks import WhoSpeaks
from media.sdp.formats import Accepted
from media.sdp.profile import Kind

__all__ = ["KEEP_SILENT_S", "QUALITY_S", "SETUP_S", "PlanRejected", "RoomRouter"]

# From AddPeer to a finished handshake.
SETUP_S = 30.0
# How long a silent connection is kept: its client comes back to it by an ICE restart, or by itself.
KEEP_SILENT_S = 60.0
QUALITY_S = 2.0


class PlanRejected(ValueError):
    """The plan contradicts itself; `code` says how. Every gate of the room is closed then."""

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
        self._at_rest = False
        """Whether nobody is connected, and that has been told."""

    def add(self, peer: Peer) -> Peer | None:
        """Take a connection in; returns the older one of the same peer, which passes nothing any more."""
        older = self.remove(peer.name)
        self.peers[peer.name] = peer
        return older

    def remove(self, name: str) -> Peer | None:
        """Let a peer's connection go; nothing passes to or from it any more."""
        peer = self.peers.pop(name, None)
        if peer is not None:
            peer.disconnect()
            self._quality.pop(name, None)
            self.apply_routes()
        return peer

    def apply_plan(self, plan: RelayPlan) -> None:
        """Put a plan into force; when this returns, nobody passes who may not.

        Raises:
            PlanRejected: two peers share a slot, or a slot is outside the room's.
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
            # A plan that cannot be read may have been one that closes someone.
            self._plan = None
            self.apply_routes()
            raise PlanRejected(code)
        self._plan = plan
        self.apply_routes()

    def apply_routes(self) -> None:
        """Derive every gate and every route from the plan and who can be reached."""
        placed = {
            name: Placed(peer, entry)
            for name, peer in self.peers.items()
            if (entry := self._entry(peer)) is not None
        }
        for name, peer in self.peers.items():
            mine = placed.get(name)
            if mine is None:
                peer.mic.set_gate(False)
                peer.camera.set_route(is_open=False, outlets=())
                continue
            entry = mine.entry
            receivers = [
                other.peer
                for other in placed.values()
                if other.peer is not peer and other.entry.space == entry.space
            ]
            self._route_sound(peer, entry, receivers)
            seers = [r.outlet(entry.slot, Kind.VIDEO) for r in receivers if r.plays(entry.slot, Kind.VIDEO)]
            peer.camera.set_route(entry.video, seers)
        self._distribution.place(placed)

    def _route_sound(self, peer: Peer, entry: PeerPlan, receivers: list[Peer]) -> None:
        outlets = [r.outlet(entry.slot, Kind.AUDIO) for r in receivers if r.plays(entry.slot, Kind.AUDIO)]
        peer.mic.set_gate(entry.audio)
        for gone in [outlet for outlet in peer.mic.outlets if outlet not in outlets]:
            peer.mic.unsubscribe(gone)
        for outlet in outlets:
            peer.mic.subscribe(outlet)

    def _entry(self, peer: Peer) -> PeerPlan | None:
        """The peer's line in the plan; None when nothing may pass to or from it."""
        if self._plan is None or not peer.reachable:
            return None
        entry = self._plan.peers.get(peer.name)
        return None if entry is None or entry.space is None else entry

    def take_formats(self, peer: Peer, sections: Sequence[Accepted]) -> None:
        """Obey a further answer of a connection; where it takes other formats than before, its slots begin anew."""
        if peer.connected and tuple(sections) != peer.sections:
            peer.take_sections(())
            self.apply_routes()
            peer.take_sections(sections)
            self.apply_routes()

    def set_tiles(self, peer: Peer, heights: dict[int, int]) -> None:
        """Take how high a peer shows each slot."""
        peer.tiles = heights
        self._distribution.on_tiles(peer.name)

    def on_timer(self, now: float) -> None:
        """Let every peer send what is due, share the links, and tell what changed; rest while nobody is connected."""
        is_empty = not any(peer.connected for peer in self.peers.values())
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
        told = self._speakers.take(now)
        if told is not None:
            self._emit(told)
        if now >= self._quality_due:
            self._quality_due = now + QUALITY_S
            self._grade(now)
        self._at_rest = is_empty and not self._graded and self._speakers.next_deadline() is None

    def share(self, now: float) -> None:
        """Decide who gets which picture, where that is due."""
        for peer in self._distribution.on_timer(now):
            self._emit(LayersWanted(self.name, peer.name, peer.connection, peer.upstream.wanted))
        for peer, slots in self._distribution.take_paused():
            self._emit(PicturesPaused(self.name, peer.name, peer.connection, slots))

    def _check_consent(self, now: float) -> None:
        """Stop sending to whoever gave no sign of life for too long, and go on when it does (RFC 7675)."""
        for peer in list(self.peers.values()):
            if not peer.connected or peer.silent is not peer.ice.is_alive(now):
                continue
            peer.set_silent(not peer.silent, now)
            self.apply_routes()
            event = PeerSilent if peer.silent else PeerConnected
            self._emit(event(self.name, peer.name, peer.connection))

    def lost_peers(self, now: float) -> list[tuple[Peer, str]]:
        """The connections that are lost by now, and why: `silent` or `setup`."""
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

    def stats(self, drops: Counter[str], now: float) -> RoomStats:
        """A copy of the counters; `drops` are the worker's."""
        rids = [layer.rid for layer in self.options.layers]
        return RoomStats(
            {name: build_peer_stats(peer, rids, now) for name, peer in self.peers.items()}, dict(drops)
        )
