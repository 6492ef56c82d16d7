"""The table of a camera's rest: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.machine import IllegalMove
from rooms.state import apply, new_state
from rooms.state.machines import REST
from rooms.state.safety import CameraRests, Rest
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import ANA_SEAT, START, build_setup

EVENTS = (ev.CameraRested(ANA_SEAT, START + 120), ev.CameraRestOver(ANA_SEAT))


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(REST, KINDS):
        with pytest.raises(IllegalMove):
            REST.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("rest", Rest)
def test_an_event_moves_the_rest_by_its_row_or_changes_nothing(rest: Rest, event: ev.Event) -> None:
    state = new_state(build_setup())
    state.rests[ANA_SEAT] = CameraRests(START + 60 if rest is Rest.RESTING else None)
    before = deepcopy(state)
    to = {target for source, on, target in REST.moves() if (source, on) == (rest, event.kind)}
    if to:
        apply(state, ev.Recorded(1, START, event))
        assert {state.rests[ANA_SEAT].state} == to
    else:
        with pytest.raises(IllegalMove, match=f"rest: {event.kind} does not lead from {rest}"):
            apply(state, ev.Recorded(1, START, event))
        assert state == before


def test_a_rest_turns_the_camera_off() -> None:
    state = new_state(build_setup())
    state.seats[ANA_SEAT].camera = True
    apply(state, ev.Recorded(1, START, EVENTS[0]))
    assert not state.seats[ANA_SEAT].camera
    assert state.rests[ANA_SEAT] == CameraRests(START + 120, (START,))
