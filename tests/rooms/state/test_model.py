"""The initial state, and its properties."""

from rooms.state import Place, Turn, new_state
from tests.support.rooms.setups import ANA, COUPLE_SEAT, ELENA, FINN, START, build_setup


def test_a_new_room_knows_who_belongs_where() -> None:
    state = new_state(build_setup())
    assert state.people[ELENA].seat == state.people[FINN].seat == COUPLE_SEAT
    assert state.seats[COUPLE_SEAT].shared
    assert {seat.place for seat in state.seats.values()} == {Place.OUTSIDE}
    assert (state.run, state.lead, state.floor.holder) == (None, None, None)


def test_a_turn_without_a_limit_is_never_due() -> None:
    assert Turn(ANA, START, running_since=START).due(1.0) is None
    assert Turn(ANA, START, limit_s=60).due(1.0) is None
    assert Turn(ANA, START, limit_s=60, spoken_s=10, running_since=START).due(0.8) == START + 38
    assert Turn(ANA, START, spoken_s=4, running_since=START).elapsed(START - 1) == 4
