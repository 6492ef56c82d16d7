"""Private rooms: a facilitator takes somebody aside and brings them back (domain.md 1.8, 1.15). Pure.

Nobody is alone there: a room that its facilitators left, or were lost from for too long, brings everybody back.
Nor is the group left alone for it, except in a crisis (F12).
"""

from collections.abc import Iterable, Iterator

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.checks import leads_inside, runs
from rooms.rules.context import Ledger
from rooms.rules.part import Part, all_of
from rooms.state import Phase, Place
from rooms.state.lookups import LEADERS
from rooms.state.subjects import PEOPLE

__all__ = ["CRISIS", "PRIVATE", "PRIVATE_ROOMS"]

PRIVATE_ROOMS = range(1, 10)
"""The numbers of private rooms; one that is empty is used again."""
CRISIS = "crisis_break"
"""The protocol in which even the last facilitator may go aside with somebody."""

_GO_ASIDE = frozenset({Role.MEMBER, Role.INTERPRETER, Role.CAPTIONER})


def _seats_in(ledger: Ledger, room: int) -> list[SeatId]:
    return [seat for seat, now in ledger.state.seats.items() if now.private == room]


def _rooms(ledger: Ledger) -> set[int]:
    return {now.private for now in ledger.state.seats.values() if now.private is not None}


def _facilitators_in(ledger: Ledger, room: int) -> list[SeatId]:
    return [seat for seat in _seats_in(ledger, room) if ledger.seat_role(seat) in LEADERS]


def _is_attended(ledger: Ledger, room: int) -> bool:
    return any(ledger.state.seats[seat].connected for seat in _facilitators_in(ledger, room))


def _unattended_at(ledger: Ledger, room: int) -> float | None:
    """Return when the room will have been without facilitators for too long (Unix seconds); None while one is there."""
    facilitators = _facilitators_in(ledger, room)
    if not facilitators:
        return ledger.now
    gone = [ledger.state.seats[seat].gone_at for seat in facilitators]
    if None in gone or len(facilitators) == len(_seats_in(ledger, room)):
        return None
    return max(at for at in gone if at is not None) + ledger.setup.policy.held_after_s


def _settle(ledger: Ledger) -> None:
    for room in sorted(_rooms(ledger)):
        unattended_at = _unattended_at(ledger, room)
        if unattended_at is not None and unattended_at <= ledger.now:
            for seat in _seats_in(ledger, room):
                ledger.emit(ev.SeatReturnedToRoom(seat, None))


def _deadlines(ledger: Ledger) -> Iterable[float | None]:
    if ledger.state.phase is not Phase.ENDED:
        yield from (_unattended_at(ledger, room) for room in _rooms(ledger))


# What each command does.


def _pull_aside(ledger: Ledger, command: cmd.PullAside) -> None:
    room = command.room or _free_room(ledger)
    assert room is not None, "checked"
    own = ledger.state.people[command.by].seat
    if command.join and own != command.seat and ledger.is_in_room(command.by):
        ledger.emit(ev.SeatPulledAside(own, room, command.by))
    ledger.emit(ev.SeatPulledAside(command.seat, room, command.by))


def _bring_back(ledger: Ledger, command: cmd.BringBack) -> None:
    ledger.emit(ev.SeatReturnedToRoom(command.seat, command.by))


def _free_room(ledger: Ledger) -> int | None:
    taken = _rooms(ledger)
    return next((number for number in PRIVATE_ROOMS if number not in taken), None)


# Who may.


def _can_go_aside(ledger: Ledger, command: cmd.PullAside) -> str | None:
    if command.seat not in ledger.state.seats:
        return "seat.unknown"
    if ledger.state.seats[command.seat].place is not Place.MAIN:
        return "seat.not_in_room"
    if command.seat == ledger.state.people[command.by].seat:
        return None
    if ledger.is_staff(command.seat):
        return "seat.is_staff"
    return None if ledger.seat_role(command.seat) in _GO_ASIDE else "seat.is_observer"


def _has_a_room(ledger: Ledger, command: cmd.PullAside) -> str | None:
    """There is a room for them in which a facilitator is, or will be."""
    own = ledger.seat_of(command.by)
    if command.room is not None:
        if command.join and own.place is Place.PRIVATE and own.private != command.room:
            return "seat.not_in_room"
        return None if _is_attended(ledger, command.room) else "private.no_room"
    joins = command.join and own.place is Place.MAIN
    alone = command.seat == ledger.state.people[command.by].seat
    # A trainee is beside a licensed person in the room only, and never alone with a client.
    if not joins or alone or ledger.role(command.by) not in LEADERS:
        return "private.needs_staff"
    return None if _free_room(ledger) else "private.full"


def _group_keeps_a_facilitator(ledger: Ledger, command: cmd.PullAside) -> str | None:
    seat = ledger.state.people[command.by].seat
    goes = ledger.is_in_room(command.by) and (command.join or command.seat == seat)
    top = ledger.state.runs[-1].protocol if ledger.state.runs else None
    if not goes or top == CRISIS or _others_stay(ledger, seat):
        return None
    return "room.needs_facilitator"


def _others_stay(ledger: Ledger, seat: SeatId) -> bool:
    return any(ledger.state.people[person].seat != seat for person in ledger.licensed_here())


def _works_inside(ledger: Ledger, command: cmd.BringBack) -> str | None:
    """A facilitator brings people back, also while the session is held; other staff come back themselves."""
    own = ledger.state.people[command.by].seat
    if command.seat == own and ledger.is_staff_person(command.by):
        return None
    return leads_inside(ledger, command)


def _is_aside(ledger: Ledger, command: cmd.BringBack) -> str | None:
    if command.seat not in ledger.state.seats:
        return "seat.unknown"
    if ledger.state.seats[command.seat].place is not Place.PRIVATE:
        return "seat.not_aside"
    colleagues = ledger.is_staff(command.seat) and command.seat != ledger.state.people[command.by].seat
    return "seat.is_staff" if colleagues else None


def _pull_someone(person: PersonId, ledger: Ledger) -> cmd.PullAside:
    """Aim at any client in the room; come along, or into the room where one is."""
    seats = (seat for seat in ledger.seats_at(Place.MAIN) if ledger.seat_role(seat) in _GO_ASIDE)
    own = ledger.seat_of(person)
    seat = next(seats, ledger.state.people[person].seat)
    return cmd.PullAside(person, seat, join=own.private is None, room=own.private)


def _bring_someone(person: PersonId, ledger: Ledger) -> cmd.BringBack:
    return cmd.BringBack(person, next(_seats_to_bring(ledger, person), ledger.state.people[person].seat))


def _seats_to_bring(ledger: Ledger, person: PersonId) -> Iterator[SeatId]:
    own = ledger.state.people[person].seat
    aside = ledger.seats_at(Place.PRIVATE)
    return (seat for seat in aside if seat == own or not ledger.is_staff(seat))


PRIVATE = Part(
    handlers={cmd.PullAside: _pull_aside, cmd.BringBack: _bring_back},
    checks={
        cmd.PullAside: all_of(runs, leads_inside, _can_go_aside, _has_a_room, _group_keeps_a_facilitator),
        cmd.BringBack: all_of(_works_inside, _is_aside),
    },
    examples={"private.pull_aside": _pull_someone, "private.bring_back": _bring_someone},
    settle=_settle,
    deadlines=_deadlines,
    watches=PEOPLE,
)
