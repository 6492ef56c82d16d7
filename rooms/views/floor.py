"""The floor as everybody sees it, the holder's own turn, and the facilitators' view of it."""

from rooms.model.floor import OverrunLevel, TurnPhase
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.schema.floor import Floor, LedTurn, OwnTurn, TurnAsk
from rooms.schema.leading import LedFloor
from rooms.schema.words import word
from rooms.state import RoomState, Turn
from rooms.state.subjects import FLOOR, PEOPLE, RUNS, shows

__all__ = ["build_floor_view", "build_staff_floor_view", "build_turn_view"]


@shows(PEOPLE | FLOOR | RUNS)
def build_floor_view(state: RoomState) -> Floor:
    """Build the floor as everybody sees it; also the answer to a stale request. It does not tell a turn's length."""
    floor = state.floor
    mode, mic_policy = floor_now(state)
    view: Floor = {
        "mode": word(mode),
        "mic_policy": word(mic_policy),
        "grants": word(floor.grants),
        "base": {"mode": word(floor.mode), "mic_policy": word(floor.mic_policy)},
        "seq": floor.seq,
        "queue": list(floor.queue),
        "quick": list(floor.quick),
        "heard": list(floor.heard),
        "quick_had": list(floor.quick_had),
    }
    if floor.point:
        view["point"] = floor.point
    turn = floor.holder
    if turn:
        # Only the holder and facilitators see that a turn is wrapping up.
        phase = TurnPhase.SPEAKING if turn.phase is TurnPhase.WRAP_UP else turn.phase
        view["holder"] = {
            "person": turn.person,
            "kind": word(turn.kind),
            "phase": word(phase),
            "since": turn.since,
            "starts_at": turn.starts_at,
        }
        if turn.hold_until is not None:
            view["holder"]["hold_until"] = turn.hold_until
    return view


@shows(FLOOR)
def build_turn_view(turn: Turn, *, alone: bool) -> OwnTurn:
    """Build the holder's own clock; on a shared screen without the overrun (F9)."""
    view: OwnTurn = {"person": turn.person, "phase": word(turn.phase)}
    _add_clock(view, turn)
    if alone:
        _add_overrun(view, turn)
    return view


def _add_clock(view: OwnTurn, turn: Turn) -> None:
    ends_at = turn.due(1.0)
    if turn.limit_s is not None:
        view["limit_s"] = turn.limit_s
    if ends_at is not None:
        view["ends_at"] = ends_at
    elif turn.limit_s is not None:
        view["left_s"] = round(turn.limit_s - turn.spoken_s, 1)


def _add_overrun(view: OwnTurn, turn: Turn) -> None:
    view["overrun"] = turn.overrun
    view["closing"] = turn.closing


def _ask(turn: Turn) -> TurnAsk | None:
    if turn.decide_until is not None:
        return "hold_over"
    if not turn.asked:
        return None
    return "overrun_long" if turn.overrun >= OverrunLevel.DOUBLE else "overrun"


@shows(FLOOR)
def build_staff_floor_view(context: RuleContext) -> LedFloor:
    """Build what facilitators see of the turn: its clock, and what it asks of them."""
    turn = context.state.floor.holder
    if turn is None:
        return {}
    view: LedTurn = {
        "person": turn.person,
        "phase": word(turn.phase),
        "asked": turn.asked,
        "stayed": turn.stayed,
    }
    if ask := _ask(turn):
        view["ask"] = ask
    _add_clock(view, turn)
    _add_overrun(view, turn)
    if turn.running_since is not None:
        view["counts_from"] = turn.running_since - turn.spoken_s
    if turn.decide_until is not None:
        view["decide_until"] = turn.decide_until
    if context.state.floor.then:
        view["then"] = context.state.floor.then
    return {"turn": view}
