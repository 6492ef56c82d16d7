"""One room as the relay client keeps it: its plan, its linked seats, and what the relay reports about them.

It also translates: plans and policies of rooms into the relay's types, and the relay's reports into those of rooms.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from app.live.relay.link_states import LINK, LinkEvent, LinkState
from app.live.relay.ports import RelayObserver
from app.live.relay.restarts import Restarts
from media import control
from media.control import (
    LayersWanted,
    Offered,
    PeerConnected,
    PeerLost,
    PeerSilent,
    PicturesPaused,
    Quality,
    RoomOptions,
    Speaking,
)
from rooms.model.ids import RoomId, SeatId
from rooms.model.policy.policy import RoomPolicy
from rooms.model.quality import Grade, SeatQuality
from rooms.plan import Plan
from rooms.talk_time.speech import SpeechInterval
from signaling.ports import CameraLayer, LayersChosen, MediaEvent, OfferMade, SlotsPaused

__all__ = ["MediaLink", "RelayRoom", "RoomReport", "options_of", "plan_to_wire"]

RoomReport = PeerConnected | PeerSilent | PeerLost | Speaking | LayersWanted | PicturesPaused | Quality
"""What the relay reports about a room."""


@dataclass(slots=True)
class MediaLink:
    """A seat that wants media.

    Attributes:
        state: The state of the connection; only ``move`` changes it.
        connection: The relay's number for the seat's peer; None while the relay has none.
        wanted: The layers the relay requested last, with the connection they are requested of.
        paused: The slots whose video the relay has paused, because the receiver's link is too narrow.
        heights: The height at which the seat shows each slot; None until its page has reported it.
    """

    slot: int
    send: Callable[[MediaEvent], None]
    generation: int = 0
    connection: int | None = None
    state: LinkState = LinkState.NONE
    wanted: tuple[int, tuple[str, ...]] | None = None
    heights: dict[int, int] | None = None
    paused: tuple[int, ...] = ()

    @property
    def up(self) -> bool:
        """Whether media passes; a silent connection is kept, but not up."""
        return self.state is LinkState.UP

    @property
    def answered(self) -> bool:
        """Whether the relay has the page's answer."""
        return self.state in (LinkState.ANSWERED, LinkState.UP)

    def move(self, event: LinkEvent) -> None:
        """Apply the event to the state. Raises IllegalMove and changes nothing if no row has it."""
        self.state = LINK.after(self.state, event)

    def send_layers(self) -> None:
        """Send the page the layers it should send, if the relay has requested any of the present connection."""
        if self.wanted is not None and self.wanted[0] == self.connection:
            self.send(LayersChosen(self.generation, self.wanted[1]))

    def send_paused(self) -> None:
        """Send the page the slots whose video is paused."""
        self.send(SlotsPaused(self.generation, self.paused))


@dataclass(slots=True)
class RelayRoom:
    """One room. ``open``: whether the relay has it; ``lock`` serialises creating, replacing and restarting peers."""

    id: RoomId
    options: RoomOptions
    observer: RelayObserver
    plan: Plan | None = None
    open: bool = False
    down: bool = False
    links: dict[SeatId, MediaLink] = field(default_factory=dict)
    generations: dict[SeatId, int] = field(default_factory=dict)
    restarts: dict[SeatId, Restarts] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def offer(self, seat: SeatId, link: MediaLink, offered: Offered, *, restart: bool) -> None:
        """Send the relay's offer to the seat's page: for a new connection, or for an ICE restart of the present one."""
        link.move(LinkEvent.RESTARTED if restart else LinkEvent.OFFERED)
        if not restart:
            link.generation = self.generations[seat] = link.generation + 1
            link.connection = offered.connection
        layers = tuple(CameraLayer(layer.rid, layer.height, layer.max_bps) for layer in self.options.layers)
        link.send(OfferMade(link.generation, offered.sdp, layers, restart))
        if not restart:
            link.paused = ()
            link.send_layers()

    def cut(self, seat: SeatId, link: MediaLink) -> None:
        """Record that the seat no longer has a peer."""
        link.connection = None
        link.wanted = None
        self._move(seat, link, LinkEvent.CUT)

    def on_report(self, report: RoomReport) -> None:
        """Act on a report; reports about a replaced connection are ignored."""
        match report:
            case Speaking():
                self._on_speech(report)
            case Quality(peers=peers):
                self.observer.quality(
                    {
                        SeatId(peer): SeatQuality(Grade(found.up), Grade(found.down), found.reasons)
                        for peer, found in peers.items()
                    }
                )
            case LayersWanted(peer=peer, connection=connection, rids=rids):
                link = self.links.get(SeatId(peer))
                # It may arrive before the reply that names the connection; `offer` sends it then.
                if link is not None and link.connection in (None, connection):
                    link.wanted = (connection, rids)
                    link.send_layers()
            case PicturesPaused(peer=peer, connection=connection, slots=slots):
                link = self.links.get(SeatId(peer))
                if link is not None and link.connection == connection:
                    link.paused = slots
                    link.send_paused()
            case PeerConnected() | PeerSilent() | PeerLost():
                self._on_peer(report)

    def _on_peer(self, report: PeerConnected | PeerSilent | PeerLost) -> None:
        seat = SeatId(report.peer)
        link = self.links.get(seat)
        if link is None or link.connection != report.connection:
            return
        match report:
            case PeerConnected():
                link.move(LinkEvent.CONNECTED)
                self.observer.media_up(seat)
            case PeerSilent():
                self._move(seat, link, LinkEvent.SILENT)
            case PeerLost():
                self.cut(seat, link)

    def _move(self, seat: SeatId, link: MediaLink, event: LinkEvent) -> None:
        """Move the link, and notify the room if media passed before and no longer does."""
        was_up = link.up
        link.move(event)
        if was_up and not link.up:
            self.observer.media_down(seat)

    def _on_speech(self, report: Speaking) -> None:
        now = self.observer.now()
        self.observer.speaking(frozenset(SeatId(peer) for peer in report.peers))
        intervals = [
            SpeechInterval(SeatId(ended.peer), now - ended.began_ago_s, now - ended.ended_ago_s)
            for ended in report.ended
        ]
        unreliable = frozenset(SeatId(peer) for peer in report.unreliable)
        self.observer.speech(intervals, report.overlap_s, report.silence_s, unreliable)


def options_of(policy: RoomPolicy, picture_height: int) -> RoomOptions:
    """Return the relay's options for a room: a slot per seat, and the layers that policy and operator allow."""
    every = RoomOptions(slots=policy.max_seats)
    highest = min(policy.picture_height, picture_height)
    return RoomOptions(every.slots, tuple(layer for layer in every.layers if layer.height <= highest))


def plan_to_wire(plan: Plan) -> control.RelayPlan:
    """Return the plan in the relay's types."""
    return control.RelayPlan(
        plan.version,
        {
            seat: control.PeerPlan(
                slot=gate.slot, space=gate.space, audio=gate.audio, video=gate.video, rank=int(gate.rank)
            )
            for seat, gate in plan.seats.items()
        },
    )
