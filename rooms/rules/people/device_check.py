"""The device check: under one pretext, somebody who leads talks to each of a couple alone (docs/domain.md 8). Pure.

Both leave the room at one moment and come back at one moment, and each sees the same two pages for at least the same
time: one to wait at, one to talk. The group sees that both have stepped out. Nothing that anybody but those who lead
sees or is sent tells what was talked about, or about whom the staff are concerned.

On one camera there is no such talk: whatever one hears, the other hears.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.common.checks import leads, leads_inside
from rooms.rules.common.device_check import DEVICE_CHECK_LEAST_S, couples_apart
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, of_leaders, reads
from rooms.rules.people.private_rooms import PRIVATE_ROOMS
from rooms.state import Place
from rooms.state.lookups import LEADERS
from rooms.state.subjects import PEOPLE

__all__ = ["DEVICE_CHECK"]


@of_leaders(PEOPLE)
def whose_turn(context: RuleContext) -> int | None:
    """Whose turn it is in the device check; None while there is none."""
    check = context.state.care.device_check
    return None if check is None else check.turn


def _free_rooms(context: RuleContext) -> list[int]:
    taken = {now.private for now in context.state.seats.values()}
    return [number for number in PRIVATE_ROOMS if number not in taken]


def _settle(context: RuleContext) -> None:
    """None of the three stays behind: once one is not where the check put them, it is over for all."""
    check = context.state.care.device_check
    if check is None:
        return
    first, second = check.seats
    rooms = (check.talk, check.wait) if check.turn == 0 else (check.wait, check.talk)
    own = context.state.people[check.by].seat
    wanted = dict(zip((first, second, own), (*rooms, check.talk), strict=True))
    if any(context.state.seats[seat].private != room for seat, room in wanted.items()):
        _end(context, None)


def _end(context: RuleContext, by: PersonId | None) -> None:
    check = context.state.care.device_check
    assert check is not None, "there is one"
    context.emit(ev.DeviceCheckEnded(by))
    for seat, now in list(context.state.seats.items()):
        if now.private in (check.talk, check.wait):
            context.emit(ev.SeatReturnedToRoom(seat, by))


# Handling of commands.


def _start(context: RuleContext, command: cmd.StartDeviceCheck) -> None:
    people = _couple(context, command.first)
    seats = tuple(context.state.people[person].seat for person in people)
    talk, wait = _free_rooms(context)[:2]
    context.emit(ev.DeviceCheckStarted(people, seats, talk, wait, command.by))
    for seat, room in zip(seats, (talk, wait), strict=True):
        context.emit(ev.SeatMovedToPrivate(seat, room, command.by))
    context.emit(ev.SeatMovedToPrivate(context.state.people[command.by].seat, talk, command.by))


def _next(context: RuleContext, command: cmd.NextInDeviceCheck) -> None:
    check = context.state.care.device_check
    assert check is not None, "checked"
    if context.now < check.turn_since + DEVICE_CHECK_LEAST_S:
        # Not a check: what is offered must not depend on the time.
        raise Refused("device_check.too_soon")
    context.emit(ev.DeviceCheckTurned(command.by))


def _couple(context: RuleContext, first: PersonId) -> tuple[PersonId, ...]:
    partner = context.partner_of(first)
    return (first,) if partner is None else (first, partner)


# Checks.


@reads(whose_turn)
def _may_begin(context: RuleContext, command: cmd.StartDeviceCheck) -> str | None:
    if context.state.care.device_check is not None:
        return "device_check.running"
    if context.role(command.by) not in LEADERS:
        return "role.forbidden"
    if command.first not in context.state.people:
        return "person.unknown"
    if context.role(command.first) is not Role.MEMBER:
        return "person.not_member"
    return _may_be_apart(context, _couple(context, command.first))


def _may_be_apart(context: RuleContext, people: tuple[PersonId, ...]) -> str | None:
    if len(people) < 2:
        return "device_check.no_couple"
    seats: set[SeatId] = {context.state.people[person].seat for person in people}
    if len(seats) < 2 or any(context.state.seats[seat].watched for seat in seats):
        return "seat.is_shared"
    if any(context.seat_of(person).place is not Place.MAIN for person in people):
        return "seat.not_in_room"
    return None if len(_free_rooms(context)) > 1 else "private.full"


def _group_keeps_a_facilitator(context: RuleContext, command: cmd.StartDeviceCheck) -> str | None:
    couple = _couple(context, command.first)
    stay = [person for person in context.participants() if person not in couple]
    led = [person for person in context.licensed_here() if person != command.by]
    return None if led or not stay else "room.needs_facilitator"


@reads(whose_turn)
def _goes_on(context: RuleContext, command: cmd.EndDeviceCheck | cmd.NextInDeviceCheck) -> str | None:
    return None if context.state.care.device_check else "device_check.none"


@reads(whose_turn)
def _has_another_turn(context: RuleContext, command: cmd.NextInDeviceCheck) -> str | None:
    check = context.state.care.device_check
    if check is None:
        return "device_check.none"
    if check.by != command.by:
        return "device_check.not_yours"
    return None if check.turn == 0 else "device_check.both_had_it"


def _start_with_someone(person: PersonId, context: RuleContext) -> cmd.StartDeviceCheck:
    """Aim at whoever has a partner on another seat; at oneself if nobody has."""
    return cmd.StartDeviceCheck(person, next((one for one, _ in couples_apart(context)), person))


DEVICE_CHECK = Part(
    handlers={
        cmd.StartDeviceCheck: _start,
        cmd.NextInDeviceCheck: _next,
        cmd.EndDeviceCheck: lambda context, command: _end(context, command.by),
    },
    checks={
        cmd.StartDeviceCheck: all_of(leads, _may_begin, _group_keeps_a_facilitator),
        cmd.NextInDeviceCheck: all_of(leads_inside, _has_another_turn),
        cmd.EndDeviceCheck: all_of(leads_inside, _goes_on),
    },
    examples={
        "device_check.start": _start_with_someone,
        "device_check.next": lambda person, context: cmd.NextInDeviceCheck(person),
        "device_check.end": lambda person, context: cmd.EndDeviceCheck(person),
    },
    settle=_settle,
    watches=PEOPLE,
)
