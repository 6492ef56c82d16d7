"""Pausing a room: all remaining times are the same afterwards. Random evenings try all of it."""

from rooms.model import commands as cmd
from rooms.state.standstill import stand_still
from tests.rooms.random_room.restarts import check_standstill
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN_SEAT, START, THERAPIST, full_stage


def test_a_turn_a_hold_and_an_absence_have_as_much_time_left_as_before() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s=120.0))
    stage.wait(30)
    stage.do(cmd.Detach(BEN_SEAT))
    state = stage.room.state
    turn = state.floor.holder
    assert turn is not None
    spoken, due = turn.elapsed(stage.now), turn.due(1.0)
    stand_still(state, 3600.0)
    assert due is not None
    assert (turn.elapsed(stage.now + 3600), turn.due(1.0)) == (spoken, due + 3600)
    assert state.seats[BEN_SEAT].lost_at == stage.now + 3600


def test_times_that_are_not_set_stay_unset() -> None:
    stage = full_stage()
    stage.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    stage.do(cmd.Leave(ANA))
    before = stage.room.state.seats[ANA_SEAT]
    stand_still(stage.room.state, 5.0)
    assert stage.room.state.seats[ANA_SEAT] == before
    assert stage.room.state.unled_since is None


def test_no_time_is_forgotten() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s=120.0))
    stage.wait(START % 7 + 20)
    stage.do(cmd.Detach(ANA_SEAT))
    check_standstill(stage.room.setup, stage.log, 86_400.0)
