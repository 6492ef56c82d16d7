"""What happens to a turn over time: it starts, wraps up, runs over; a hold expires. Timers only inform (F6)."""

from collections.abc import Iterable

from rooms.model import events as ev
from rooms.model.floor import HoldChoice, OverrunLevel, TurnEnding, TurnPhase
from rooms.model.policy.policy import OverrunPolicy
from rooms.rules.context import RuleContext
from rooms.rules.floor.turns import end_turn
from rooms.state import Phase, Turn
from rooms.state.on.floor import WRAP_UP_SHARE

__all__ = ["on_turn_deadline", "turn_deadlines"]


def turn_deadlines(context: RuleContext) -> Iterable[float | None]:
    """Yield when something happens to the current turn (Unix seconds)."""
    turn = context.state.floor.holder
    if turn is None or context.state.phase is not Phase.LIVE:
        return
    match turn.phase:
        case TurnPhase.ANNOUNCED:
            yield turn.starts_at
        case TurnPhase.SUSPENDED:
            yield turn.hold_until
            yield turn.decide_until
        case TurnPhase.SPEAKING:
            yield turn.due(WRAP_UP_SHARE)
        case TurnPhase.WRAP_UP:
            level = _next_level(turn)
            yield turn.due(level / 100) if level else None
        case TurnPhase.PAUSED:
            pass


def on_turn_deadline(context: RuleContext) -> None:
    """Do all that is due to the current turn, in order, even if the service woke up late."""
    while event := _due_now(context):
        context.emit(event)
        if isinstance(event, ev.HoldDecided):
            end_turn(context, TurnEnding.DEFERRED)
        elif isinstance(event, ev.TurnOverran) and _ends_by_itself(context, event):
            end_turn(context, TurnEnding.RELEASED)


def _due_now(context: RuleContext) -> ev.FloorEvent | None:
    turn = context.state.floor.holder
    if turn is None or not any(_is_past(due, context.now) for due in turn_deadlines(context)):
        return None
    match turn.phase:
        case TurnPhase.ANNOUNCED:
            return ev.TurnStarted(turn.person)
        case TurnPhase.SPEAKING:
            return ev.TurnWrappingUp(turn.person)
        case TurnPhase.SUSPENDED if turn.decide_until is not None:
            return ev.HoldDecided(turn.person, HoldChoice.DEFER, None, None)
        case TurnPhase.SUSPENDED:
            return ev.HoldUndecided(turn.person, context.now + context.setup.policy.decide_s)
        case _:
            return _overran(context, turn)


def _overran(context: RuleContext, turn: Turn) -> ev.TurnOverran | None:
    level = _next_level(turn)
    if level is None:
        return None
    asks = level is not OverrunLevel.FULL or context.setup.policy.overrun is OverrunPolicy.PROMPT
    return ev.TurnOverran(turn.person, level, asks)


def _ends_by_itself(context: RuleContext, event: ev.TurnOverran) -> bool:
    """Whether the policy ends a turn a quarter over its time; never while staff have noted distress (F6)."""
    released = context.setup.policy.overrun is OverrunPolicy.AUTO_RELEASE
    distress = context.state.people[event.person].distress
    return released and event.level is OverrunLevel.QUARTER_OVER and not distress


def _next_level(turn: Turn) -> OverrunLevel | None:
    return next((level for level in OverrunLevel if level > turn.overrun), None)


def _is_past(when: float | None, now: float) -> bool:
    return when is not None and when <= now
