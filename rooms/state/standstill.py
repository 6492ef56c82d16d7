"""Pausing a room: every time that something is measured from or until moves on by the length of the pause.

Times at which something happened, and times of day that people agreed on, do not move: ``at`` in a run's memory.
"""

from rooms.state.model import FloorState, RoomState, Run, SeatState, Turn

__all__ = ["stand_still"]


def stand_still(state: RoomState, for_s: float) -> None:
    """Shift the room's times by ``for_s`` seconds, so that every remaining time is what it was before the pause."""
    state.phase_since = _later(state.phase_since, for_s)
    state.live_since = _if_any(state.live_since, for_s)
    state.unled_since = _if_any(state.unled_since, for_s)
    for seat in state.seats.values():
        _move_seat(seat, for_s)
    for rests in state.rests.values():
        rests.until = _if_any(rests.until, for_s)
        rests.began = tuple(began + for_s for began in rests.began)
    if state.care.device_check is not None:
        state.care.device_check.turn_since = _later(state.care.device_check.turn_since, for_s)
    state.agenda.since = _later(state.agenda.since, for_s)
    _move_floor(state.floor, for_s)
    for run in state.runs:
        _move_run(run, for_s)


def _later(at: float, by_s: float) -> float:
    """Move a time on; 0 means never and stays."""
    return at + by_s if at else at


def _if_any(at: float | None, by_s: float) -> float | None:
    return None if at is None else _later(at, by_s)


def _move_seat(seat: SeatState, by_s: float) -> None:
    seat.since = _later(seat.since, by_s)
    seat.media_at = _later(seat.media_at, by_s)
    seat.lost_at = _if_any(seat.lost_at, by_s)
    seat.gone_at = _if_any(seat.gone_at, by_s)
    seat.voice_asked_at = _if_any(seat.voice_asked_at, by_s)


def _move_floor(floor: FloorState, by_s: float) -> None:
    floor.free_since = _later(floor.free_since, by_s)
    if floor.holder is not None:
        _move_turn(floor.holder, by_s)


def _move_turn(turn: Turn, by_s: float) -> None:
    turn.since = _later(turn.since, by_s)
    turn.starts_at = _later(turn.starts_at, by_s)
    turn.running_since = _if_any(turn.running_since, by_s)
    turn.hold_until = _if_any(turn.hold_until, by_s)
    turn.decide_until = _if_any(turn.decide_until, by_s)


def _move_run(run: Run, by_s: float) -> None:
    run.since = _later(run.since, by_s)
    run.step_since = _later(run.step_since, by_s)
    run.due = _if_any(run.due, by_s)
    run.paused_at = _if_any(run.paused_at, by_s)
    run.memory = {
        name: _later(value, by_s) if _runs(name, value) else value for name, value in run.memory.items()
    }


def _runs(name: str, value: object) -> bool:
    """Whether a script measures something from or until this time."""
    return name.endswith(("_at", "_since")) and isinstance(value, float)
