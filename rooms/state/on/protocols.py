"""State changes made by events of protocol runs."""

from collections.abc import Callable
from typing import Any

from rooms.model import events as ev
from rooms.model.protocols import KeptRun
from rooms.state.model import RoomState, Run

__all__ = ["ON_PROTOCOLS"]


def _step_changed(state: RoomState) -> None:
    """A new step is a new floor: commands aimed at the previous one are stale."""
    state.floor.seq += 1


def _run(state: RoomState, number: int) -> Run:
    return next(run for run in state.runs if run.number == number)


def _started(state: RoomState, event: ev.ProtocolStarted, at: float) -> None:
    state.runs.append(
        Run(
            event.run,
            event.protocol,
            event.by,
            event.options,
            at,
            event.pauses_turn,
            step_since=at,
            resumable=event.resumable,
            emergency=event.emergency,
        )
    )
    state.run_count = event.run
    state.run_counts[event.protocol] = state.run_counts.get(event.protocol, 0) + 1
    # By id: after a restart the setup no longer lists what was continued before it.
    state.kept = [run for run in state.kept if run.id != event.kept]
    _step_changed(state)


def _stepped(state: RoomState, event: ev.ProtocolStepped, at: float) -> None:
    run = _run(state, event.run)
    run.step, run.step_since, run.due = event.step, at, event.due
    run.mode, run.mic_policy, run.voices = event.mode, event.mic_policy, event.voices
    run.roles, run.memory = event.roles, event.memory
    _step_changed(state)


def _changed(state: RoomState, event: ev.ProtocolChanged, at: float) -> None:
    run = _run(state, event.run)
    run.due, run.voices, run.roles, run.memory = event.due, event.voices, event.roles, event.memory


def _paused(state: RoomState, event: ev.ProtocolPaused, at: float) -> None:
    run = _run(state, event.run)
    run.left_s = None if run.due is None else max(0.0, run.due - at)
    run.due, run.paused, run.paused_at, run.stopped = None, True, at, event.by is not None
    _step_changed(state)


def _resumed(state: RoomState, event: ev.ProtocolResumed, at: float) -> None:
    run = _run(state, event.run)
    run.due = None if run.left_s is None else at + run.left_s
    if run.paused_at is not None:
        run.paused_s += at - run.paused_at
    run.left_s, run.paused, run.paused_at, run.stopped = None, False, None, False
    _step_changed(state)


def _over(state: RoomState, event: ev.ProtocolAborted | ev.ProtocolDone, at: float) -> None:
    state.runs.remove(_run(state, event.run))
    _step_changed(state)


def _kept(state: RoomState, event: ev.ProtocolKept, at: float) -> None:
    state.kept.append(KeptRun(event.id, event.protocol, event.step, event.options, event.roles, event.memory))


ON_PROTOCOLS: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.ProtocolStarted: _started,
    ev.ProtocolStepped: _stepped,
    ev.ProtocolChanged: _changed,
    ev.ProtocolPaused: _paused,
    ev.ProtocolResumed: _resumed,
    ev.ProtocolAborted: _over,
    ev.ProtocolDone: _over,
    ev.ProtocolKept: _kept,
}
