"""What events of the room and its seats change."""

from collections.abc import Callable
from typing import Any

from rooms.model import events as ev
from rooms.state.model import MediaState, Phase, Place, RoomState, SeatState
from rooms.state.standstill import stand_still

__all__ = ["ON_SEATS"]


def _live(state: RoomState, event: ev.RoomLive, at: float) -> None:
    state.phase, state.phase_since, state.live_since = Phase.LIVE, at, at


def _unled(state: RoomState, event: ev.RoomUnled, at: float) -> None:
    state.unled_since = at


def _resumed(state: RoomState, event: ev.RoomResumed, at: float) -> None:
    state.unled_since = None
    if state.phase is not Phase.LIVE:
        state.phase, state.phase_since = Phase.LIVE, at


def _phase(phase: Phase) -> Callable[[RoomState, Any, float], None]:
    def rule(state: RoomState, event: Any, at: float) -> None:
        state.phase, state.phase_since = phase, at

    return rule


def _ended(state: RoomState, event: ev.RoomEnded, at: float) -> None:
    state.phase, state.phase_since = Phase.ENDED, at
    floor = state.floor
    floor.holder, floor.then = None, None
    floor.queue.clear()
    floor.quick.clear()
    floor.seq += 1
    state.runs.clear()
    state.chat_open = False
    state.lead = state.lead_offered = state.unled_since = None


def _nothing(state: RoomState, event: Any, at: float) -> None:
    """Only its time matters."""


def _back(state: RoomState, event: ev.RoomBack, at: float) -> None:
    stand_still(state, event.away_s)


def _joined(state: RoomState, event: ev.SeatJoined, at: float) -> None:
    state.seats[event.seat] = SeatState(
        state.seats[event.seat].occupants,
        Place.WAITING,
        event.slot,
        online=True,
        mic=event.mic,
        camera=event.camera,
        since=at,
        media_at=at,
    )


def _companion_joined(state: RoomState, event: ev.CompanionJoined, at: float) -> None:
    state.seats[event.seat] = SeatState(
        state.seats[event.seat].occupants, Place.COMPANION, online=True, since=at
    )


def _admitted(state: RoomState, event: ev.SeatAdmitted, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place, seat.since = Place.MAIN, at
    for person in seat.occupants:
        state.people[person].came = True


def _moved_to_waiting(state: RoomState, event: ev.SeatMovedToWaiting, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place, seat.since, seat.private, seat.sharing = Place.WAITING, at, None, False
    seat.silence_voice()


def _note_gone(seat: SeatState, at: float) -> None:
    if seat.connected:
        seat.gone_at = None
    elif seat.gone_at is None:
        seat.gone_at = at


def _lost(state: RoomState, event: ev.SeatLost, at: float) -> None:
    seat = state.seats[event.seat]
    seat.online, seat.lost_at = False, at
    _note_gone(seat, at)


def _returned(state: RoomState, event: ev.SeatReturned, at: float) -> None:
    seat = state.seats[event.seat]
    seat.online, seat.lost_at = True, None
    _note_gone(seat, at)


def _opened(state: RoomState, event: ev.SeatOpened, at: float) -> None:
    state.seats[event.seat].nonce = event.nonce


def _link_withdrawn(state: RoomState, event: ev.LinkWithdrawn, at: float) -> None:
    state.links[event.seat] = max(state.links[event.seat], event.link)


def _left(state: RoomState, event: ev.SeatLeft, at: float) -> None:
    state.seats[event.seat] = SeatState(state.seats[event.seat].occupants)


def _devices(state: RoomState, event: ev.DevicesSet, at: float) -> None:
    seat = state.seats[event.seat]
    seat.mic, seat.camera = event.mic, event.camera


def _media_ready(state: RoomState, event: ev.MediaReady, at: float) -> None:
    seat = state.seats[event.seat]
    seat.media, seat.media_at = MediaState.UP, at
    _note_gone(seat, at)


def _media_lost(state: RoomState, event: ev.MediaLost, at: float) -> None:
    seat = state.seats[event.seat]
    seat.media, seat.media_at = MediaState.LOST, at
    _note_gone(seat, at)


def _present(state: RoomState, event: ev.PresenceBegan, at: float) -> None:
    state.present[event.person] = (event.seat, event.private)


def _absent(state: RoomState, event: ev.PresenceEnded, at: float) -> None:
    del state.present[event.person]


ON_SEATS: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.RoomLive: _live,
    ev.RoomUnled: _unled,
    ev.RoomHeld: _phase(Phase.HELD),
    ev.RoomSuspended: _phase(Phase.SUSPENDED),
    ev.RoomResumed: _resumed,
    ev.RoomEnded: _ended,
    ev.RoomAlive: _nothing,
    ev.RoomBack: _back,
    ev.SeatJoined: _joined,
    ev.CompanionJoined: _companion_joined,
    ev.SeatAdmitted: _admitted,
    ev.SeatMovedToWaiting: _moved_to_waiting,
    ev.SeatLost: _lost,
    ev.SeatReturned: _returned,
    ev.SeatOpened: _opened,
    ev.LinkWithdrawn: _link_withdrawn,
    ev.SeatLeft: _left,
    ev.DevicesSet: _devices,
    ev.MediaReady: _media_ready,
    ev.MediaLost: _media_lost,
    ev.PresenceBegan: _present,
    ev.PresenceEnded: _absent,
}
