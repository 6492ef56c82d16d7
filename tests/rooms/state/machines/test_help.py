"""The table of help signals: only its rows are possible, in the table and through events."""

from copy import deepcopy

import pytest

from rooms.model import events as ev
from rooms.model.machine import IllegalMove
from rooms.model.side_channels import PageOutcome
from rooms.state import Help, HelpSignal, RoomState, apply, new_state
from rooms.state.machines import HELP
from tests.support.rooms.machines import KINDS, illegal_moves
from tests.support.rooms.setups import ANA, ANA_SEAT, START, THERAPIST, build_setup

EVENTS = (
    ev.HelpSignalled(ANA_SEAT, ANA),
    ev.HelpAcknowledged(ANA_SEAT, THERAPIST),
    ev.HelpPaged(ANA_SEAT, PageOutcome.SENT),
    ev.HelpClosed(ANA_SEAT, THERAPIST),
)


def state_with(help_state: Help) -> RoomState:
    """A room in which Ana's signal is so far."""
    state = new_state(build_setup())
    if help_state is not Help.NONE:
        state.help[ANA_SEAT] = HelpSignal(START, ANA, late=False, state=help_state)
    return state


def test_every_move_without_a_row_raises() -> None:
    for state, on, to in illegal_moves(HELP, KINDS):
        with pytest.raises(IllegalMove):
            HELP.move(state, on, to)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("help_state", Help)
def test_an_event_without_a_row_changes_nothing(help_state: Help, event: ev.Event) -> None:
    state = state_with(help_state)
    before = deepcopy(state)
    legal = any(source is help_state and on == event.kind for source, on, _ in HELP.moves())
    if legal:
        apply(state, ev.Recorded(1, START, event))
        assert state != before
    else:
        with pytest.raises(IllegalMove):
            apply(state, ev.Recorded(1, START, event))
        assert state == before
