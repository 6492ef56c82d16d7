"""Seats: arriving, waiting, being admitted, getting lost and returning, leaving. Pure."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.rules.common.checks import here, leads_inside, works_here
from rooms.rules.common.kept import keep_runs
from rooms.rules.common.removals import note_removal
from rooms.rules.common.welfare import note_unfinished
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state import MediaState, Phase, Place, SeatState
from rooms.state.lookups import INSIDE
from rooms.state.subjects import LOG, PEOPLE

__all__ = ["ALIVE", "ALIVE_S", "SEATS", "absence_deadline", "on_open", "on_restart"]

ALIVE_S = 60.0
"""The precision, in seconds, with which the log shows when the service went away."""


def absence_deadline(context: RuleContext, seat: SeatId) -> float | None:
    """Return when a lost seat will have left (Unix seconds), or None. Waiting seats are kept for a shorter time."""
    state, policy = context.state.seats[seat], context.setup.policy
    if state.lost_at is None:
        return None
    kept = state.place in INSIDE or state.place is Place.COMPANION
    return state.lost_at + (policy.absence_s if kept else policy.hold_s)


def _on_absence(context: RuleContext) -> None:
    """Remove the seats that stayed lost for too long."""
    for seat in context.state.seats:
        deadline = absence_deadline(context, seat)
        if deadline is not None and deadline <= context.now:
            _leave(context, seat, ev.LeaveReason.ABSENT)


def _alive_deadlines(context: RuleContext) -> Iterable[float | None]:
    """Yield when the log is due for its next sign of life (Unix seconds)."""
    if context.is_anybody_online():
        yield context.state.last_at + ALIVE_S


def _on_alive(context: RuleContext) -> None:
    """Record a sign of life."""
    if any(due is not None and due <= context.now for due in _alive_deadlines(context)):
        context.emit(ev.RoomAlive())


def on_restart(context: RuleContext) -> None:
    """The service was away: nobody is connected any more, and everybody's place is kept."""
    for seat, state in context.state.seats.items():
        if state.media is MediaState.UP:
            context.emit(ev.MediaLost(seat))
        _lose(context, seat)


def _attach(context: RuleContext, command: cmd.Attach) -> None:
    seat = context.state.seats.get(command.seat)
    if seat is None:
        raise Refused("seat.unknown")
    if context.state.phase is Phase.ENDED:
        raise Refused("room.ended")
    if command.link < context.state.links[command.seat]:
        raise Refused("link.withdrawn")
    if command.resumes is not None and (not seat.nonce or command.resumes != seat.nonce):
        raise Refused("resume.invalid")
    if command.simulated and not _may_play(context, seat):
        raise Refused("seat.taken")
    if seat.place is Place.OUTSIDE:
        _arrive(context, command)
    else:
        _come_back(context, command, seat)
    _renew_link(context, command.seat, command.link)
    if command.nonce != context.state.seats[command.seat].nonce:
        context.emit(ev.SeatOpened(command.seat, command.nonce, command.simulated))


def _may_play(context: RuleContext, seat: SeatState) -> bool:
    """Return whether a program may take the seat: never somebody's, and never where clients are expected."""
    return not context.setup.proof and (seat.place is Place.OUTSIDE or seat.simulated)


def _come_back(context: RuleContext, command: cmd.Attach, seat: SeatState) -> None:
    if not seat.online:
        context.emit(ev.SeatReturned(command.seat, in_room=seat.place in INSIDE))
    if seat.slot is not None:
        _set_devices(context, command.seat, mic=command.mic, camera=command.camera)


def _renew_link(context: RuleContext, seat: SeatId, link: int) -> bool:
    """Record which version of the seat's link is valid; return whether it changed."""
    if seat not in context.state.links:
        raise Refused("seat.unknown")
    newer = link > context.state.links[seat] and context.state.phase is not Phase.ENDED
    if newer:
        context.emit(ev.LinkWithdrawn(seat, link))
    return newer


def _withdraw_link(context: RuleContext, seat: SeatId, link: int) -> None:
    """Invalidate older links, and remove whoever is on the seat, unless they came by this link or a newer one."""
    newer = _renew_link(context, seat, link)
    if newer and context.state.seats[seat].place is not Place.OUTSIDE:
        _leave(context, seat, ev.LeaveReason.LEFT)


def on_open(context: RuleContext) -> None:
    """Apply link withdrawals that happened while the room was not running."""
    for seat, seating in context.setup.seats.items():
        _withdraw_link(context, seat, seating.link)


def _arrive(context: RuleContext, command: cmd.Attach) -> None:
    """A new client arrives. The phone of somebody who sits elsewhere needs no slot and does not wait."""
    owner = context.state.seats[command.seat].occupants[0]
    if context.state.people[owner].seat != command.seat:
        context.emit(ev.CompanionJoined(command.seat))
        return
    slot = context.free_slot(command.seat)
    if slot is None:
        raise Refused("room.full")
    context.emit(ev.SeatJoined(command.seat, slot, command.mic, command.camera))


def _set_devices(
    context: RuleContext, seat: SeatId, *, mic: bool, camera: bool, switched: bool = False
) -> None:
    """Record the switches. ``switched`` by a person, who may want to speak, rather than set by a returning client."""
    state: SeatState = context.state.seats[seat]
    if (state.mic, state.camera) != (mic, camera):
        context.emit(ev.DevicesSet(seat, mic, camera, unmuted=switched and mic and not state.mic))


def _lose(context: RuleContext, seat: SeatId) -> None:
    state = context.state.seats[seat]
    if state.online:
        context.emit(ev.SeatLost(seat, in_room=state.place in INSIDE))


def _leave(context: RuleContext, seat: SeatId, reason: ev.LeaveReason) -> None:
    context.emit(ev.SeatLeft(seat, reason, in_room=context.state.seats[seat].place in INSIDE))


def _everybody_leaves(context: RuleContext, reason: ev.LeaveReason) -> None:
    for place in (Place.MAIN, Place.PRIVATE, Place.WAITING, Place.COMPANION):
        for seat in context.seats_at(place):
            _leave(context, seat, reason)


# Handling of commands.


def _media_up(context: RuleContext, command: cmd.MediaUp) -> None:
    state = context.state.seats[command.seat]
    if state.slot is not None and state.media is not MediaState.UP:
        context.emit(ev.MediaReady(command.seat))


def _media_down(context: RuleContext, command: cmd.MediaDown) -> None:
    if context.state.seats[command.seat].media is MediaState.UP:
        context.emit(ev.MediaLost(command.seat))


def _end(context: RuleContext, command: cmd.EndSession) -> None:
    keep_runs(context)
    note_unfinished(context)
    context.emit(ev.RoomEnded(command.by))
    _everybody_leaves(context, ev.LeaveReason.ENDED)


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    return (absence_deadline(context, seat) for seat in context.state.seats)


def _leave_by(context: RuleContext, command: cmd.Leave) -> None:
    _leave(context, command.via or context.state.people[command.by].seat, ev.LeaveReason.LEFT)


def _exit(context: RuleContext, command: cmd.ExitSeat) -> None:
    """The seat leaves; as after any other leave it waits to be let in again, so that whoever opens it next does."""
    seat = context.state.seats.get(command.seat)
    if seat is None or seat.place is Place.OUTSIDE or not seat.nonce or command.nonce != seat.nonce:
        raise Refused("resume.invalid")
    _leave(context, command.seat, ev.LeaveReason.LEFT)


def _move_out(context: RuleContext, command: cmd.MoveToWaiting) -> None:
    context.emit(ev.SeatMovedToWaiting(command.seat, command.by, command.reason))
    note_removal(context, command.seat, command.reason)


# Checks.


def _has_switches(context: RuleContext, command: cmd.SetDevices) -> str | None:
    own = context.state.people[command.by].seat
    return None if command.via in (None, own) else "seat.no_media"


def _can_leave(context: RuleContext, command: cmd.Leave) -> str | None:
    seat = context.state.seats.get(command.via or context.state.people[command.by].seat)
    if seat is None or command.by not in seat.occupants:
        return "seat.not_yours"
    return "seat.not_in_room" if seat.place is Place.OUTSIDE else None


def _movable(context: RuleContext, command: cmd.MoveToWaiting) -> str | None:
    if command.seat not in context.state.seats:
        return "seat.unknown"
    if context.is_staff(command.seat):
        return "seat.is_staff"
    return None if context.state.seats[command.seat].place in INSIDE else "seat.not_in_room"


def _move_someone(person: PersonId, context: RuleContext) -> cmd.MoveToWaiting:
    """Aim at any seat in the room that is not a staff seat; at one's own if there is none."""
    inside = (seat for seat, now in context.state.seats.items() if now.place in INSIDE)
    others = (seat for seat in inside if not context.is_staff(seat))
    return cmd.MoveToWaiting(person, next(others, context.state.people[person].seat))


SEATS = Part(
    handlers={
        cmd.Attach: _attach,
        cmd.Detach: lambda context, command: _lose(context, command.seat),
        cmd.ExitSeat: _exit,
        cmd.WithdrawLink: lambda context, command: _withdraw_link(context, command.seat, command.link),
        cmd.MediaUp: _media_up,
        cmd.MediaDown: _media_down,
        cmd.SetDevices: lambda context, command: _set_devices(
            context,
            context.state.people[command.by].seat,
            mic=command.mic,
            camera=command.camera,
            switched=not command.by_system,
        ),
        cmd.Leave: _leave_by,
        cmd.MoveToWaiting: _move_out,
        cmd.EndSession: _end,
    },
    checks={
        cmd.SetDevices: all_of(here, _has_switches),
        cmd.Leave: _can_leave,
        cmd.MoveToWaiting: all_of(works_here, _movable),
        cmd.EndSession: leads_inside,
    },
    examples={
        "devices.set": lambda person, context: cmd.SetDevices(person, mic=True, camera=True),
        "seat.move_to_waiting": _move_someone,
        "session.end": lambda person, context: cmd.EndSession(person),
        "session.leave": lambda person, context: cmd.Leave(person),
    },
    on_deadline=_on_absence,
    deadlines=_deadlines,
    watches=PEOPLE,
)
ALIVE = Part(on_deadline=_on_alive, deadlines=_alive_deadlines, watches=PEOPLE | LOG)
