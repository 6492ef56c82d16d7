"""A response's machine: what was sent or passed stays so."""

import pytest

from clinic.common.errors import Refused
from clinic.measures.responses import MOVES, Act, State, move


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("made", Act)
def test_only_a_draft_can_be_kept_sent_or_passed(state: State, made: Act) -> None:
    if state is State.DRAFT:
        assert move(state, made) is MOVES[state, made]
    else:
        with pytest.raises(Refused, match=r"measures\.sent"):
            move(state, made)
