"""Pausing a room: all remaining times are the same afterwards. Random evenings try all of it."""

from rooms.model import commands as cmd
from rooms.state.standstill import stand_still
from tests.rooms.random_room.restarts import check_standstill
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN_SEAT, START, THERAPIST, full_room


def test_a_turn_a_hold_and_an_absence_have_as_much_time_left_as_before() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=120.0))
    driver.wait(30)
    driver.do(cmd.Detach(BEN_SEAT))
    state = driver.room.state
    turn = state.floor.holder
    assert turn is not None
    spoken, due = turn.elapsed(driver.now), turn.due(1.0)
    stand_still(state, 3600.0)
    assert due is not None
    assert (turn.elapsed(driver.now + 3600), turn.due(1.0)) == (spoken, due + 3600)
    assert state.seats[BEN_SEAT].lost_at == driver.now + 3600


def test_times_that_are_not_set_stay_unset() -> None:
    driver = full_room()
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT))
    driver.do(cmd.Leave(ANA))
    before = driver.room.state.seats[ANA_SEAT]
    stand_still(driver.room.state, 5.0)
    assert driver.room.state.seats[ANA_SEAT] == before
    assert driver.room.state.unled_since is None


def test_no_time_is_forgotten() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=120.0))
    driver.wait(START % 7 + 20)
    driver.do(cmd.Detach(ANA_SEAT))
    check_standstill(driver.room.setup, driver.log, 86_400.0)
