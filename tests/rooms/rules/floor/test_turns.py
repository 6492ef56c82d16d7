"""How a turn pauses, resumes and ends, depending on where its holder is and what interrupts it."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import HoldChoice, TurnPhase
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, GrantRule
from rooms.plan import has_voice
from tests.support.rooms.floor import CO, everybody, give, happen, interrupt, refused, turn
from tests.support.rooms.people import MORGAN, MORGAN_SEAT, staffed_stage
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
    Stage,
    full_stage,
)


def after_a_break(stage: Stage) -> float:
    """End the interruption, and return how much of the turn is left."""
    happen(stage, ev.ProtocolAborted(stage.room.state.run_count, THERAPIST))
    now = turn(stage)
    assert now.limit_s is not None
    return now.limit_s - now.elapsed(stage.now)


def test_a_lost_holder_resumes_with_the_remaining_time_and_the_bonus() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=120)
    stage.wait(40)
    assert "floor.suspended" in stage.kinds(cmd.Detach(ANA_SEAT))
    assert stage.wait(18) == []
    assert "floor.resumed" in stage.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert turn(stage).due(1.0) == stage.now + 80 + 15


def test_an_overrun_turn_resumes_with_the_bonus_alone_and_overruns_again() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=60)
    stage.wait(80)
    assert turn(stage).overrun == 125
    stage.do(cmd.Detach(ANA_SEAT))
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert turn(stage).due(1.0) == stage.now + 15
    assert (turn(stage).overrun, turn(stage).asked, turn(stage).phase) == (0, False, TurnPhase.WRAP_UP)
    assert stage.wait(15) == ["turn.overrun"]


def test_losing_media_suspends_a_turn_like_losing_the_client() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert stage.kinds(cmd.MediaDown(ANA_SEAT)) == ["seat.media_lost", "floor.suspended"]
    assert stage.kinds(cmd.MediaUp(ANA_SEAT)) == ["seat.media_ready", "floor.resumed"]


def test_losing_a_shared_seat_loses_both_partners_and_the_turn_stays_with_its_person() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, FINN, stage.seq))
    assert "floor.suspended" in stage.kinds(cmd.Detach(COUPLE_SEAT))
    stage.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert stage.holder == FINN


def test_a_turn_given_to_somebody_who_is_reconnecting_waits_for_them() -> None:
    stage = full_stage()
    stage.do(cmd.Detach(ANA_SEAT))
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, stage.seq)) == ["floor.granted", "floor.suspended"]


@pytest.mark.parametrize("mode", [FloorMode.QUIET, FloorMode.ROUND])
def test_an_interruption_pauses_a_turn_which_resumes_with_its_remaining_time(mode: FloorMode) -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=120)
    stage.wait(50)
    assert interrupt(stage, mode) == ["turn.paused"]
    assert not has_voice(stage.room.setup, stage.room.state, ANA_SEAT)
    stage.now += 300
    assert after_a_break(stage) == 70
    assert turn(stage).phase is TurnPhase.SPEAKING


def test_a_run_that_does_not_interrupt_leaves_the_turn_alone() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=120)
    assert interrupt(stage, FloorMode.ROUND, pauses=False) == []
    assert turn(stage).phase is TurnPhase.SPEAKING


def test_a_held_room_stops_the_clock_and_keeps_turn_and_line() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    give(stage, ANA, limit_s=120)
    stage.wait(20)
    assert happen(stage, ev.RoomHeld()) == ["turn.paused"]
    stage.now += 200
    assert happen(stage, ev.RoomResumed()) == ["floor.resumed"]
    assert (stage.holder, stage.room.state.floor.queue) == (ANA, [BEN])
    assert turn(stage).due(1.0) == stage.now + 100


def test_a_suspended_turn_that_is_interrupted_is_held_again_afterwards() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=120)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(20)
    assert interrupt(stage) == ["turn.paused"]
    assert (turn(stage).hold_until, turn(stage).decide_until) == (None, None)
    stage.now += 100
    after_a_break(stage)
    assert (turn(stage).phase, turn(stage).hold_until) == (TurnPhase.SUSPENDED, stage.now + 30)


def test_a_turn_in_its_last_fifth_resumes_there() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=100)
    assert stage.wait(85) == ["turn.wrap_up"]
    interrupt(stage)
    after_a_break(stage)
    assert turn(stage).phase is TurnPhase.WRAP_UP


def test_a_holder_taken_to_a_private_room_keeps_the_first_place_in_line() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    give(stage, ANA)
    assert stage.kinds(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))[-1:] == ["turn.ended"]
    assert (stage.holder, stage.room.state.floor.queue) == (None, [ANA, BEN])
    assert ANA not in stage.room.state.floor.heard


def test_a_person_in_a_private_room_waits_while_others_speak_and_is_next_when_back() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    stage.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    stage.do(cmd.ReleaseFloor(BEN, stage.seq))
    assert (stage.holder, stage.room.state.floor.queue) == (CHLOE, [ANA])
    stage.do(cmd.BringBack(MORGAN, ANA_SEAT))
    stage.do(cmd.ReleaseFloor(CHLOE, stage.seq))
    assert stage.holder == ANA


def test_a_deferred_turn_in_a_protocols_order_does_not_wait_in_line() -> None:
    stage = full_stage()
    interrupt(stage, FloorMode.ROUND, pauses=False)
    happen(stage, ev.FloorGranted(ANA, None))
    assert happen(stage, ev.SeatMovedToPrivate(ANA_SEAT, 1, THERAPIST)) == ["turn.ended"]
    assert stage.room.state.floor.queue == []


@pytest.mark.parametrize("how", [cmd.Leave(ANA), cmd.MoveToWaiting(THERAPIST, ANA_SEAT)])
def test_leaving_the_room_releases_the_floor(how: cmd.Command) -> None:
    stage = full_stage()
    give(stage, ANA)
    assert "turn.ended" in stage.kinds(how)
    assert (stage.holder, stage.room.state.floor.queue) == (None, [])


def test_a_holder_whose_new_role_takes_no_turns_loses_the_floor() -> None:
    stage = everybody()
    give(stage, CO)
    assert happen(stage, ev.RoleSet(CO, Role.OBSERVER, THERAPIST)) == ["turn.ended"]
    assert refused(stage, cmd.GrantFloor(THERAPIST, CO, stage.seq)) == "role.forbidden"


def test_a_turn_passed_on_within_a_seat_keeps_its_clock() -> None:
    stage = full_stage()
    give(stage, ELENA, limit_s=120, then=FINN)
    stage.wait(30)
    assert happen(stage, ev.TurnHeld(FINN, ELENA)) == []
    assert (stage.holder, turn(stage).due(1.0)) == (FINN, stage.now + 90)
    assert stage.room.state.floor.then is None, "his turn has come already"
    assert refused(stage, cmd.ReleaseFloor(ELENA, stage.seq)) == "floor.not_holder"


def test_an_absent_holder_loses_the_floor_when_the_absence_is_over() -> None:
    stage = full_stage()
    give(stage, BEN)
    stage.do(cmd.Detach(BEN_SEAT))
    stage.wait(29)
    while stage.now < stage.log[0].at + 290:
        stage.do(cmd.DecideHold(THERAPIST, HoldChoice.WAIT, stage.seq))
        stage.wait(29)
    stage.wait(29)
    assert stage.holder is None
    assert stage.room.state.floor.queue == []
