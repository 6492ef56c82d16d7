"""What each accepted floor command does; ``rights.py`` has checked that it is allowed."""

from collections.abc import Callable
from typing import Any

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import ORDERED_MODES, HoldChoice, TurnEnding, TurnKind
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.floor.line import give_next
from rooms.rules.floor.turns import end_turn, give_turn, holds

__all__ = ["HANDLERS"]


def _request(context: RuleContext, command: cmd.RequestFloor) -> None:
    context.emit(ev.HandUp(command.by, command.quick))


def _withdraw(context: RuleContext, command: cmd.WithdrawRequest) -> None:
    context.emit(ev.HandDown(command.by, command.made))


def _pass(context: RuleContext, command: cmd.PassTurn) -> None:
    if holds(context, command.by):
        end_turn(context, TurnEnding.PASSED)
    else:
        context.emit(ev.HandDown(command.by))


def _release(context: RuleContext, command: cmd.ReleaseFloor) -> None:
    end_turn(context, TurnEnding.RELEASED)


def _name_next(context: RuleContext, command: cmd.NameNext) -> None:
    end_turn(context, TurnEnding.RELEASED)
    give_turn(context, command.person, command.by)


def _grant(context: RuleContext, command: cmd.GrantFloor) -> None:
    if holds(context, command.person):
        context.emit(ev.FollowerSet(command.then, command.by))
        return
    # A facilitator who sets a time gives a full turn.
    quick = command.person in context.state.floor.quick and command.limit_s is None
    kind = TurnKind.QUICK if quick else TurnKind.TURN
    end_turn(context, TurnEnding.REVOKED, command.by)
    give_turn(context, command.person, command.by, kind=kind, limit_s=command.limit_s, then=command.then)


def _revoke(context: RuleContext, command: cmd.RevokeFloor) -> None:
    end_turn(context, TurnEnding.REVOKED, command.by)


def _next(context: RuleContext, command: cmd.NextSpeaker) -> None:
    follower = context.state.floor.then
    if floor_now(context.state)[0] in ORDERED_MODES or (follower and context.is_connected(follower)):
        # The protocol's order, or the follower, comes next automatically.
        end_turn(context, TurnEnding.SKIPPED, command.by)
        return
    end_turn(context, TurnEnding.REVOKED, command.by)
    give_next(context, command.by)


def _move_hand(context: RuleContext, command: cmd.MoveHand) -> None:
    place = min(command.place, len(context.state.floor.queue) - 1)
    if context.state.floor.queue[place] != command.person:
        context.emit(ev.HandMoved(command.person, place, command.by))


def _decide_hold(context: RuleContext, command: cmd.DecideHold) -> None:
    holder = context.state.floor.holder
    assert holder is not None, "checked"
    waits = command.choice is HoldChoice.WAIT
    until = context.now + context.setup.policy.hold_s if waits else None
    context.emit(ev.HoldDecided(holder.person, command.choice, until, command.by))
    if command.choice is HoldChoice.DEFER:
        end_turn(context, TurnEnding.DEFERRED, command.by)
    elif command.choice is HoldChoice.SKIP:
        end_turn(context, TurnEnding.SKIPPED, command.by)


def _answer_overrun(context: RuleContext, command: cmd.AnswerOverrun) -> None:
    turn = context.state.floor.holder
    assert turn is not None, "checked"
    if command.more_s is None:
        context.emit(ev.OverrunAnswered(turn.person, command.close, command.by))
    else:
        limit_s = max(turn.limit_s or 0.0, turn.elapsed(context.now)) + command.more_s
        context.emit(ev.TurnExtended(turn.person, limit_s, command.by))


def _stay_with(context: RuleContext, command: cmd.StayWith) -> None:
    turn = context.state.floor.holder
    assert turn is not None, "checked"
    context.emit(ev.TurnExtended(turn.person, None, command.by))


def _come_back(context: RuleContext, command: cmd.ComeBackTo) -> None:
    if context.state.people[command.person].come_back != command.on:
        context.emit(ev.ComeBackMarked(command.person, command.on, command.by))


def _set_mode(context: RuleContext, command: cmd.SetFloorMode) -> None:
    floor = context.state.floor
    # Choosing the current mode again must not make others' simultaneous commands stale.
    wanted = (command.mode, command.mic_policy, command.grants)
    if (floor.mode, floor.mic_policy, floor.grants) != wanted:
        context.emit(ev.FloorModeSet(*wanted, command.by))


HANDLERS: dict[type, Callable[[RuleContext, Any], None]] = {
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
