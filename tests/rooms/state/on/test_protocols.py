"""State changes by events of runs: the stack, the step's clock, and commands made stale by a step."""

from typing import Any

from rooms.model import events as ev
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.state import RoomState, apply, new_state
from tests.support.rooms.setups import ANA, START, THERAPIST, build_setup


def after(*steps: tuple[float, ev.Event]) -> RoomState:
    """Return the state after these events, each at its seconds after the start."""
    state = new_state(build_setup())
    for position, (at, event) in enumerate(steps, 1):
        apply(state, ev.Recorded(position, START + at, event))
    return state


def started(run: int) -> ev.ProtocolStarted:
    """A run starts."""
    return ev.ProtocolStarted(run, "go_round", THERAPIST, {"limit_s": 20})


def stepped(run: int, due: float | None = None, **memory: Any) -> ev.ProtocolStepped:
    """The run enters a step."""
    return ev.ProtocolStepped(
        run, "turns", due, FloorMode.ROUND, MicPolicy.SOFT, (ANA,), {"keeper": (THERAPIST,)}, memory
    )


def test_a_new_step_is_a_new_floor_and_a_change_within_a_step_is_not() -> None:
    state = after((0, started(1)), (0, stepped(1)), (1, ev.ProtocolChanged(1, None, (), {}, {"n": 1})))
    assert state.floor.seq == 2
    assert state.run is not None
    assert (state.run.memory, state.run.voices) == ({"n": 1}, ())


def test_a_paused_run_keeps_the_remaining_time_of_its_step() -> None:
    base = [(0, started(1)), (0, stepped(1, START + 30)), (10, ev.ProtocolPaused(1, None))]
    state = after(*base)
    assert state.run is None
    assert (state.runs[0].due, state.runs[0].left_s) == (None, 20)
    state = after(*base, (100, ev.ProtocolResumed(1, None)))
    assert state.run is not None
    assert state.run.due == START + 120


def test_the_run_on_top_controls_the_floor_until_it_is_over() -> None:
    base = [(0, started(1)), (0, ev.ProtocolPaused(1, None)), (0, started(2))]
    state = after(*base)
    assert state.run is not None
    assert (state.run.number, state.run_count) == (2, 2)
    state = after(*base, (5, ev.ProtocolDone(2, {})))
    assert [run.number for run in state.runs] == [1]
    assert state.run is None
    assert after(*base, (5, ev.ProtocolAborted(2, None)), (6, ev.ProtocolAborted(1, None))).runs == []
