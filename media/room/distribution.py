"""Who gets which layer of whose camera in one room.

It combines what receivers show, what their links carry and what the cameras send, and tells each camera which layers
are needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from media.control import PeerPlan, VideoLayer
from media.peer.peer import Peer
from media.rates.allocator import Allocation, Demand
from media.rates.layers import layer_for
from media.rates.rate_window import HEADER_BYTES
from media.sdp.profile import Kind

__all__ = ["ALLOCATE_S", "Distribution", "Placed"]

# How often each receiver's allocation is updated, and that of one who gets all it shows; also at once when something
# changed.
ALLOCATE_S, CALM_ALLOCATE_S = 0.5, 1.0
# Cameras weighed at once, some 35 us each: more would delay packets. The rest follows when these have passed.
_WEIGHED_AT_ONCE = 32
_AT_ONCE = float("-inf")
# A padding packet is as large as RTP allows: 255 bytes, and some 70 of headers.
_PAD_BYTES = 255
_PADDED_BYTES = _PAD_BYTES + 70
# What one round may send, whatever it owes after a late wake-up.
_MOST_PADDING = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """A reachable peer that the plan gives a space."""

    peer: Peer
    entry: PeerPlan


@dataclass(slots=True)
class _Share:
    """The allocation of one receiver, and until when it holds."""

    allocation: Allocation | None = None
    paused: tuple[int, ...] = ()
    due: float = _AT_ONCE


@dataclass(slots=True)
class Distribution:
    """The video distribution of one room.

    Attributes:
        layers: of its cameras, smallest first.
        is_behind: whether more is due than was weighed at once.
    """

    layers: Sequence[VideoLayer]
    is_behind: bool = False
    _placed: Mapping[str, Placed] = field(default_factory=dict)
    _shares: dict[str, _Share] = field(default_factory=dict)
    _sent: dict[str, int] = field(default_factory=dict)
    _paused_anew: set[str] = field(default_factory=set)
    _measure_due: float = 0.0

    def place(self, placed: Mapping[str, Placed]) -> None:
        """Set who takes part now; every allocation is updated in the next round."""
        self._placed = placed
        # Whoever has waited longest comes first, and somebody new before everybody.
        new = {name: _Share() for name in placed if name not in self._shares}
        self._shares = new | {name: share for name, share in self._shares.items() if name in placed}
        for share in self._shares.values():
            share.due = _AT_ONCE

    def limited(self, name: str) -> bool:
        """Whether a receiver gets less than it shows because of its link."""
        share = self._shares.get(name)
        return share is not None and share.allocation is not None and share.allocation.limited

    def on_timer(self, now: float) -> list[Peer]:
        """Update what is due; returns the peers whose camera should send different layers than before."""
        if now >= self._measure_due:
            self._measure_due = now + ALLOCATE_S
            for placed in self._placed.values():
                for stream in placed.peer.streams:
                    stream.measure(now)
        self._notice_layers(now)
        changed = self.weigh(now)
        for name, share in self._shares.items():
            if share.allocation is not None:
                self._pad(self._placed[name].peer, share.allocation, now)
        return changed

    def weigh(self, now: float) -> list[Peer]:
        """Weigh the links that are due, as many as may be at once; returns as `on_timer`."""
        weighed = 0
        self.is_behind = False
        for name, share in list(self._shares.items()):
            placed = self._placed[name]
            if placed.peer.link.has_news:
                placed.peer.link.has_news = False
                share.due = min(share.due, now)
            if now < share.due:
                continue
            if weighed >= _WEIGHED_AT_ONCE:
                self.is_behind = True
            else:
                self._shares[name] = self._shares.pop(name)
                share.allocation = self._allocate(placed, now)
                share.due = now + (ALLOCATE_S if share.allocation.limited else CALM_ALLOCATE_S)
                if share.paused != share.allocation.paused:
                    share.paused = share.allocation.paused
                    self._paused_anew.add(name)
                weighed += len(self._placed)
        return self._tell_senders(now) if weighed else []

    def take_paused(self) -> list[tuple[Peer, tuple[int, ...]]]:
        """The receivers whose paused slots changed since the last call, with all their paused slots."""
        names, self._paused_anew = sorted(self._paused_anew & self._shares.keys()), set()
        return [(self._placed[name].peer, self._shares[name].paused) for name in names]

    def _notice_layers(self, now: float) -> None:
        """When a camera starts or stops sending a layer, every allocation is due."""
        sent = {name: placed.peer.camera.sent(now) for name, placed in self._placed.items()}
        if sent != self._sent:
            self._sent = sent
            for share in self._shares.values():
                share.due = _AT_ONCE

    def on_tiles(self, name: str) -> None:
        """A receiver changed which slots it shows."""
        share = self._shares.get(name)
        if share is not None:
            share.due = _AT_ONCE

    def _senders(self, receiver: Placed) -> list[Placed]:
        space = receiver.entry.space
        return [
            other
            for other in self._placed.values()
            if other.peer is not receiver.peer and other.entry.space == space
        ]

    def _allocate(self, receiver: Placed, now: float) -> Allocation:
        peer, senders = receiver.peer, self._senders(receiver)
        copies = peer.feedback.redundancy.is_on
        mics = [other.peer.mic for other in senders if other.peer.mic.is_open]
        audio_bps = sum(mic.bps_sent(copies=copies) for mic in mics)
        senders = [o for o in senders if o.peer.camera.is_open and peer.plays(o.entry.slot, Kind.VIDEO)]
        demands = [
            Demand(
                other.entry.slot,
                other.entry.rank,
                self._wanted(peer, other),
                other.peer.camera.available(now),
            )
            for other in senders
        ]
        allocation = peer.allocator.allocate(demands, peer.link.present(audio_bps), now)
        peer.link.take(allocation, now)
        peer.pace(peer.link.pace_bps(allocation))
        for other in senders:
            slot = other.entry.slot
            if other.peer.camera.choose(peer.outlet(slot, Kind.VIDEO), allocation.layers.get(slot)):
                other.peer.is_hasty = True
        return allocation

    def _wanted(self, receiver: Peer, sender: Placed) -> int | None:
        tiles = receiver.tiles
        height = None if tiles is None else tiles.get(sender.entry.slot, 0)
        return layer_for(height, self.layers)

    def _tell_senders(self, now: float) -> list[Peer]:
        changed = []
        for sender in self._placed.values():
            in_use: set[int] = set()
            if sender.peer.camera.is_open:
                for receiver in self._senders(sender):
                    allocation = self._shares[receiver.peer.name].allocation
                    if allocation is None:
                        continue
                    slot = sender.entry.slot
                    chosen = allocation.layers.get(slot), allocation.wished.get(slot)
                    in_use.update(index for index in chosen if index is not None)
            if sender.peer.upstream.want(in_use, now):
                changed.append(sender.peer)
        return changed

    def _pad(self, peer: Peer, allocation: Allocation, now: float) -> None:
        """Send the padding that a probe of the link asks for."""
        if (send_buffer := peer.send_buffer) is None:
            return
        octets = send_buffer.octets + HEADER_BYTES * send_buffer.packets
        owed = peer.link.padding(allocation, (send_buffer.number, octets), now)
        if peer.link.is_probing:
            peer.is_hasty = True
        if not owed or (outlet := peer.padding_outlet) is None:
            return
        peer.is_hasty = True
        for _ in range(min(-(-owed // _PADDED_BYTES), _MOST_PADDING)):
            outlet.pad(_PAD_BYTES, now)
