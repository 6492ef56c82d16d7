"""Each floor command: its one effect, and when it is stale."""

import math

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import HoldChoice, TurnPhase
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.plan import has_voice
from tests.support.rooms.floor import CO, everybody, give, happen, interrupt, refused, turn
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    ELENA,
    FINN,
    THERAPIST,
    RoomDriver,
    full_room,
)


def queue(driver: RoomDriver) -> list[str]:
    return list(driver.room.state.floor.queue)


# Hands.


def test_a_hand_waits_until_the_facilitator_gives_the_floor() -> None:
    driver = full_room()
    assert driver.kinds(cmd.RequestFloor(ANA, driver.seq)) == ["hand.up"]
    assert driver.holder is None
    assert driver.kinds(cmd.GrantFloor(THERAPIST, ANA, driver.seq)) == ["floor.granted"]
    assert (driver.holder, queue(driver)) == (ANA, [])


def test_my_point_was_made_lowers_the_hand_and_says_so() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    record = driver.do(cmd.WithdrawRequest(ANA, driver.seq, made=True))[0]
    assert record.event == ev.HandDown(ANA, made=True)
    assert refused(driver, cmd.WithdrawRequest(ANA, driver.seq)) == "hand.is_down"


def test_a_hand_can_be_raised_only_once() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    assert refused(driver, cmd.RequestFloor(ANA, driver.seq)) == "hand.is_up"
    give(driver, ANA)
    assert refused(driver, cmd.RequestFloor(ANA, driver.seq)) == "floor.is_holder"


def test_partners_on_one_seat_have_hands_and_turns_of_their_own() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    driver.do(cmd.RequestFloor(ELENA, driver.seq))
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert (driver.holder, queue(driver)) == (FINN, [ELENA])
    assert refused(driver, cmd.ReleaseFloor(ELENA, driver.seq)) == "floor.not_holder"


def test_a_facilitator_reorders_the_line() -> None:
    driver = full_room()
    for person in (ANA, BEN, CHLOE):
        driver.do(cmd.RequestFloor(person, driver.seq))
    driver.do(cmd.MoveHand(THERAPIST, CHLOE, 0, driver.seq))
    assert queue(driver) == [CHLOE, ANA, BEN]
    driver.do(cmd.MoveHand(THERAPIST, CHLOE, 99, driver.seq))
    assert queue(driver) == [ANA, BEN, CHLOE]
    assert driver.kinds(cmd.MoveHand(THERAPIST, CHLOE, 2, driver.seq)) == []
    assert refused(driver, cmd.MoveHand(THERAPIST, CHLOE, -1, driver.seq)) == "floor.bad_place"
    assert refused(driver, cmd.MoveHand(THERAPIST, FINN, 0, driver.seq)) == "hand.is_down"


# Stale commands (F1).


def test_two_grants_formed_on_the_same_state_make_one_holder() -> None:
    driver = everybody()
    seen = driver.seq
    driver.do(cmd.GrantFloor(THERAPIST, ANA, seen))
    assert refused(driver, cmd.GrantFloor(CO, BEN, seen)) == "floor.stale"
    assert driver.holder == ANA


def test_a_hand_raised_meanwhile_does_not_make_a_grant_stale() -> None:
    driver = full_room()
    seen = driver.seq
    driver.do(cmd.RequestFloor(BEN, seen))
    assert driver.kinds(cmd.GrantFloor(THERAPIST, ANA, seen)) == ["floor.granted"]


def test_a_seq_that_nobody_has_seen_is_stale() -> None:
    driver = full_room()
    assert refused(driver, cmd.GrantFloor(THERAPIST, ANA, driver.seq + 1)) == "floor.stale"


def test_a_command_about_ones_own_hand_is_never_stale() -> None:
    driver = full_room()
    seen = driver.seq
    give(driver, ANA)
    driver.do(cmd.RequestFloor(BEN, seen))
    driver.do(cmd.WithdrawRequest(BEN, seen))
    driver.do(cmd.RequestFloor(BEN, seen))
    assert driver.kinds(cmd.PassTurn(BEN, seen)) == ["hand.down"]


def test_a_pass_pressed_before_a_turn_does_not_end_it() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    seen = driver.seq
    give(driver, ANA)
    assert refused(driver, cmd.PassTurn(ANA, seen)) == "floor.stale"
    assert driver.kinds(cmd.PassTurn(ANA, driver.seq)) == ["turn.ended"]


def test_of_two_choices_about_a_lost_holder_the_second_is_stale() -> None:
    driver = everybody()
    give(driver, ANA)
    driver.do(cmd.Detach(ANA_SEAT))
    seen = driver.seq
    driver.do(cmd.DecideHold(THERAPIST, HoldChoice.WAIT, seen))
    assert refused(driver, cmd.DecideHold(CO, HoldChoice.SKIP, seen)) == "floor.stale"


def test_choosing_the_current_mode_again_makes_nothing_stale() -> None:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    seen = driver.seq
    driver.mode(FloorMode.QUEUE)
    assert driver.kinds(cmd.GrantFloor(THERAPIST, ANA, seen)) == ["floor.granted"]


# Turns.


def test_granting_the_floor_ends_the_current_turn() -> None:
    driver = full_room()
    give(driver, ANA)
    assert driver.kinds(cmd.GrantFloor(THERAPIST, BEN, driver.seq)) == ["turn.ended", "floor.granted"]
    assert driver.holder == BEN


def test_only_the_holder_and_a_facilitator_end_a_turn() -> None:
    """F4."""
    driver = full_room()
    give(driver, ANA)
    assert refused(driver, cmd.ReleaseFloor(BEN, driver.seq)) == "floor.not_holder"
    assert refused(driver, cmd.RevokeFloor(BEN, driver.seq)) == "role.forbidden"
    assert driver.kinds(cmd.ReleaseFloor(ANA, driver.seq)) == ["turn.ended"]
    give(driver, ANA)
    assert driver.kinds(cmd.RevokeFloor(THERAPIST, driver.seq)) == ["turn.ended"]
    assert refused(driver, cmd.RevokeFloor(THERAPIST, driver.seq)) == "floor.is_free"


def test_next_speaker_takes_the_first_in_line_who_can_take_part() -> None:
    driver = full_room()
    assert refused(driver, cmd.NextSpeaker(THERAPIST, driver.seq)) == "floor.queue_empty"
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.do(cmd.Detach(BEN_SEAT))
    assert refused(driver, cmd.NextSpeaker(THERAPIST, driver.seq)) == "floor.not_connected"
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    assert driver.kinds(cmd.NextSpeaker(THERAPIST, driver.seq)) == ["floor.granted"]
    assert (driver.holder, queue(driver)) == (ANA, [BEN])


def test_next_speaker_in_an_order_ends_the_turn_and_gives_none() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    interrupt(driver, FloorMode.ROUND, pauses=False)
    assert refused(driver, cmd.NextSpeaker(THERAPIST, driver.seq)) == "floor.is_free"
    happen(driver, ev.FloorGranted(ANA, None))
    record = driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))[0]
    assert isinstance(record.event, ev.TurnEnded)
    assert (record.event.ending.value, driver.holder, queue(driver)) == ("skipped", None, [BEN])


def test_pass_gives_up_a_turn_or_a_place_in_line() -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    give(driver, ANA)
    assert driver.kinds(cmd.PassTurn(BEN, driver.seq)) == ["hand.down"]
    assert driver.kinds(cmd.PassTurn(ANA, driver.seq)) == ["turn.ended"]
    assert refused(driver, cmd.PassTurn(ANA, driver.seq)) == "floor.nothing_to_pass"


@pytest.mark.parametrize("seconds", [4.9, 3600.1, 0, -5, math.nan, math.inf, -math.inf])
def test_a_time_out_of_range_is_refused(seconds: float) -> None:
    driver = full_room()
    assert refused(driver, cmd.GrantFloor(THERAPIST, ANA, driver.seq, limit_s=seconds)) == "floor.bad_limit"
    give(driver, ANA, limit_s=60)
    assert refused(driver, cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=seconds)) == "floor.bad_limit"


@pytest.mark.parametrize("seconds", [5, 3600])
def test_a_time_in_range_becomes_the_turns_limit(seconds: float) -> None:
    driver = full_room()
    give(driver, ANA, limit_s=seconds)
    assert turn(driver).limit_s == seconds


def test_the_follower_must_be_somebody_else_who_can_have_the_floor() -> None:
    driver = everybody()
    for then, code in (
        (ANA, "floor.same_person"),
        ("pt_nobody", "person.unknown"),
        ("pt_never", "seat.not_in_room"),
        ("pt_voice", "role.forbidden"),
    ):
        command = cmd.GrantFloor(THERAPIST, ANA, driver.seq, then=then)  # type: ignore[arg-type]
        assert refused(driver, command) == code
    give(driver, ANA)
    assert refused(driver, cmd.GrantFloor(THERAPIST, ANA, driver.seq)) == "floor.is_holder"
    assert refused(driver, cmd.GrantFloor(THERAPIST, ANA, driver.seq, 60, BEN)) == "floor.is_holder"


# A turn over its time.


def over(driver: RoomDriver) -> RoomDriver:
    """Ana is a quarter over her time."""
    give(driver, ANA, limit_s=100)
    driver.wait(125)
    return driver


def test_let_it_run() -> None:
    driver = over(full_room())
    assert driver.kinds(cmd.AnswerOverrun(THERAPIST, driver.seq)) == ["turn.overrun_answered"]
    assert (turn(driver).asked, turn(driver).closing) == (False, False)
    assert refused(driver, cmd.AnswerOverrun(THERAPIST, driver.seq)) == "floor.nothing_to_answer"
    assert driver.wait(75) == ["turn.overrun"]
    assert turn(driver).asked


def test_a_minute_more_counts_from_now() -> None:
    driver = over(full_room())
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=60))
    assert (turn(driver).due(1.0), turn(driver).overrun) == (driver.now + 60, 0)
    assert turn(driver).phase is TurnPhase.SPEAKING
    assert driver.wait(60) == ["turn.wrap_up", "turn.overrun"]


def test_a_minute_more_before_the_end_counts_from_the_end() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=100)
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=60))
    assert turn(driver).due(1.0) == driver.now + 160


def test_a_minute_more_after_a_long_time_is_wrapping_up_at_once() -> None:
    driver = full_room()
    give(driver, ANA, limit_s=100)
    driver.wait(240)
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=60))
    assert (turn(driver).phase, turn(driver).overrun) == (TurnPhase.WRAP_UP, 0)
    assert driver.wait(60) == ["turn.overrun"]


def test_a_gentle_close() -> None:
    driver = over(full_room())
    driver.do(cmd.AnswerOverrun(THERAPIST, driver.seq, close=True))
    assert (turn(driver).asked, turn(driver).closing, driver.holder) == (False, True, ANA)
    assert refused(driver, cmd.AnswerOverrun(THERAPIST, driver.seq, close=True)) == "floor.nothing_to_answer"
    assert refused(driver, cmd.AnswerOverrun(THERAPIST, driver.seq, 60, close=True)) == "floor.bad_answer"


def test_more_time_gives_no_clock_to_a_turn_without_one() -> None:
    driver = full_room()
    give(driver, ANA)
    assert refused(driver, cmd.AnswerOverrun(THERAPIST, driver.seq, more_s=60)) == "floor.no_clock"


def test_staying_with_somebody_removes_the_clock() -> None:
    driver = over(full_room())
    assert driver.kinds(cmd.StayWith(THERAPIST, driver.seq)) == ["turn.extended"]
    assert (turn(driver).limit_s, turn(driver).stayed, turn(driver).overrun) == (None, True, 0)
    assert driver.wait(3600) == []
    assert refused(driver, cmd.StayWith(THERAPIST, driver.seq)) == "floor.stayed"


def test_a_mark_to_come_back_to_somebody_changes_nothing_else() -> None:
    driver = full_room()
    seen = driver.seq
    assert driver.kinds(cmd.ComeBackTo(THERAPIST, ANA, on=True)) == ["staff.come_back"]
    assert driver.room.state.people[ANA].come_back
    assert driver.kinds(cmd.ComeBackTo(THERAPIST, ANA, on=True)) == []
    assert driver.seq == seen
    assert refused(driver, cmd.ComeBackTo(ANA, BEN, on=True)) == "role.forbidden"


# Modes.


@pytest.mark.parametrize("mode", [FloorMode.OPEN, FloorMode.POPCORN, FloorMode.STAFF_ONLY, FloorMode.QUIET])
def test_a_mode_switch_keeps_line_and_holder(mode: FloorMode) -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    give(driver, ANA, limit_s=100)
    driver.wait(10)
    driver.mode(mode, grants=GrantRule.WHEN_FREE)
    assert (driver.holder, queue(driver)) == (ANA, [BEN])
    assert turn(driver).due(1.0) == driver.now + 90
    assert has_voice(driver.room.setup, driver.room.state, ANA_SEAT)


@pytest.mark.parametrize("mode", [FloorMode.ROUND, FloorMode.HELD, FloorMode.DYAD, FloorMode.FISHBOWL])
def test_protocol_modes_cannot_be_chosen(mode: FloorMode) -> None:
    driver = full_room()
    command = cmd.SetFloorMode(THERAPIST, mode, MicPolicy.SOFT, GrantRule.WHEN_FREE, driver.seq)
    assert refused(driver, command) == "floor.needs_protocol"


def test_the_base_mode_stays_while_a_protocol_runs() -> None:
    driver = full_room()
    interrupt(driver, FloorMode.ROUND, pauses=False)
    command = cmd.SetFloorMode(THERAPIST, FloorMode.OPEN, MicPolicy.SOFT, GrantRule.WHEN_FREE, driver.seq)
    assert refused(driver, command) == "protocol.running"
    assert refused(driver, cmd.GrantFloor(THERAPIST, ANA, driver.seq)) == "protocol.gives_turns"


@pytest.mark.parametrize("mode", [FloorMode.QUIET, FloorMode.STAFF_ONLY])
def test_no_turns_are_given_where_nobody_is_meant_to_speak(mode: FloorMode) -> None:
    driver = full_room()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    driver.mode(mode)
    assert refused(driver, cmd.GrantFloor(THERAPIST, ANA, driver.seq)) == "floor.not_in_mode"
    assert refused(driver, cmd.NextSpeaker(THERAPIST, driver.seq)) == "floor.not_in_mode"


@pytest.mark.parametrize("mode", [FloorMode.QUEUE, FloorMode.POPCORN, FloorMode.OPEN])
def test_the_advisory_policy_affects_only_the_screens(mode: FloorMode) -> None:
    driver = full_room()
    driver.mode(mode, MicPolicy.ADVISORY)
    give(driver, ANA)
    assert has_voice(driver.room.setup, driver.room.state, BEN_SEAT)


def test_speakers_name_the_next_only_in_popcorn() -> None:
    driver = full_room()
    give(driver, ELENA)
    assert refused(driver, cmd.NameNext(ELENA, ANA, driver.seq)) == "floor.not_in_mode"


def test_there_is_nothing_to_decide_about_a_connected_holder() -> None:
    driver = full_room()
    assert (
        refused(driver, cmd.DecideHold(THERAPIST, HoldChoice.SKIP, driver.seq)) == "floor.nothing_to_decide"
    )
    give(driver, ANA)
    assert (
        refused(driver, cmd.DecideHold(THERAPIST, HoldChoice.SKIP, driver.seq)) == "floor.nothing_to_decide"
    )
