"""Who may do what, and when: one check per command, shared by the room that obeys and the views that offer.

A check returns the code of the refusal, or None. It never changes anything.
"""

from collections.abc import Callable
from typing import Any

from rooms.ledger import Ledger
from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy import FloorMode
from rooms.state import Phase, Place

__all__ = ["available", "refusal", "staff_refusal"]

_GIVES_TURNS = (FloorMode.OPEN, FloorMode.QUEUE)


def refusal(ledger: Ledger, command: cmd.Command) -> str | None:
    """Return why ``command`` is refused now, or None. Commands of the house itself are never refused here."""
    check = _CHECKS.get(type(command))
    if check is None:
        return None
    by: PersonId = command.by  # type: ignore[union-attr]  # every command in the table has an acting person
    if by not in ledger.setup.people:
        return "person.unknown"
    if ledger.state.phase is Phase.ENDED:
        return "room.ended"
    return check(ledger, command)


def available(ledger: Ledger, person: PersonId) -> list[str]:
    """Return the request types that would be accepted from ``person`` now, whatever they are aimed at."""
    return [name for name, example in _EXAMPLES.items() if refusal(ledger, example(person, ledger)) is None]


def staff_refusal(ledger: Ledger, person: PersonId) -> str | None:
    """Return why ``person`` is refused what only a facilitator in the running room may do or see, or None."""
    if ledger.setup.people[person].role is not Role.FACILITATOR:
        return "role.forbidden"
    if ledger.state.phase is not Phase.LIVE:
        return "room.not_live"
    return None if ledger.is_in_room(person) else "seat.not_in_room"


def _here(ledger: Ledger, command: Any) -> str | None:
    return "seat.not_in_room" if ledger.seat_of(command.by).place is Place.OUTSIDE else None


def _in_room(ledger: Ledger, command: Any) -> str | None:
    if ledger.state.phase is not Phase.LIVE:
        return "room.not_live"
    return None if ledger.is_in_room(command.by) else "seat.not_in_room"


def _staff(ledger: Ledger, command: Any) -> str | None:
    return staff_refusal(ledger, command.by)


def _fresh(ledger: Ledger, command: Any) -> str | None:
    """F1: an intent formed before holder or mode last changed, or from a future nobody saw, is stale."""
    floor = ledger.state.floor
    return None if floor.fence <= command.expected_seq <= floor.seq else "floor.stale"


def _admit(ledger: Ledger, command: cmd.Admit) -> str | None:
    if command.seat not in ledger.state.seats:
        return "seat.unknown"
    seat = ledger.state.seats[command.seat]
    return None if seat.place is Place.WAITING and seat.online else "seat.not_waiting"


def _anyone_waits(ledger: Ledger, command: cmd.AdmitAll) -> str | None:
    return None if ledger.admissible() else "seat.not_waiting"


def _movable(ledger: Ledger, command: cmd.MoveToWaiting) -> str | None:
    if command.seat not in ledger.state.seats:
        return "seat.unknown"
    if ledger.is_staff(command.seat):
        return "seat.is_staff"
    return None if ledger.state.seats[command.seat].place is Place.MAIN else "seat.not_in_room"


def _hand_is_down(ledger: Ledger, command: cmd.RequestFloor) -> str | None:
    floor = ledger.state.floor
    if floor.holder and floor.holder.person == command.by:
        return "floor.is_holder"
    return "hand.is_up" if command.by in floor.queue else None


def _hand_is_up(ledger: Ledger, command: cmd.WithdrawRequest) -> str | None:
    return None if command.by in ledger.state.floor.queue else "hand.is_down"


def _has_something_to_pass(ledger: Ledger, command: cmd.PassTurn) -> str | None:
    floor = ledger.state.floor
    holds = floor.holder is not None and floor.holder.person == command.by
    return None if holds or command.by in floor.queue else "floor.nothing_to_pass"


def _holds(ledger: Ledger, command: cmd.ReleaseFloor) -> str | None:
    holder = ledger.state.floor.holder
    return None if holder and holder.person == command.by else "floor.not_holder"


def _grantable(ledger: Ledger, command: cmd.GrantFloor) -> str | None:
    if command.person not in ledger.setup.people:
        return "person.unknown"
    if not ledger.is_in_room(command.person):
        return "seat.not_in_room"
    floor = ledger.state.floor
    return "floor.is_holder" if floor.holder and floor.holder.person == command.person else None


def _gives_turns(ledger: Ledger, command: Any) -> str | None:
    return None if ledger.state.floor.mode in _GIVES_TURNS else "floor.not_in_mode"


def _is_held(ledger: Ledger, command: cmd.RevokeFloor) -> str | None:
    return None if ledger.state.floor.holder else "floor.is_free"


def _someone_waits(ledger: Ledger, command: cmd.NextSpeaker) -> str | None:
    return None if ledger.state.floor.queue else "floor.queue_empty"


def _all(*checks: Callable[[Ledger, Any], str | None]) -> Callable[[Ledger, Any], str | None]:
    return lambda ledger, command: next(filter(None, (check(ledger, command) for check in checks)), None)


_CHECKS: dict[type, Callable[[Ledger, Any], str | None]] = {
    cmd.SetDevices: _here,
    cmd.Leave: _here,
    cmd.Admit: _all(_staff, _admit),
    cmd.AdmitAll: _all(_staff, _anyone_waits),
    cmd.MoveToWaiting: _all(_staff, _movable),
    cmd.EndSession: _staff,
    cmd.RequestFloor: _all(_in_room, _hand_is_down),
    cmd.WithdrawRequest: _all(_in_room, _hand_is_up),
    cmd.PassTurn: _all(_in_room, _fresh, _has_something_to_pass),
    cmd.ReleaseFloor: _all(_in_room, _fresh, _holds),
    cmd.GrantFloor: _all(_staff, _fresh, _gives_turns, _grantable),
    cmd.RevokeFloor: _all(_staff, _fresh, _is_held),
    cmd.NextSpeaker: _all(_staff, _fresh, _gives_turns, _someone_waits),
    cmd.SetFloorMode: _all(_staff, _fresh),
}


def _current_floor(person: PersonId, ledger: Ledger) -> cmd.SetFloorMode:
    floor = ledger.state.floor
    return cmd.SetFloorMode(person, floor.mode, floor.mic_policy, floor.grants, floor.seq)


def _grant_someone(person: PersonId, ledger: Ledger) -> cmd.GrantFloor:
    """Aim at anybody in the room who does not hold the floor; at oneself if there is nobody else."""
    holder = ledger.state.floor.holder
    others = (p for p in ledger.setup.people if ledger.is_in_room(p) and not (holder and holder.person == p))
    return cmd.GrantFloor(person, next(others, person), ledger.state.floor.seq)


_EXAMPLES: dict[str, Callable[[PersonId, Ledger], cmd.Command]] = {
    "devices.set": lambda person, ledger: cmd.SetDevices(person, mic=True, camera=True),
    "floor.grant": _grant_someone,
    "floor.next": lambda person, ledger: cmd.NextSpeaker(person, ledger.state.floor.seq),
    "floor.pass": lambda person, ledger: cmd.PassTurn(person, ledger.state.floor.seq),
    "floor.release": lambda person, ledger: cmd.ReleaseFloor(person, ledger.state.floor.seq),
    "floor.request": lambda person, ledger: cmd.RequestFloor(person, ledger.state.floor.seq),
    "floor.revoke": lambda person, ledger: cmd.RevokeFloor(person, ledger.state.floor.seq),
    "floor.set_mode": _current_floor,
    "floor.withdraw": lambda person, ledger: cmd.WithdrawRequest(person, ledger.state.floor.seq),
    "seat.admit_all": lambda person, ledger: cmd.AdmitAll(person),
    "session.end": lambda person, ledger: cmd.EndSession(person),
    "session.leave": lambda person, ledger: cmd.Leave(person),
}
