"""Seats: arriving, waiting, being let in, getting lost and coming back, leaving. Pure."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.rules.checks import here, leads_inside, works_here
from rooms.rules.context import Ledger
from rooms.rules.kept import keep_runs
from rooms.rules.part import Part, all_of
from rooms.state import MediaState, Phase, Place, SeatState
from rooms.state.lookups import INSIDE
from rooms.state.subjects import LOG, PEOPLE

__all__ = ["ALIVE", "ALIVE_S", "SEATS", "absence_deadline", "on_open", "on_restart"]

ALIVE_S = 60.0
"""How exactly the log tells when the service went away, seconds."""


def absence_deadline(ledger: Ledger, seat: SeatId) -> float | None:
    """Return when a lost seat will have left (Unix seconds), or None. A seat that only waits is not kept as long."""
    state, policy = ledger.state.seats[seat], ledger.setup.policy
    if state.lost_at is None:
        return None
    kept = state.place in INSIDE or state.place is Place.COMPANION
    return state.lost_at + (policy.absence_s if kept else policy.hold_s)


def _on_absence(ledger: Ledger) -> None:
    """Let the seats leave that stayed lost too long."""
    for seat in ledger.state.seats:
        deadline = absence_deadline(ledger, seat)
        if deadline is not None and deadline <= ledger.now:
            _leave(ledger, seat, ev.LeaveReason.ABSENT)


def _alive_deadlines(ledger: Ledger) -> Iterable[float | None]:
    """Yield when the log should say again that somebody is here (Unix seconds)."""
    if ledger.is_anybody_online():
        yield ledger.state.last_at + ALIVE_S


def _on_alive(ledger: Ledger) -> None:
    """Say that somebody is here."""
    if any(due is not None and due <= ledger.now for due in _alive_deadlines(ledger)):
        ledger.emit(ev.RoomAlive())


def on_restart(ledger: Ledger) -> None:
    """The service itself was away: nobody is connected any more; everybody's place is kept."""
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
    if command.link < ledger.state.links[command.seat]:
        raise Refused("link.withdrawn")
    if command.resumes is not None and (not seat.nonce or command.resumes != seat.nonce):
        raise Refused("resume.invalid")
    if seat.place is Place.OUTSIDE:
        _arrive(ledger, command)
    else:
        _come_back(ledger, command, seat)
    _renew_link(ledger, command.seat, command.link)
    if command.nonce != ledger.state.seats[command.seat].nonce:
        ledger.emit(ev.SeatOpened(command.seat, command.nonce))


def _come_back(ledger: Ledger, command: cmd.Attach, seat: SeatState) -> None:
    if not seat.online:
        ledger.emit(ev.SeatReturned(command.seat, in_room=seat.place in INSIDE))
    if seat.slot is not None:
        _set_devices(ledger, command.seat, mic=command.mic, camera=command.camera)


def _renew_link(ledger: Ledger, seat: SeatId, link: int) -> bool:
    """Take note which version of the seat's link is good now; whether it is another than before."""
    if seat not in ledger.state.links:
        raise Refused("seat.unknown")
    newer = link > ledger.state.links[seat] and ledger.state.phase is not Phase.ENDED
    if newer:
        ledger.emit(ev.LinkWithdrawn(seat, link))
    return newer


def _withdraw_link(ledger: Ledger, seat: SeatId, link: int) -> None:
    """Who came by the new link already may stay; to the others whoever is out now has left."""
    newer = _renew_link(ledger, seat, link)
    if newer and ledger.state.seats[seat].place is not Place.OUTSIDE:
        _leave(ledger, seat, ev.LeaveReason.LEFT)


def on_open(ledger: Ledger) -> None:
    """Take note of the links that were withdrawn while nobody could tell the room."""
    for seat, seating in ledger.setup.seats.items():
        _withdraw_link(ledger, seat, seating.link)


def _arrive(ledger: Ledger, command: cmd.Attach) -> None:
    """A client comes anew; the phone of somebody who sits elsewhere needs no slot and is not kept waiting."""
    owner = ledger.state.seats[command.seat].occupants[0]
    if ledger.state.people[owner].seat != command.seat:
        ledger.emit(ev.CompanionJoined(command.seat))
        return
    slot = ledger.free_slot(command.seat)
    if slot is None:
        raise Refused("room.full")
    ledger.emit(ev.SeatJoined(command.seat, slot, command.mic, command.camera))
    if ledger.is_staff(command.seat):
        ledger.emit(ev.SeatAdmitted(command.seat, None))


def _set_devices(ledger: Ledger, seat: SeatId, *, mic: bool, camera: bool, switched: bool = False) -> None:
    """Note the switches; ``switched`` by a person, who may so mean to speak, not by a client that comes back."""
    state: SeatState = ledger.state.seats[seat]
    if (state.mic, state.camera) != (mic, camera):
        ledger.emit(ev.DevicesSet(seat, mic, camera, unmuted=switched and mic and not state.mic))


def _lose(ledger: Ledger, seat: SeatId) -> None:
    state = ledger.state.seats[seat]
    if state.online:
        ledger.emit(ev.SeatLost(seat, in_room=state.place in INSIDE))


def _leave(ledger: Ledger, seat: SeatId, reason: ev.LeaveReason) -> None:
    ledger.emit(ev.SeatLeft(seat, reason, in_room=ledger.state.seats[seat].place in INSIDE))


def _everybody_leaves(ledger: Ledger, reason: ev.LeaveReason) -> None:
    for place in (Place.MAIN, Place.PRIVATE, Place.WAITING, Place.COMPANION):
        for seat in ledger.seats_at(place):
            _leave(ledger, seat, reason)


# What each command does.


def _media_up(ledger: Ledger, command: cmd.MediaUp) -> None:
    state = ledger.state.seats[command.seat]
    if state.slot is not None and state.media is not MediaState.UP:
        ledger.emit(ev.MediaReady(command.seat))


def _media_down(ledger: Ledger, command: cmd.MediaDown) -> None:
    if ledger.state.seats[command.seat].media is MediaState.UP:
        ledger.emit(ev.MediaLost(command.seat))


def _end(ledger: Ledger, command: cmd.EndSession) -> None:
    keep_runs(ledger)
    ledger.emit(ev.RoomEnded(command.by))
    _everybody_leaves(ledger, ev.LeaveReason.ENDED)


def _deadlines(ledger: Ledger) -> Iterable[float | None]:
    return (absence_deadline(ledger, seat) for seat in ledger.state.seats)


def _leave_by(ledger: Ledger, command: cmd.Leave) -> None:
    _leave(ledger, command.via or ledger.state.people[command.by].seat, ev.LeaveReason.LEFT)


# Who may ask for it.


def _has_switches(ledger: Ledger, command: cmd.SetDevices) -> str | None:
    own = ledger.state.people[command.by].seat
    return None if command.via in (None, own) else "seat.no_media"


def _can_leave(ledger: Ledger, command: cmd.Leave) -> str | None:
    seat = ledger.state.seats.get(command.via or ledger.state.people[command.by].seat)
    if seat is None or command.by not in seat.occupants:
        return "seat.not_yours"
    return "seat.not_in_room" if seat.place is Place.OUTSIDE else None


def _movable(ledger: Ledger, command: cmd.MoveToWaiting) -> str | None:
    if command.seat not in ledger.state.seats:
        return "seat.unknown"
    if ledger.is_staff(command.seat):
        return "seat.is_staff"
    return None if ledger.state.seats[command.seat].place in INSIDE else "seat.not_in_room"


def _move_someone(person: PersonId, ledger: Ledger) -> cmd.MoveToWaiting:
    """Aim at any seat inside that is not staff's; at one's own if there is none."""
    inside = (seat for seat, now in ledger.state.seats.items() if now.place in INSIDE)
    others = (seat for seat in inside if not ledger.is_staff(seat))
    return cmd.MoveToWaiting(person, next(others, ledger.state.people[person].seat))


SEATS = Part(
    handlers={
        cmd.Attach: _attach,
        cmd.Detach: lambda ledger, command: _lose(ledger, command.seat),
        cmd.WithdrawLink: lambda ledger, command: _withdraw_link(ledger, command.seat, command.link),
        cmd.MediaUp: _media_up,
        cmd.MediaDown: _media_down,
        cmd.SetDevices: lambda ledger, command: _set_devices(
            ledger,
            ledger.state.people[command.by].seat,
            mic=command.mic,
            camera=command.camera,
            switched=not command.by_system,
        ),
        cmd.Leave: _leave_by,
        cmd.MoveToWaiting: lambda ledger, command: ledger.emit(
            ev.SeatMovedToWaiting(command.seat, command.by)
        ),
        cmd.EndSession: _end,
    },
    checks={
        cmd.SetDevices: all_of(here, _has_switches),
        cmd.Leave: _can_leave,
        cmd.MoveToWaiting: all_of(works_here, _movable),
        cmd.EndSession: leads_inside,
    },
    examples={
        "devices.set": lambda person, ledger: cmd.SetDevices(person, mic=True, camera=True),
        "seat.move_to_waiting": _move_someone,
        "session.end": lambda person, ledger: cmd.EndSession(person),
        "session.leave": lambda person, ledger: cmd.Leave(person),
    },
    on_deadline=_on_absence,
    deadlines=_deadlines,
    watches=PEOPLE,
)
ALIVE = Part(on_deadline=_on_alive, deadlines=_alive_deadlines, watches=PEOPLE | LOG)
