"""Who may know of a secret, seat by seat."""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.context import RuleContext

__all__ = [
    "Seats",
    "asker_and_staff",
    "company_and_staff",
    "company_of",
    "concerned_and_leaders",
    "granted_and_leaders",
    "holder_and_leaders",
    "leaders",
    "nobody",
    "own_screens",
    "reader_or_staff",
    "reflector_and_leaders",
    "staff",
]

Seats = Iterable[SeatId]


def own_screens(context: RuleContext, person: PersonId) -> Seats:
    return (seat for seat, now in context.state.seats.items() if now.occupants == (person,))


def staff(context: RuleContext, command: object) -> Seats:
    return (seat for seat in context.state.seats if context.is_staff(seat))


def leaders(context: RuleContext, command: object) -> Seats:
    return (seat for seat in staff(context, command) if context.seat_role(seat) is not Role.TECH_HOST)


def company_of(context: RuleContext, person: PersonId) -> Seats:
    """Return the seats and phones of the person and of whoever sits with them."""
    seated = context.setup.seats
    couple = {*seated[context.setup.seat_of(person)].occupants}
    return [seat for seat, seating in seated.items() if couple & set(seating.occupants)]


def company_and_staff(context: RuleContext, command: cmd.ConfirmAbsent) -> Seats:
    return {*staff(context, command), *company_of(context, command.person)}


def nobody(context: RuleContext, command: object) -> Seats:
    return ()


def holder_and_leaders(context: RuleContext, command: object) -> Seats:
    turn = context.state.floor.holder
    if turn is None:
        return leaders(context, command)
    seats = {*leaders(context, command), *own_screens(context, turn.person)}
    return {*seats, context.state.people[turn.person].seat}


def granted_and_leaders(context: RuleContext, command: cmd.GrantFloor) -> Seats:
    seats = {*leaders(context, command), *own_screens(context, command.person)}
    return {*seats, context.state.people[command.person].seat}


def reader_or_staff(context: RuleContext, command: cmd.SendMessage) -> Seats:
    if command.to == "staff":
        return staff(context, command)
    if command.to in context.state.seats:
        return (SeatId(command.to),)
    # What is answered from a waiting seat, both who sit there may read.
    return {*own_screens(context, PersonId(command.to)), command.via}


def reflector_and_leaders(context: RuleContext, command: object) -> Seats:
    run = context.state.run
    assert run is not None
    people = run.roles.get("reflector", ())
    return {
        *leaders(context, command),
        *(seat for person in people for seat in own_screens(context, person)),
    }


def asker_and_staff(context: RuleContext, command: cmd.AskSplit | cmd.AnswerSplit) -> Seats:
    asker = command.by if isinstance(command, cmd.AskSplit) else command.person
    return {*staff(context, command), *own_screens(context, asker)}


def concerned_and_leaders(context: RuleContext, command: cmd.ActInProtocol) -> Seats:
    named = command.values.get("person")
    people = named if isinstance(named, list) and named else [command.by]
    people = [p for p in people if isinstance(p, str) and p in context.state.people]
    return {
        *leaders(context, command),
        *(seat for person in people for seat in own_screens(context, person)),
    }


# What was done.
