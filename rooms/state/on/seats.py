"""State changes made by events of the room and its seats."""

from collections.abc import Callable
from typing import Any

from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.model.policy.policy import CAMERA_RESTS_MAX
from rooms.state.machines import FREE, MEDIA, PLACE, PROOF, REST, SESSION, TURN
from rooms.state.model import NOT_THERE, Proof, RoomState, SeatState
from rooms.state.safety import CameraRests
from rooms.state.standstill import stand_still

__all__ = ["ON_SEATS"]


def _move(state: RoomState, event: Any, at: float) -> None:
    """Move the session to the phase that the event leads to."""
    phase = SESSION.after(state.phase, event.kind)
    if phase is not state.phase:
        state.phase, state.phase_since = phase, at


def _live(state: RoomState, event: ev.RoomLive, at: float) -> None:
    _move(state, event, at)
    state.live_since = at


def _unled(state: RoomState, event: ev.RoomUnled, at: float) -> None:
    _move(state, event, at)
    state.unled_since = at


def _resumed(state: RoomState, event: ev.RoomResumed, at: float) -> None:
    _move(state, event, at)
    state.unled_since = None


def _ended(state: RoomState, event: ev.RoomEnded, at: float) -> None:
    floor = state.floor
    TURN.after(floor.holder.phase if floor.holder else FREE, event.kind)
    _move(state, event, at)
    floor.holder, floor.then = None, None
    floor.queue.clear()
    floor.quick.clear()
    floor.seq += 1
    state.runs.clear()
    state.chat_open = False
    state.care.device_check = None
    state.agenda.close(at)
    state.lead = state.lead_offered = state.unled_since = None


def _nothing(state: RoomState, event: Any, at: float) -> None:
    """Change nothing; only the event's time matters."""


def _back(state: RoomState, event: ev.RoomBack, at: float) -> None:
    stand_still(state, event.away_s)


def _joined(state: RoomState, event: ev.SeatJoined, at: float) -> None:
    seat = state.seats[event.seat]
    state.seats[event.seat] = SeatState(
        seat.occupants,
        PLACE.after(seat.place, event.kind),
        event.slot,
        online=True,
        mic=event.mic,
        camera=event.camera,
        since=at,
        media_at=at,
    )


def _companion_joined(state: RoomState, event: ev.CompanionJoined, at: float) -> None:
    seat = state.seats[event.seat]
    place = PLACE.after(seat.place, event.kind)
    state.seats[event.seat] = SeatState(seat.occupants, place, online=True, since=at)


def _admitted(state: RoomState, event: ev.SeatAdmitted, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place, seat.since = PLACE.after(seat.place, event.kind), at
    for person in seat.occupants:
        state.people[person].came = True


def _moved_to_waiting(state: RoomState, event: ev.SeatMovedToWaiting, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place = PLACE.after(seat.place, event.kind)
    seat.since, seat.private, seat.sharing = at, None, False
    seat.silence_voice()
    _look_again(state, event.seat, Proof.ARRIVING, on=event.kind)


def _look_again(state: RoomState, seat: SeatId, *proofs: Proof, on: str) -> None:
    """Take back what staff said, or did not yet say, of those who sit there and are not there."""
    away = [p for p in state.seated[seat] if state.people[p].seat == seat and state.people[p].proof in proofs]
    for person in away:
        state.people[person].proof = PROOF.after(state.people[person].proof, on)
    if away:
        state.reseat(seat)


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
    seat = state.seats[event.seat]
    place, media = PLACE.after(seat.place, event.kind), MEDIA.after(seat.media, event.kind)
    state.seats[event.seat] = SeatState(seat.occupants, place, media=media, since=at)
    _look_again(state, event.seat, *NOT_THERE, on=event.kind)


def _devices(state: RoomState, event: ev.DevicesSet, at: float) -> None:
    seat = state.seats[event.seat]
    seat.mic, seat.camera = event.mic, event.camera


def _camera_rested(state: RoomState, event: ev.CameraRested, at: float) -> None:
    rests = state.rests.get(event.seat, CameraRests())
    REST.after(rests.state, event.kind)
    state.rests[event.seat] = CameraRests(event.until, (*rests.began, at)[-CAMERA_RESTS_MAX:])
    state.seats[event.seat].camera = False


def _camera_rest_over(state: RoomState, event: ev.CameraRestOver, at: float) -> None:
    rests = state.rests.get(event.seat, CameraRests())
    REST.after(rests.state, event.kind)
    rests.until = None


def _media(state: RoomState, event: ev.MediaReady | ev.MediaLost, at: float) -> None:
    seat = state.seats[event.seat]
    seat.media, seat.media_at = MEDIA.after(seat.media, event.kind), at
    _note_gone(seat, at)


def _present(state: RoomState, event: ev.PresenceBegan, at: float) -> None:
    state.present[event.person] = (event.seat, event.private)


def _absent(state: RoomState, event: ev.PresenceEnded, at: float) -> None:
    del state.present[event.person]


ON_SEATS: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.RoomLive: _live,
    ev.RoomUnled: _unled,
    ev.RoomHeld: _move,
    ev.RoomSuspended: _move,
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
    ev.CameraRested: _camera_rested,
    ev.CameraRestOver: _camera_rest_over,
    ev.MediaReady: _media,
    ev.MediaLost: _media,
    ev.PresenceBegan: _present,
    ev.PresenceEnded: _absent,
}
