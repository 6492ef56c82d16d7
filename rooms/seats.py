"""Seats: arriving, waiting, being let in, getting lost and coming back, leaving. Pure; checks are in ``permissions``."""

from rooms.ledger import Ledger
from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.state import MediaState, Phase, Place, SeatState

__all__ = [
    "ALIVE_S",
    "SeatCommand",
    "absence_deadline",
    "alive_deadline",
    "handle_seat",
    "on_absence",
    "on_alive",
    "on_restart",
]

ALIVE_S = 60.0
"""How exactly the log tells when the service went away, seconds."""

SeatCommand = (
    cmd.Attach
    | cmd.Detach
    | cmd.MediaUp
    | cmd.MediaDown
    | cmd.SetDevices
    | cmd.Leave
    | cmd.Admit
    | cmd.AdmitAll
    | cmd.MoveToWaiting
    | cmd.EndSession
)


def handle_seat(ledger: Ledger, command: SeatCommand) -> None:  # noqa: C901 (one flat table of cases)
    """Do what an accepted seat command asks."""
    match command:
        case cmd.Attach():
            _attach(ledger, command)
        case cmd.Detach(seat=seat):
            _lose(ledger, seat)
        case cmd.MediaUp(seat=seat):
            state = ledger.state.seats[seat]
            if state.place is not Place.OUTSIDE and state.media is not MediaState.UP:
                ledger.emit(ev.MediaReady(seat))
        case cmd.MediaDown(seat=seat):
            if ledger.state.seats[seat].media is MediaState.UP:
                ledger.emit(ev.MediaLost(seat))
        case cmd.SetDevices(by=by, mic=mic, camera=camera):
            _set_devices(ledger, ledger.setup.seat_of(by), mic=mic, camera=camera)
        case cmd.Leave(by=by):
            _leave(ledger, ledger.setup.seat_of(by), ev.LeaveReason.LEFT)
        case cmd.Admit(by=by, seat=seat):
            ledger.emit(ev.SeatAdmitted(seat, by))
        case cmd.AdmitAll(by=by):
            for seat in ledger.admissible():
                ledger.emit(ev.SeatAdmitted(seat, by))
        case cmd.MoveToWaiting(by=by, seat=seat):
            ledger.emit(ev.SeatMovedToWaiting(seat, by))
        case cmd.EndSession(by=by):
            ledger.emit(ev.RoomEnded(by))
            for seat in ledger.seats_at(Place.MAIN) + ledger.seats_at(Place.WAITING):
                _leave(ledger, seat, ev.LeaveReason.ENDED)


def absence_deadline(ledger: Ledger, seat: SeatId) -> float | None:
    """Return when a lost seat will have left (Unix seconds), or None. A seat that only waits is not kept as long."""
    state, policy = ledger.state.seats[seat], ledger.setup.policy
    if state.lost_at is None:
        return None
    return state.lost_at + (policy.absence_s if state.place is Place.MAIN else policy.hold_s)


def on_absence(ledger: Ledger) -> None:
    """Let the seats leave that stayed lost too long."""
    for seat in ledger.state.seats:
        deadline = absence_deadline(ledger, seat)
        if deadline is not None and deadline <= ledger.now:
            _leave(ledger, seat, ev.LeaveReason.ABSENT)


def alive_deadline(ledger: Ledger) -> float | None:
    """Return when the log should say again that somebody is here (Unix seconds), or None when nobody is."""
    anybody = any(seat.online for seat in ledger.state.seats.values())
    return ledger.state.last_at + ALIVE_S if anybody else None


def on_alive(ledger: Ledger) -> None:
    """Say that somebody is here."""
    deadline = alive_deadline(ledger)
    if deadline is not None and deadline <= ledger.now:
        ledger.emit(ev.RoomAlive())


def on_restart(ledger: Ledger) -> None:
    """After the service itself was away nobody is connected any more.

    Everybody's place is kept, unless that was longer than anybody's place is kept; then they left when it went away.
    """
    away_s = ledger.now - ledger.state.last_at
    if away_s > ledger.setup.policy.absence_s:
        ledger.now = ledger.state.last_at
        for seat in ledger.seats_at(Place.MAIN) + ledger.seats_at(Place.WAITING):
            _leave(ledger, seat, ev.LeaveReason.ABSENT)
        return
    for seat, state in ledger.state.seats.items():
        if state.media is MediaState.UP:
            ledger.emit(ev.MediaLost(seat))
        _lose(ledger, seat)


def _attach(ledger: Ledger, command: cmd.Attach) -> None:
    seat = ledger.state.seats.get(command.seat)
    if seat is None:
        raise Refused("seat.unknown")
    if ledger.state.phase is Phase.ENDED:
        raise Refused("room.ended")
    if seat.place is Place.OUTSIDE:
        ledger.emit(ev.SeatJoined(command.seat, _free_slot(ledger), command.mic, command.camera))
        if ledger.is_staff(command.seat):
            ledger.emit(ev.SeatAdmitted(command.seat, None))
        return
    if not seat.online:
        ledger.emit(ev.SeatReturned(command.seat, in_room=seat.place is Place.MAIN))
    _set_devices(ledger, command.seat, mic=command.mic, camera=command.camera)


def _free_slot(ledger: Ledger) -> int:
    taken = {seat.slot for seat in ledger.state.seats.values()}
    for slot in range(ledger.setup.policy.max_seats):
        if slot not in taken:
            return slot
    raise Refused("room.full")


def _set_devices(ledger: Ledger, seat: SeatId, *, mic: bool, camera: bool) -> None:
    state: SeatState = ledger.state.seats[seat]
    if (state.mic, state.camera) != (mic, camera):
        ledger.emit(ev.DevicesSet(seat, mic, camera))


def _lose(ledger: Ledger, seat: SeatId) -> None:
    state = ledger.state.seats[seat]
    if state.online:
        ledger.emit(ev.SeatLost(seat, in_room=state.place is Place.MAIN))


def _leave(ledger: Ledger, seat: SeatId, reason: ev.LeaveReason) -> None:
    ledger.emit(ev.SeatLeft(seat, reason, in_room=ledger.state.seats[seat].place is Place.MAIN))
