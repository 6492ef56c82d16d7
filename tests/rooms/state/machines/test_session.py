"""The session's table: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.machine import IllegalMove
from rooms.state import Phase, apply, new_state
from rooms.state.machines import SESSION
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import START, THERAPIST, build_setup

EVENTS = (
    ev.RoomLive(),
    ev.RoomUnled(),
    ev.RoomHeld(),
    ev.RoomSuspended(),
    ev.RoomResumed(),
    ev.RoomEnded(THERAPIST),
)


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(SESSION, KINDS):
        with pytest.raises(IllegalMove):
            SESSION.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("phase", Phase)
def test_an_event_moves_the_session_by_its_row_or_changes_nothing(phase: Phase, event: ev.Event) -> None:
    state = new_state(build_setup())
    state.phase = phase
    before = deepcopy(state)
    to = {target for source, on, target in SESSION.moves() if (source, on) == (phase, event.kind)}
    if to:
        apply(state, ev.Recorded(1, START, event))
        assert {state.phase} == to
    else:
        with pytest.raises(IllegalMove, match=f"session: {event.kind} does not lead from {phase}"):
            apply(state, ev.Recorded(1, START, event))
        assert state == before


def test_an_ended_session_stays_ended() -> None:
    assert {source for source, _, _ in SESSION.moves()} == set(Phase) - {Phase.ENDED}
