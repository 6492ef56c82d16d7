"""The table of a turn: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.floor import HoldChoice, OverrunLevel, TurnEnding, TurnPhase
from rooms.model.machine import IllegalMove
from rooms.state import Phase, Turn, apply, new_state
from rooms.state.machines import FREE, TURN
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import ANA, BEN, START, THERAPIST, build_setup

EVENTS = (
    ev.FloorGranted(ANA, THERAPIST),
    ev.FloorGranted(ANA, THERAPIST, starts_at=START + 3),
    ev.TurnStarted(ANA),
    ev.TurnWrappingUp(ANA),
    ev.TurnOverran(ANA, OverrunLevel.FULL),
    ev.OverrunAnswered(ANA, close=True, by=THERAPIST),
    ev.TurnExtended(ANA, 90.0, THERAPIST),
    ev.TurnExtended(ANA, 1.0, THERAPIST),
    ev.TurnSuspended(ANA, START + 30),
    ev.HoldUndecided(ANA, START + 20),
    ev.HoldDecided(ANA, HoldChoice.WAIT, START + 30, THERAPIST),
    ev.TurnResumed(ANA),
    ev.TurnPaused(ANA),
    ev.TurnHeld(ANA, THERAPIST),
    ev.TurnEnded(ANA, TurnEnding.RELEASED),
    ev.RoomEnded(THERAPIST),
)


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(TURN, KINDS):
        with pytest.raises(IllegalMove):
            TURN.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("phase", TURN.states)
def test_an_event_moves_the_turn_by_a_row_or_changes_nothing(
    phase: TurnPhase | None, event: ev.Event
) -> None:
    state = new_state(build_setup())
    state.phase = Phase.LIVE
    if phase is not FREE:
        state.floor.holder = Turn(ANA, START, phase=phase, limit_s=60.0, spoken_s=20.0)
    before = deepcopy(state)
    to = {target for source, on, target in TURN.moves() if (source, on) == (phase, event.kind)}
    if to:
        apply(state, ev.Recorded(1, START, event))
        assert (state.floor.holder.phase if state.floor.holder else FREE) in to
    else:
        with pytest.raises(IllegalMove, match=f"turn: {event.kind} does not lead from {phase}"):
            apply(state, ev.Recorded(1, START, event))
        assert state == before


@pytest.mark.parametrize(
    "event",
    [event for event in EVENTS if not isinstance(event, ev.FloorGranted | ev.TurnHeld | ev.RoomEnded)],
    ids=lambda event: event.kind,
)
def test_an_event_for_somebody_elses_turn_changes_nothing(event: ev.Event) -> None:
    state = new_state(build_setup())
    state.floor.holder = Turn(BEN, START, phase=TurnPhase.SPEAKING)
    before = deepcopy(state)
    with pytest.raises(ValueError, match="does not hold the floor"):
        apply(state, ev.Recorded(1, START, event))
    assert state == before
