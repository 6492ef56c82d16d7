"""What each accepted floor intent does; ``rights.py`` has checked that it may."""

from collections.abc import Callable
from typing import Any

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import ORDERED_MODES, HoldChoice, TurnEnding, TurnKind
from rooms.plan import floor_now
from rooms.rules.context import Ledger
from rooms.rules.floor.line import give_next
from rooms.rules.floor.turns import end_turn, give_turn, holds

__all__ = ["HANDLERS"]


def _request(ledger: Ledger, command: cmd.RequestFloor) -> None:
    ledger.emit(ev.HandUp(command.by, command.quick))


def _withdraw(ledger: Ledger, command: cmd.WithdrawRequest) -> None:
    ledger.emit(ev.HandDown(command.by, command.made))


def _pass(ledger: Ledger, command: cmd.PassTurn) -> None:
    if holds(ledger, command.by):
        end_turn(ledger, TurnEnding.PASSED)
    else:
        ledger.emit(ev.HandDown(command.by))


def _release(ledger: Ledger, command: cmd.ReleaseFloor) -> None:
    end_turn(ledger, TurnEnding.RELEASED)


def _name_next(ledger: Ledger, command: cmd.NameNext) -> None:
    end_turn(ledger, TurnEnding.RELEASED)
    give_turn(ledger, command.person, command.by)


def _grant(ledger: Ledger, command: cmd.GrantFloor) -> None:
    if holds(ledger, command.person):
        ledger.emit(ev.FollowerSet(command.then, command.by))
        return
    # A facilitator who gives a time of their own gives a whole turn.
    quick = command.person in ledger.state.floor.quick and command.limit_s is None
    kind = TurnKind.QUICK if quick else TurnKind.TURN
    end_turn(ledger, TurnEnding.REVOKED, command.by)
    give_turn(ledger, command.person, command.by, kind=kind, limit_s=command.limit_s, then=command.then)


def _revoke(ledger: Ledger, command: cmd.RevokeFloor) -> None:
    end_turn(ledger, TurnEnding.REVOKED, command.by)


def _next(ledger: Ledger, command: cmd.NextSpeaker) -> None:
    follower = ledger.state.floor.then
    if floor_now(ledger.state)[0] in ORDERED_MODES or (follower and ledger.is_connected(follower)):
        # The protocol's order, or the one who was to follow, comes next by itself.
        end_turn(ledger, TurnEnding.SKIPPED, command.by)
        return
    end_turn(ledger, TurnEnding.REVOKED, command.by)
    give_next(ledger, command.by)


def _move_hand(ledger: Ledger, command: cmd.MoveHand) -> None:
    place = min(command.place, len(ledger.state.floor.queue) - 1)
    if ledger.state.floor.queue[place] != command.person:
        ledger.emit(ev.HandMoved(command.person, place, command.by))


def _decide_hold(ledger: Ledger, command: cmd.DecideHold) -> None:
    holder = ledger.state.floor.holder
    assert holder is not None, "checked"
    waits = command.choice is HoldChoice.WAIT
    until = ledger.now + ledger.setup.policy.hold_s if waits else None
    ledger.emit(ev.HoldDecided(holder.person, command.choice, until, command.by))
    if command.choice is HoldChoice.DEFER:
        end_turn(ledger, TurnEnding.DEFERRED, command.by)
    elif command.choice is HoldChoice.SKIP:
        end_turn(ledger, TurnEnding.SKIPPED, command.by)


def _answer_overrun(ledger: Ledger, command: cmd.AnswerOverrun) -> None:
    turn = ledger.state.floor.holder
    assert turn is not None, "checked"
    if command.more_s is None:
        ledger.emit(ev.OverrunAnswered(turn.person, command.close, command.by))
    else:
        limit_s = max(turn.limit_s or 0.0, turn.elapsed(ledger.now)) + command.more_s
        ledger.emit(ev.TurnExtended(turn.person, limit_s, command.by))


def _stay_with(ledger: Ledger, command: cmd.StayWith) -> None:
    turn = ledger.state.floor.holder
    assert turn is not None, "checked"
    ledger.emit(ev.TurnExtended(turn.person, None, command.by))


def _come_back(ledger: Ledger, command: cmd.ComeBackTo) -> None:
    if ledger.state.people[command.person].come_back != command.on:
        ledger.emit(ev.ComeBackMarked(command.person, command.on, command.by))


def _set_mode(ledger: Ledger, command: cmd.SetFloorMode) -> None:
    floor = ledger.state.floor
    # Choosing what is chosen already must not make what others do at this moment stale.
    wanted = (command.mode, command.mic_policy, command.grants)
    if (floor.mode, floor.mic_policy, floor.grants) != wanted:
        ledger.emit(ev.FloorModeSet(*wanted, command.by))


HANDLERS: dict[type, Callable[[Ledger, Any], None]] = {
    cmd.RequestFloor: _request,
    cmd.WithdrawRequest: _withdraw,
    cmd.PassTurn: _pass,
    cmd.ReleaseFloor: _release,
    cmd.NameNext: _name_next,
    cmd.GrantFloor: _grant,
    cmd.RevokeFloor: _revoke,
    cmd.NextSpeaker: _next,
    cmd.MoveHand: _move_hand,
    cmd.DecideHold: _decide_hold,
    cmd.AnswerOverrun: _answer_overrun,
    cmd.StayWith: _stay_with,
    cmd.ComeBackTo: _come_back,
    cmd.SetFloorMode: _set_mode,
}
