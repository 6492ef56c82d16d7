"""The floor as a part of the room: who may what, what follows by itself, and when."""

from typing import Any

from rooms.checks import fresh, in_room, leads
from rooms.floor.clock import on_turn_deadline, turn_deadlines
from rooms.floor.intents import HANDLERS
from rooms.floor.turns import give_turn, next_in_line, settle_turn
from rooms.ledger import Ledger
from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy import FloorMode, GrantRule
from rooms.part import Part, all_of
from rooms.state import Phase, Place

__all__ = ["BASE_MODES", "FLOOR"]

BASE_MODES = frozenset(
    {FloorMode.OPEN, FloorMode.QUEUE, FloorMode.POPCORN, FloorMode.STAFF_ONLY, FloorMode.QUIET}
)
"""What a facilitator may choose; the other modes belong to protocols."""
_GIVES_TURNS = frozenset({FloorMode.OPEN, FloorMode.QUEUE, FloorMode.POPCORN})
_ORDERED = frozenset({FloorMode.ROUND, FloorMode.HELD})


def _settle(ledger: Ledger) -> None:
    for person in list(ledger.state.floor.queue):
        if ledger.seat_of(person).place not in (Place.MAIN, Place.PRIVATE):
            ledger.emit(ev.HandDown(person))
    settle_turn(ledger)
    _give_what_is_free(ledger)


def _give_what_is_free(ledger: Ledger) -> None:
    floor, state = ledger.state.floor, ledger.state
    if floor.holder or state.phase is not Phase.LIVE:
        return
    if floor.then:
        follows = floor.then
        if ledger.is_connected(follows) and floor.last and floor.last.ending is not TurnEnding.REVOKED:
            give_turn(ledger, follows, None)
        return
    if state.run is None and floor.mode in _GIVES_TURNS and floor.grants is GrantRule.WHEN_FREE:
        first = next_in_line(ledger)
        if first:
            give_turn(ledger, first, None)


# Who may.


def _takes_turns(ledger: Ledger, command: Any) -> str | None:
    member = ledger.role(command.by) is Role.MEMBER
    return None if member or ledger.leads(command.by) else "role.forbidden"


def _holder_is(ledger: Ledger, person: PersonId) -> bool:
    holder = ledger.state.floor.holder
    return holder is not None and holder.person == person


def _hand_is_down(ledger: Ledger, command: cmd.RequestFloor) -> str | None:
    if _holder_is(ledger, command.by):
        return "floor.is_holder"
    return "hand.is_up" if command.by in ledger.state.floor.queue else None


def _hand_is_up(ledger: Ledger, command: cmd.WithdrawRequest) -> str | None:
    return None if command.by in ledger.state.floor.queue else "hand.is_down"


def _has_something_to_pass(ledger: Ledger, command: cmd.PassTurn) -> str | None:
    has = _holder_is(ledger, command.by) or command.by in ledger.state.floor.queue
    return None if has else "floor.nothing_to_pass"


def _holds(ledger: Ledger, command: Any) -> str | None:
    return None if _holder_is(ledger, command.by) else "floor.not_holder"


def _known(ledger: Ledger, command: Any) -> str | None:
    return None if command.person in ledger.state.people else "person.unknown"


def _grantable(ledger: Ledger, command: cmd.GrantFloor | cmd.NameNext) -> str | None:
    if command.person not in ledger.state.people:
        return "person.unknown"
    if not ledger.is_in_room(command.person):
        return "seat.not_in_room"
    if ledger.role(command.person) is not Role.MEMBER and not ledger.leads(command.person):
        return "role.forbidden"
    return "floor.is_holder" if _holder_is(ledger, command.person) else None


def _limit_in_range(ledger: Ledger, command: cmd.GrantFloor) -> str | None:
    return None if command.limit_s is None or 5 <= command.limit_s <= 3600 else "floor.bad_limit"


def _not_yet_heard(ledger: Ledger, command: cmd.NameNext) -> str | None:
    return "floor.was_heard" if command.person in ledger.state.floor.heard else None


def _is_popcorn(ledger: Ledger, command: Any) -> str | None:
    popcorn = ledger.state.run is None and ledger.state.floor.mode is FloorMode.POPCORN
    return None if popcorn else "floor.not_in_mode"


def _gives_turns(ledger: Ledger, command: Any) -> str | None:
    run = ledger.state.run
    if run:
        return None if run.mode in _GIVES_TURNS else "protocol.gives_turns"
    return None if ledger.state.floor.mode in _GIVES_TURNS else "floor.not_in_mode"


def _someone_is_next(ledger: Ledger, command: cmd.NextSpeaker) -> str | None:
    run = ledger.state.run
    if run and run.mode in _ORDERED:
        return None if ledger.state.floor.holder else "floor.is_free"
    return _gives_turns(ledger, command) or (None if ledger.state.floor.queue else "floor.queue_empty")


def _is_held(ledger: Ledger, command: Any) -> str | None:
    return None if ledger.state.floor.holder else "floor.is_free"


def _waits(ledger: Ledger, command: cmd.MoveHand) -> str | None:
    if command.person not in ledger.state.floor.queue:
        return "hand.is_down"
    return None if command.place >= 0 else "floor.bad_place"


def _undecided(ledger: Ledger, command: cmd.DecideHold) -> str | None:
    holder = ledger.state.floor.holder
    waits = holder and (holder.decide_until is not None or holder.hold_until is not None)
    return None if waits else "floor.nothing_to_decide"


def _more_in_range(ledger: Ledger, command: cmd.AnswerOverrun) -> str | None:
    return None if command.more_s is None or 5 <= command.more_s <= 600 else "floor.bad_limit"


def _base_mode(ledger: Ledger, command: cmd.SetFloorMode) -> str | None:
    if command.mode not in BASE_MODES:
        return "floor.needs_protocol"
    return "protocol.running" if ledger.state.run else None


def _current_floor(person: PersonId, ledger: Ledger) -> cmd.SetFloorMode:
    floor = ledger.state.floor
    return cmd.SetFloorMode(person, floor.mode, floor.mic_policy, floor.grants, floor.seq)


def _grant_someone(person: PersonId, ledger: Ledger) -> cmd.GrantFloor:
    """Aim at any member in the room who does not hold the floor; at oneself if there is nobody else."""
    others = (p for p in ledger.participants() if not _holder_is(ledger, p))
    return cmd.GrantFloor(person, next(others, person), ledger.state.floor.seq)


FLOOR = Part(
    handlers=HANDLERS,
    checks={
        cmd.RequestFloor: all_of(in_room, _takes_turns, _hand_is_down),
        cmd.WithdrawRequest: all_of(in_room, _hand_is_up),
        cmd.PassTurn: all_of(in_room, fresh, _has_something_to_pass),
        cmd.ReleaseFloor: all_of(in_room, fresh, _holds),
        cmd.NameNext: all_of(in_room, fresh, _is_popcorn, _holds, _grantable, _not_yet_heard),
        cmd.GrantFloor: all_of(leads, fresh, _gives_turns, _grantable, _limit_in_range),
        cmd.RevokeFloor: all_of(leads, fresh, _is_held),
        cmd.NextSpeaker: all_of(leads, fresh, _someone_is_next),
        cmd.MoveHand: all_of(leads, fresh, _known, _waits),
        cmd.DecideHold: all_of(leads, fresh, _undecided),
        cmd.AnswerOverrun: all_of(leads, fresh, _is_held, _more_in_range),
        cmd.StayWith: all_of(leads, fresh, _is_held),
        cmd.ComeBackTo: all_of(leads, _known),
        cmd.SetFloorMode: all_of(leads, fresh, _base_mode),
    },
    examples={
        "floor.grant": _grant_someone,
        "floor.next": lambda person, ledger: cmd.NextSpeaker(person, ledger.state.floor.seq),
        "floor.pass": lambda person, ledger: cmd.PassTurn(person, ledger.state.floor.seq),
        "floor.release": lambda person, ledger: cmd.ReleaseFloor(person, ledger.state.floor.seq),
        "floor.request": lambda person, ledger: cmd.RequestFloor(person, ledger.state.floor.seq),
        "floor.revoke": lambda person, ledger: cmd.RevokeFloor(person, ledger.state.floor.seq),
        "floor.set_mode": _current_floor,
        "floor.withdraw": lambda person, ledger: cmd.WithdrawRequest(person, ledger.state.floor.seq),
    },
    settle=_settle,
    on_deadline=on_turn_deadline,
    deadlines=turn_deadlines,
)
