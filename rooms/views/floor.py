"""The floor, as everybody sees it, as the holder sees their own turn, and as facilitators do."""

from typing import Any

from rooms.model.floor import TurnPhase
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.state import RoomState, Turn
from rooms.state.subjects import FLOOR, PEOPLE, RUNS, shows

__all__ = ["build_floor_view", "build_staff_floor_view", "build_turn_view"]


@shows(PEOPLE | FLOOR | RUNS)
def build_floor_view(state: RoomState) -> dict[str, Any]:
    """Build the floor as everybody sees it; also the answer to a stale intent. How long a turn takes is not in it."""
    floor = state.floor
    mode, mic_policy = floor_now(state)
    view: dict[str, Any] = {
        "mode": mode.value,
        "mic_policy": mic_policy.value,
        "grants": floor.grants.value,
        "base": {"mode": floor.mode.value, "mic_policy": floor.mic_policy.value},
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
        # That a turn wraps up is the holder's and the facilitators' to know.
        phase = TurnPhase.SPEAKING if turn.phase is TurnPhase.WRAP_UP else turn.phase
        view["holder"] = {
            "person": turn.person,
            "kind": turn.kind.value,
            "phase": phase.value,
            "since": turn.since,
            "starts_at": turn.starts_at,
        }
        if turn.hold_until is not None:
            view["holder"]["hold_until"] = turn.hold_until
    return view


@shows(FLOOR)
def build_turn_view(turn: Turn, *, alone: bool) -> dict[str, Any]:
    """Build the holder's own clock; on a screen that two people see it tells no overrun (F9)."""
    view: dict[str, Any] = {"person": turn.person, "phase": turn.phase.value}
    ends_at = turn.due(1.0)
    if turn.limit_s is not None:
        view["limit_s"] = turn.limit_s
    if ends_at is not None:
        view["ends_at"] = ends_at
    elif turn.limit_s is not None:
        view["left_s"] = round(turn.limit_s - turn.spoken_s, 1)
    if alone:
        view["overrun"] = turn.overrun
        view["closing"] = turn.closing
    return view


@shows(FLOOR)
def build_staff_floor_view(context: RuleContext) -> dict[str, Any]:
    """Build what facilitators know of the turn: its clock, what it asks of them."""
    turn = context.state.floor.holder
    if turn is None:
        return {}
    view = build_turn_view(turn, alone=True) | {"asked": turn.asked, "stayed": turn.stayed}
    if turn.running_since is not None:
        view["counts_from"] = turn.running_since - turn.spoken_s
    if turn.decide_until is not None:
        view["decide_until"] = turn.decide_until
    if context.state.floor.then:
        view["then"] = context.state.floor.then
    return {"turn": view}
