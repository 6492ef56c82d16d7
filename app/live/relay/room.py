"""One room as the relay's desk remembers it: its plan, its linked seats, and what a report of the relay means to them.

It also speaks both languages: the rooms' plans and policies become the relay's, the relay's reports become the rooms'.
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
"""What the relay reports of a room that it has."""


@dataclass(slots=True)
class MediaLink:
    """A seat that wants media.

    Attributes:
        state: How far the connection is; only ``move`` changes it.
        connection: The relay's number of the seat's peer; None while the relay has none.
        wanted: The newest layers the relay asked for, with the connection they are asked of.
        paused: The slots that the relay sends it nothing of, its link being too narrow.
        heights: How high each slot is shown at the seat; None until its page has said it.
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
        """Whether its media passes; a connection that is silent is kept, but not up."""
        return self.state is LinkState.UP

    @property
    def answered(self) -> bool:
        """Whether the relay has the page's answer."""
        return self.state in (LinkState.ANSWERED, LinkState.UP)

    def move(self, event: LinkEvent) -> None:
        """Go where the event leads. Raises IllegalMove where it leads nowhere, and then nothing has changed."""
        self.state = LINK.after(self.state, event)

    def tell_layers(self) -> None:
        """Tell the page which layers to send, if the relay has said it of the present connection."""
        if self.wanted is not None and self.wanted[0] == self.connection:
            self.send(LayersChosen(self.generation, self.wanted[1]))

    def tell_paused(self) -> None:
        """Tell the page which pictures its link does not carry."""
        self.send(SlotsPaused(self.generation, self.paused))


@dataclass(slots=True)
class RelayRoom:
    """One room. ``open`` says whether the relay has it; ``lock`` orders what makes, replaces and restarts peers."""

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
        """Send an offer of the relay to the seat's page: of a new connection, or of the present one restarted."""
        link.move(LinkEvent.RESTARTED if restart else LinkEvent.OFFERED)
        if not restart:
            link.generation = self.generations[seat] = link.generation + 1
            link.connection = offered.connection
        layers = tuple(CameraLayer(layer.rid, layer.height, layer.max_bps) for layer in self.options.layers)
        link.send(OfferMade(link.generation, offered.sdp, layers, restart))
        if not restart:
            link.paused = ()
            link.tell_layers()

    def cut(self, seat: SeatId, link: MediaLink) -> None:
        """The seat has no peer any more."""
        link.connection = None
        link.wanted = None
        self._move(seat, link, LinkEvent.CUT)

    def hear(self, report: RoomReport) -> None:
        """Act on a report; one about a connection that was replaced means nothing."""
        match report:
            case Speaking():
                self._hear_speech(report)
            case Quality(peers=peers):
                self.observer.quality(
                    {
                        SeatId(peer): SeatQuality(Grade(found.up), Grade(found.down), found.reasons)
                        for peer, found in peers.items()
                    }
                )
            case LayersWanted(peer=peer, connection=connection, rids=rids):
                link = self.links.get(SeatId(peer))
                # It may be ahead of the reply that names the connection: then `offer` tells it.
                if link is not None and link.connection in (None, connection):
                    link.wanted = (connection, rids)
                    link.tell_layers()
            case PicturesPaused(peer=peer, connection=connection, slots=slots):
                link = self.links.get(SeatId(peer))
                if link is not None and link.connection == connection:
                    link.paused = slots
                    link.tell_paused()
            case PeerConnected() | PeerSilent() | PeerLost():
                self._hear_of_peer(report)

    def _hear_of_peer(self, report: PeerConnected | PeerSilent | PeerLost) -> None:
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
        """Let the link move, and tell the room if media passed and does not any more."""
        was_up = link.up
        link.move(event)
        if was_up and not link.up:
            self.observer.media_down(seat)

    def _hear_speech(self, report: Speaking) -> None:
        now = self.observer.now()
        self.observer.speaking(frozenset(SeatId(peer) for peer in report.peers))
        intervals = [
            SpeechInterval(SeatId(ended.peer), now - ended.began_ago_s, now - ended.ended_ago_s)
            for ended in report.ended
        ]
        unreliable = frozenset(SeatId(peer) for peer in report.unreliable)
        self.observer.speech(intervals, report.overlap_s, report.silence_s, unreliable)


def options_of(policy: RoomPolicy, picture_height: int) -> RoomOptions:
    """Return the relay's options of a room: a slot for every seat, and the layers that policy and operator allow."""
    every = RoomOptions(slots=policy.max_seats)
    highest = min(policy.picture_height, picture_height)
    return RoomOptions(every.slots, tuple(layer for layer in every.layers if layer.height <= highest))


def plan_to_wire(plan: Plan) -> control.RelayPlan:
    """Return the plan in the relay's words."""
    return control.RelayPlan(
        plan.version,
        {
            seat: control.PeerPlan(
                slot=gate.slot, space=gate.space, audio=gate.audio, video=gate.video, rank=int(gate.rank)
            )
            for seat, gate in plan.seats.items()
        },
    )
