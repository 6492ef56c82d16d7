"""The table of welfare checks: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.events.follow_up import WelfareStep
from rooms.model.machine import IllegalMove
from rooms.state import RoomState, Welfare, WelfareCheck, apply, new_state
from rooms.state.machines import WELFARE
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import ANA, START, THERAPIST, build_setup

EVENTS = (
    ev.WelfareDue(ANA),
    ev.WelfareBack(ANA),
    *(ev.WelfareNoted(ANA, step, THERAPIST) for step in WelfareStep),
)


def state_with(welfare: Welfare) -> RoomState:
    """A room in which the check on Ana is so far."""
    state = new_state(build_setup())
    if welfare is not Welfare.NONE:
        state.care.welfare[ANA] = WelfareCheck(START, welfare)
    return state


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(WELFARE, KINDS):
        with pytest.raises(IllegalMove):
            WELFARE.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=str)
@pytest.mark.parametrize("welfare", Welfare)
def test_an_event_without_a_row_changes_nothing(welfare: Welfare, event: ev.Event) -> None:
    state = state_with(welfare)
    before = deepcopy(state)
    if any(source is welfare and on == event.kind for source, on, _ in WELFARE.moves()):
        apply(state, ev.Recorded(1, START, event))
        assert state != before
    else:
        with pytest.raises(IllegalMove):
            apply(state, ev.Recorded(1, START, event))
        assert state == before
