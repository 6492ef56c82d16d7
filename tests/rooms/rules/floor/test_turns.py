"""How a turn pauses, resumes and ends, depending on where its holder is and what interrupts it."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import HoldChoice, TurnPhase
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, GrantRule
from rooms.plan import has_voice
from tests.support.rooms.floor import CO, everybody, give, happen, interrupt, refused, turn
from tests.support.rooms.people import MORGAN, MORGAN_SEAT, staffed_room
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    RoomDriver,
    full_room,
)


def after_a_break(driver: RoomDriver) -> float:
    """End the interruption, and return how much of the turn is left."""
    happen(driver, ev.ProtocolAborted(driver.room.state.run_count, THERAPIST))
    now = turn(driver)
    assert now.limit_s is not None
    return now.limit_s - now.elapsed(driver.now)


def test_a_lost_holder_resumes_with_the_remaining_time_and_the_bonus() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=120)
    driver.wait(40)
    assert "floor.suspended" in driver.kinds(cmd.Detach(ANA_SEAT))
    assert driver.wait(18) == []
    assert "floor.resumed" in driver.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert turn(driver).due(1.0) == driver.now + 80 + 15


def test_an_overrun_turn_resumes_with_the_bonus_alone_and_overruns_again() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=60)
    driver.wait(80)
    assert turn(driver).overrun == 125
    driver.do(cmd.Detach(ANA_SEAT))
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert turn(driver).due(1.0) == driver.now + 15
    assert (turn(driver).overrun, turn(driver).asked, turn(driver).phase) == (0, False, TurnPhase.WRAP_UP)
    assert driver.wait(15) == ["turn.overrun"]


def test_losing_media_suspends_a_turn_like_losing_the_client() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert driver.kinds(cmd.MediaDown(ANA_SEAT)) == ["seat.media_lost", "floor.suspended"]
    assert driver.kinds(cmd.MediaUp(ANA_SEAT)) == ["seat.media_ready", "floor.resumed"]


def test_losing_a_shared_seat_loses_both_partners_and_the_turn_stays_with_its_person() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, FINN, driver.seq))
    assert "floor.suspended" in driver.kinds(cmd.Detach(COUPLE_SEAT))
    driver.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert driver.holder == FINN


def test_a_turn_given_to_somebody_who_is_reconnecting_waits_for_them() -> None:
    driver = full_room()
    driver.do(cmd.Detach(ANA_SEAT))
    assert driver.kinds(cmd.GrantFloor(THERAPIST, ANA, driver.seq)) == ["floor.granted", "floor.suspended"]


@pytest.mark.parametrize("mode", [FloorMode.QUIET, FloorMode.ROUND])
def test_an_interruption_pauses_a_turn_which_resumes_with_its_remaining_time(mode: FloorMode) -> None:
    driver = full_room()
    give(driver, ANA, limit_s=120)
    driver.wait(50)
    assert interrupt(driver, mode) == ["turn.paused"]
    assert not has_voice(driver.room.setup, driver.room.state, ANA_SEAT)
    driver.now += 300
    assert after_a_break(driver) == 70
    assert turn(driver).phase is TurnPhase.SPEAKING


def test_a_run_that_does_not_interrupt_leaves_the_turn_alone() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=120)
    assert interrupt(driver, FloorMode.ROUND, pauses=False) == []
    assert turn(driver).phase is TurnPhase.SPEAKING


def test_a_held_room_stops_the_clock_and_keeps_turn_and_line() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    give(driver, ANA, limit_s=120)
    driver.wait(20)
    assert happen(driver, ev.RoomHeld()) == ["turn.paused"]
    driver.now += 200
    assert happen(driver, ev.RoomResumed()) == ["floor.resumed"]
    assert (driver.holder, driver.room.state.floor.queue) == (ANA, [BEN])
    assert turn(driver).due(1.0) == driver.now + 100


def test_a_suspended_turn_that_is_interrupted_is_held_again_afterwards() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=120)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(20)
    assert interrupt(driver) == ["turn.paused"]
    assert (turn(driver).hold_until, turn(driver).decide_until) == (None, None)
    driver.now += 100
    after_a_break(driver)
    assert (turn(driver).phase, turn(driver).hold_until) == (TurnPhase.SUSPENDED, driver.now + 30)


def test_a_turn_in_its_last_fifth_resumes_there() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=100)
    assert driver.wait(85) == ["turn.wrap_up"]
    interrupt(driver)
    after_a_break(driver)
    assert turn(driver).phase is TurnPhase.WRAP_UP


def test_a_holder_taken_to_a_private_room_keeps_the_first_place_in_line() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    give(driver, ANA)
    assert driver.kinds(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))[-1:] == ["turn.ended"]
    assert (driver.holder, driver.room.state.floor.queue) == (None, [ANA, BEN])
    assert ANA not in driver.room.state.floor.heard


def test_a_person_in_a_private_room_waits_while_others_speak_and_is_next_when_back() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    driver.do(cmd.ReleaseFloor(BEN, driver.seq))
    assert (driver.holder, driver.room.state.floor.queue) == (CHLOE, [ANA])
    driver.do(cmd.BringBack(MORGAN, ANA_SEAT))
    driver.do(cmd.ReleaseFloor(CHLOE, driver.seq))
    assert driver.holder == ANA


def test_a_deferred_turn_in_a_protocols_order_does_not_wait_in_line() -> None:
    driver = full_room()
    interrupt(driver, FloorMode.ROUND, pauses=False)
    happen(driver, ev.FloorGranted(ANA, None))
    assert happen(driver, ev.SeatMovedToPrivate(ANA_SEAT, 1, THERAPIST)) == ["turn.ended"]
    assert driver.room.state.floor.queue == []


@pytest.mark.parametrize("how", [cmd.Leave(ANA), cmd.MoveToWaiting(THERAPIST, ANA_SEAT)])
def test_leaving_the_room_releases_the_floor(how: cmd.Command) -> None:
    driver = full_room()
    give(driver, ANA)
    assert "turn.ended" in driver.kinds(how)
    assert (driver.holder, driver.room.state.floor.queue) == (None, [])


def test_a_holder_whose_new_role_takes_no_turns_loses_the_floor() -> None:
    driver = everybody()
    give(driver, CO)
    assert happen(driver, ev.RoleSet(CO, Role.OBSERVER, THERAPIST)) == ["turn.ended"]
    assert refused(driver, cmd.GrantFloor(THERAPIST, CO, driver.seq)) == "role.forbidden"


def test_a_turn_passed_on_within_a_seat_keeps_its_clock() -> None:
    driver = full_room()
    give(driver, ELENA, limit_s=120, then=FINN)
    driver.wait(30)
    assert happen(driver, ev.TurnHeld(FINN, ELENA)) == []
    assert (driver.holder, turn(driver).due(1.0)) == (FINN, driver.now + 90)
    assert driver.room.state.floor.then is None, "his turn has come already"
    assert refused(driver, cmd.ReleaseFloor(ELENA, driver.seq)) == "floor.not_holder"


def test_an_absent_holder_loses_the_floor_when_the_absence_is_over() -> None:
    driver = full_room()
    give(driver, BEN)
    driver.do(cmd.Detach(BEN_SEAT))
    driver.wait(29)
    while driver.now < driver.log[0].at + 290:
        driver.do(cmd.DecideHold(THERAPIST, HoldChoice.WAIT, driver.seq))
        driver.wait(29)
    driver.wait(29)
    assert driver.holder is None
    assert driver.room.state.floor.queue == []
