"""Private rooms: a facilitator takes somebody there and brings them back (docs/domain.md, Private rooms). Pure.

Nobody is alone in one: if its facilitators left, or were lost for too long, everybody in it rejoins the group. Nor is
the group left without a facilitator, except in a crisis (F12).
"""

from collections.abc import Iterable, Iterator

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.common.checks import leads_inside, runs
from rooms.rules.common.facts import runs as protocols
from rooms.rules.common.removals import note_removal
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, reads
from rooms.state import Phase, Place
from rooms.state.lookups import LEADERS
from rooms.state.subjects import PEOPLE

__all__ = ["PRIVATE", "PRIVATE_ROOMS"]

PRIVATE_ROOMS = range(1, 10)
"""The numbers of private rooms; that of an empty one is reused."""

_MOVABLE = frozenset({Role.MEMBER, Role.INTERPRETER, Role.CAPTIONER})


def _seats_in(context: RuleContext, room: int) -> list[SeatId]:
    return [seat for seat, now in context.state.seats.items() if now.private == room]


def _rooms(context: RuleContext) -> set[int]:
    return {now.private for now in context.state.seats.values() if now.private is not None}


def _facilitators_in(context: RuleContext, room: int) -> list[SeatId]:
    return [seat for seat in _seats_in(context, room) if context.seat_role(seat) in LEADERS]


def _is_attended(context: RuleContext, room: int) -> bool:
    return any(context.state.seats[seat].connected for seat in _facilitators_in(context, room))


def _unattended_at(context: RuleContext, room: int) -> float | None:
    """Return when the room will have lacked a facilitator for too long (Unix seconds); None while one is there."""
    facilitators = _facilitators_in(context, room)
    if not facilitators:
        return context.now
    gone = [context.state.seats[seat].gone_at for seat in facilitators]
    if None in gone or len(facilitators) == len(_seats_in(context, room)):
        return None
    return max(at for at in gone if at is not None) + context.setup.policy.held_after_s


def _settle(context: RuleContext) -> None:
    for room in sorted(_rooms(context)):
        if _is_of_device_check(context, room, talk=False):
            continue
        unattended_at = _unattended_at(context, room)
        if unattended_at is not None and unattended_at <= context.now:
            for seat in _seats_in(context, room):
                context.emit(ev.SeatReturnedToRoom(seat, None))


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    if context.state.phase is not Phase.ENDED:
        rooms = (room for room in _rooms(context) if not _is_of_device_check(context, room, talk=False))
        yield from (_unattended_at(context, room) for room in rooms)


def _is_of_device_check(context: RuleContext, room: int, *, talk: bool) -> bool:
    """Whether one of a couple waits there for their turn, or, with ``talk``, has it there."""
    check = context.state.care.device_check
    return check is not None and room in ((check.wait, check.talk) if talk else (check.wait,))


# Handling of commands.


def _move(context: RuleContext, command: cmd.MoveToPrivate) -> None:
    room = command.room or _free_room(context)
    assert room is not None, "checked"
    own = context.state.people[command.by].seat
    if command.join and own != command.seat and context.is_in_room(command.by):
        context.emit(ev.SeatMovedToPrivate(own, room, command.by))
    context.emit(ev.SeatMovedToPrivate(command.seat, room, command.by, command.reason))
    note_removal(context, command.seat, command.reason)


def _bring_back(context: RuleContext, command: cmd.BringBack) -> None:
    context.emit(ev.SeatReturnedToRoom(command.seat, command.by))


def _free_room(context: RuleContext) -> int | None:
    taken = _rooms(context)
    return next((number for number in PRIVATE_ROOMS if number not in taken), None)


# Checks.


def _can_be_moved(context: RuleContext, command: cmd.MoveToPrivate) -> str | None:
    if command.seat not in context.state.seats:
        return "seat.unknown"
    if context.state.seats[command.seat].place is not Place.MAIN:
        return "seat.not_in_room"
    if command.seat == context.state.people[command.by].seat:
        return None
    if context.is_staff(command.seat):
        return "seat.is_staff"
    return None if context.seat_role(command.seat) in _MOVABLE else "seat.is_observer"


def _has_a_room(context: RuleContext, command: cmd.MoveToPrivate) -> str | None:
    """There is a private room for them with a facilitator in it, now or through this command."""
    own = context.seat_of(command.by)
    if command.room is not None:
        if _is_of_device_check(context, command.room, talk=True):
            return "private.no_room"
        if command.join and own.place is Place.PRIVATE and own.private != command.room:
            return "seat.not_in_room"
        return None if _is_attended(context, command.room) else "private.no_room"
    joins = command.join and own.place is Place.MAIN
    alone = command.seat == context.state.people[command.by].seat
    # A trainee acts only beside a licensed person in the main room, and is never alone with a client.
    if not joins or alone or context.role(command.by) not in LEADERS:
        return "private.needs_staff"
    return None if _free_room(context) else "private.full"


@reads(protocols)
def _group_keeps_a_facilitator(context: RuleContext, command: cmd.MoveToPrivate) -> str | None:
    seat = context.state.people[command.by].seat
    goes = context.is_in_room(command.by) and (command.join or command.seat == seat)
    runs = context.state.runs
    # In an emergency even the last facilitator may go to a private room with somebody.
    emergency = bool(runs) and runs[-1].emergency
    if not goes or emergency or _others_stay(context, seat):
        return None
    return "room.needs_facilitator"


def _others_stay(context: RuleContext, seat: SeatId) -> bool:
    return any(context.state.people[person].seat != seat for person in context.licensed_here())


def _works_inside(context: RuleContext, command: cmd.BringBack) -> str | None:
    """A facilitator brings people back, even while the session is held; other staff bring back only themselves."""
    own = context.state.people[command.by].seat
    if command.seat == own and context.is_staff_person(command.by):
        return None
    return leads_inside(context, command)


def _is_in_private(context: RuleContext, command: cmd.BringBack) -> str | None:
    if command.seat not in context.state.seats:
        return "seat.unknown"
    if context.state.seats[command.seat].place is not Place.PRIVATE:
        return "seat.not_private"
    colleagues = context.is_staff(command.seat) and command.seat != context.state.people[command.by].seat
    return "seat.is_staff" if colleagues else None


def _move_someone(person: PersonId, context: RuleContext) -> cmd.MoveToPrivate:
    """Aim at any client in the room, going along unless a private room has a facilitator already."""
    seats = (seat for seat in context.seats_at(Place.MAIN) if context.seat_role(seat) in _MOVABLE)
    own = context.seat_of(person)
    seat = next(seats, context.state.people[person].seat)
    return cmd.MoveToPrivate(person, seat, join=own.private is None, room=own.private)


def _bring_someone(person: PersonId, context: RuleContext) -> cmd.BringBack:
    return cmd.BringBack(person, next(_seats_to_bring(context, person), context.state.people[person].seat))


def _seats_to_bring(context: RuleContext, person: PersonId) -> Iterator[SeatId]:
    own = context.state.people[person].seat
    side_channels = context.seats_at(Place.PRIVATE)
    return (seat for seat in side_channels if seat == own or not context.is_staff(seat))


PRIVATE = Part(
    handlers={cmd.MoveToPrivate: _move, cmd.BringBack: _bring_back},
    checks={
        cmd.MoveToPrivate: all_of(runs, leads_inside, _can_be_moved, _has_a_room, _group_keeps_a_facilitator),
        cmd.BringBack: all_of(_works_inside, _is_in_private),
    },
    examples={"private.move": _move_someone, "private.bring_back": _bring_someone},
    settle=_settle,
    deadlines=_deadlines,
    watches=PEOPLE,
)
