"""One room: the plan in force, and who gets whose streams. It fails closed: without a plan nothing passes.

Slots are room-global: a peer's streams leave in its slot at every receiver.
"""

from collections import Counter
from collections.abc import Callable

from media.control import Event, PeerPlan, Plan, RoomOptions, Speaking
from media.counters import RoomStats
from media.ice import CONSENT_S
from media.peer import Peer
from media.profile import Kind

__all__ = ["SETUP_S", "PlanRejected", "Room"]

# From AddPeer to a finished handshake.
SETUP_S = 30.0
_SPEAKING_S = 0.2


class PlanRejected(ValueError):
    """The plan contradicts itself; `code` says how. Every gate of the room is closed then."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Room:
    """The peers of one room and the routes between them.

    Args:
        name: the room's id.
        options: its layout.
        emit: takes the room's events.
    """

    def __init__(self, name: str, options: RoomOptions, emit: Callable[[Event], None]) -> None:
        self.name = name
        self.options = options
        self.peers: dict[str, Peer] = {}
        self._emit = emit
        self._plan: Plan | None = None
        self._speaking: tuple[str, ...] = ()
        self._speaking_due = 0.0

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
            self.apply_routes()
        return peer

    def apply_plan(self, plan: Plan) -> None:
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
        """Derive every gate and every route from the plan and who is connected."""
        planned = {name: self._entry(peer) for name, peer in self.peers.items()}
        for name, peer in self.peers.items():
            entry = planned[name]
            receivers = (
                []
                if entry is None
                else [
                    other
                    for other_name, other in self.peers.items()
                    if other is not peer
                    and (theirs := planned[other_name]) is not None
                    and theirs.space == entry.space
                ]
            )
            for kind, stream in peer.streams.items():
                is_open = entry is not None and (entry.audio if kind is Kind.AUDIO else entry.video)
                outlets = () if entry is None else tuple(r.outlet(entry.slot, kind) for r in receivers)
                stream.set_route(is_open, outlets)

    def _entry(self, peer: Peer) -> PeerPlan | None:
        """The peer's line in the plan; None when nothing may pass to or from it."""
        if self._plan is None or not peer.connected:
            return None
        entry = self._plan.peers.get(peer.name)
        return None if entry is None or entry.space is None else entry

    def on_timer(self, now: float) -> None:
        """Let every peer send what is due, and tell who speaks when that changed."""
        for peer in self.peers.values():
            peer.on_timer(now)
        if now >= self._speaking_due:
            self._speaking_due = now + _SPEAKING_S
            speaking = tuple(
                sorted(
                    name
                    for name, peer in self.peers.items()
                    if (stream := peer.streams[Kind.AUDIO]).is_open and stream.speech.is_speaking(now)
                )
            )
            if speaking != self._speaking:
                self._speaking = speaking
                self._emit(Speaking(self.name, speaking))

    def silent_peers(self, now: float) -> list[tuple[Peer, str]]:
        """The connections that are lost by now, and why: `silent` or `setup`."""
        lost = []
        for peer in self.peers.values():
            if peer.ice.heard is not None and now - peer.ice.heard >= CONSENT_S:
                lost.append((peer, "silent"))
            elif not peer.connected and now - peer.opened >= SETUP_S:
                lost.append((peer, "setup"))
        return lost

    def stats(self, drops: Counter[str]) -> RoomStats:
        """A copy of the counters; `drops` are the worker's."""
        return RoomStats({name: peer.stats() for name, peer in self.peers.items()}, dict(drops))
