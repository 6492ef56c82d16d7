"""What time does to a turn: it starts, wraps up, runs over; a lost place runs out. Timers only inform (F6)."""

from collections.abc import Iterable

from rooms.floor.turns import end_turn
from rooms.ledger import Ledger
from rooms.model import events as ev
from rooms.model.floor import HoldChoice, OverrunLevel, TurnEnding, TurnPhase
from rooms.model.policy import OverrunPolicy
from rooms.state import Phase, Turn
from rooms.state.on_floor import WRAP_UP_SHARE

__all__ = ["on_turn_deadline", "turn_deadlines"]


def turn_deadlines(ledger: Ledger) -> Iterable[float | None]:
    """Yield when something happens to the present turn (Unix seconds)."""
    turn = ledger.state.floor.holder
    if turn is None or ledger.state.phase is not Phase.LIVE:
        return
    if turn.phase is TurnPhase.ANNOUNCED:
        yield turn.starts_at
    elif turn.phase is TurnPhase.SUSPENDED:
        yield turn.hold_until
        yield turn.decide_until
    elif turn.phase is TurnPhase.SPEAKING:
        yield turn.due(WRAP_UP_SHARE)
    elif turn.phase is TurnPhase.WRAP_UP:
        level = _next_level(turn)
        yield turn.due(level / 100) if level else None


def on_turn_deadline(ledger: Ledger) -> None:
    """Do what is due to the present turn."""
    turn = ledger.state.floor.holder
    if turn is None or ledger.state.phase is not Phase.LIVE:
        return
    match turn.phase:
        case TurnPhase.ANNOUNCED if turn.starts_at <= ledger.now:
            ledger.emit(ev.TurnStarted(turn.person))
        case TurnPhase.SPEAKING if _is_due(turn.due(WRAP_UP_SHARE), ledger.now):
            ledger.emit(ev.TurnWrappingUp(turn.person))
        case TurnPhase.WRAP_UP:
            _overrun(ledger, turn)
        case TurnPhase.SUSPENDED:
            _hold_over(ledger, turn)
        case _:
            pass


def _overrun(ledger: Ledger, turn: Turn) -> None:
    level = _next_level(turn)
    if level is None or not _is_due(turn.due(level / 100), ledger.now):
        return
    ledger.emit(ev.TurnOverran(turn.person, level))
    released = ledger.setup.policy.overrun is OverrunPolicy.AUTO_RELEASE
    if level is OverrunLevel.QUARTER_OVER and released and not ledger.state.people[turn.person].distress:
        end_turn(ledger, TurnEnding.RELEASED)


def _hold_over(ledger: Ledger, turn: Turn) -> None:
    if _is_due(turn.hold_until, ledger.now):
        ledger.emit(ev.HoldUndecided(turn.person, ledger.now + ledger.setup.policy.decide_s))
    elif _is_due(turn.decide_until, ledger.now):
        ledger.emit(ev.HoldDecided(turn.person, HoldChoice.DEFER, None, None))
        end_turn(ledger, TurnEnding.DEFERRED)


def _next_level(turn: Turn) -> OverrunLevel | None:
    return next((level for level in OverrunLevel if level > turn.overrun), None)


def _is_due(when: float | None, now: float) -> bool:
    return when is not None and when <= now
