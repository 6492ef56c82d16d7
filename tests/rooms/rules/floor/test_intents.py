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
    Stage,
    full_stage,
)


def queue(stage: Stage) -> list[str]:
    return list(stage.room.state.floor.queue)


# Hands.


def test_a_hand_waits_until_the_facilitator_gives_the_floor() -> None:
    stage = full_stage()
    assert stage.kinds(cmd.RequestFloor(ANA, stage.seq)) == ["hand.up"]
    assert stage.holder is None
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, stage.seq)) == ["floor.granted"]
    assert (stage.holder, queue(stage)) == (ANA, [])


def test_my_point_was_made_lowers_the_hand_and_says_so() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    record = stage.do(cmd.WithdrawRequest(ANA, stage.seq, made=True))[0]
    assert record.event == ev.HandDown(ANA, made=True)
    assert refused(stage, cmd.WithdrawRequest(ANA, stage.seq)) == "hand.is_down"


def test_a_hand_can_be_raised_only_once() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    assert refused(stage, cmd.RequestFloor(ANA, stage.seq)) == "hand.is_up"
    give(stage, ANA)
    assert refused(stage, cmd.RequestFloor(ANA, stage.seq)) == "floor.is_holder"


def test_partners_on_one_seat_have_hands_and_turns_of_their_own() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    stage.do(cmd.RequestFloor(ELENA, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert (stage.holder, queue(stage)) == (FINN, [ELENA])
    assert refused(stage, cmd.ReleaseFloor(ELENA, stage.seq)) == "floor.not_holder"


def test_a_facilitator_reorders_the_line() -> None:
    stage = full_stage()
    for person in (ANA, BEN, CHLOE):
        stage.do(cmd.RequestFloor(person, stage.seq))
    stage.do(cmd.MoveHand(THERAPIST, CHLOE, 0, stage.seq))
    assert queue(stage) == [CHLOE, ANA, BEN]
    stage.do(cmd.MoveHand(THERAPIST, CHLOE, 99, stage.seq))
    assert queue(stage) == [ANA, BEN, CHLOE]
    assert stage.kinds(cmd.MoveHand(THERAPIST, CHLOE, 2, stage.seq)) == []
    assert refused(stage, cmd.MoveHand(THERAPIST, CHLOE, -1, stage.seq)) == "floor.bad_place"
    assert refused(stage, cmd.MoveHand(THERAPIST, FINN, 0, stage.seq)) == "hand.is_down"


# Stale commands (F1).


def test_two_grants_formed_on_the_same_state_make_one_holder() -> None:
    stage = everybody()
    seen = stage.seq
    stage.do(cmd.GrantFloor(THERAPIST, ANA, seen))
    assert refused(stage, cmd.GrantFloor(CO, BEN, seen)) == "floor.stale"
    assert stage.holder == ANA


def test_a_hand_raised_meanwhile_does_not_make_a_grant_stale() -> None:
    stage = full_stage()
    seen = stage.seq
    stage.do(cmd.RequestFloor(BEN, seen))
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, seen)) == ["floor.granted"]


def test_a_seq_that_nobody_has_seen_is_stale() -> None:
    stage = full_stage()
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq + 1)) == "floor.stale"


def test_a_command_about_ones_own_hand_is_never_stale() -> None:
    stage = full_stage()
    seen = stage.seq
    give(stage, ANA)
    stage.do(cmd.RequestFloor(BEN, seen))
    stage.do(cmd.WithdrawRequest(BEN, seen))
    stage.do(cmd.RequestFloor(BEN, seen))
    assert stage.kinds(cmd.PassTurn(BEN, seen)) == ["hand.down"]


def test_a_pass_pressed_before_a_turn_does_not_end_it() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    seen = stage.seq
    give(stage, ANA)
    assert refused(stage, cmd.PassTurn(ANA, seen)) == "floor.stale"
    assert stage.kinds(cmd.PassTurn(ANA, stage.seq)) == ["turn.ended"]


def test_of_two_choices_about_a_lost_holder_the_second_is_stale() -> None:
    stage = everybody()
    give(stage, ANA)
    stage.do(cmd.Detach(ANA_SEAT))
    seen = stage.seq
    stage.do(cmd.DecideHold(THERAPIST, HoldChoice.WAIT, seen))
    assert refused(stage, cmd.DecideHold(CO, HoldChoice.SKIP, seen)) == "floor.stale"


def test_choosing_the_current_mode_again_makes_nothing_stale() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    seen = stage.seq
    stage.mode(FloorMode.QUEUE)
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, seen)) == ["floor.granted"]


# Turns.


def test_granting_the_floor_ends_the_current_turn() -> None:
    stage = full_stage()
    give(stage, ANA)
    assert stage.kinds(cmd.GrantFloor(THERAPIST, BEN, stage.seq)) == ["turn.ended", "floor.granted"]
    assert stage.holder == BEN


def test_only_the_holder_and_a_facilitator_end_a_turn() -> None:
    """F4."""
    stage = full_stage()
    give(stage, ANA)
    assert refused(stage, cmd.ReleaseFloor(BEN, stage.seq)) == "floor.not_holder"
    assert refused(stage, cmd.RevokeFloor(BEN, stage.seq)) == "role.forbidden"
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended"]
    give(stage, ANA)
    assert stage.kinds(cmd.RevokeFloor(THERAPIST, stage.seq)) == ["turn.ended"]
    assert refused(stage, cmd.RevokeFloor(THERAPIST, stage.seq)) == "floor.is_free"


def test_next_speaker_takes_the_first_in_line_who_can_take_part() -> None:
    stage = full_stage()
    assert refused(stage, cmd.NextSpeaker(THERAPIST, stage.seq)) == "floor.queue_empty"
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.Detach(BEN_SEAT))
    assert refused(stage, cmd.NextSpeaker(THERAPIST, stage.seq)) == "floor.not_connected"
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    assert stage.kinds(cmd.NextSpeaker(THERAPIST, stage.seq)) == ["floor.granted"]
    assert (stage.holder, queue(stage)) == (ANA, [BEN])


def test_next_speaker_in_an_order_ends_the_turn_and_gives_none() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    interrupt(stage, FloorMode.ROUND, pauses=False)
    assert refused(stage, cmd.NextSpeaker(THERAPIST, stage.seq)) == "floor.is_free"
    happen(stage, ev.FloorGranted(ANA, None))
    record = stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))[0]
    assert isinstance(record.event, ev.TurnEnded)
    assert (record.event.ending.value, stage.holder, queue(stage)) == ("skipped", None, [BEN])


def test_pass_gives_up_a_turn_or_a_place_in_line() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    give(stage, ANA)
    assert stage.kinds(cmd.PassTurn(BEN, stage.seq)) == ["hand.down"]
    assert stage.kinds(cmd.PassTurn(ANA, stage.seq)) == ["turn.ended"]
    assert refused(stage, cmd.PassTurn(ANA, stage.seq)) == "floor.nothing_to_pass"


@pytest.mark.parametrize("seconds", [4.9, 3600.1, 0, -5, math.nan, math.inf, -math.inf])
def test_a_time_out_of_range_is_refused(seconds: float) -> None:
    stage = full_stage()
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq, limit_s=seconds)) == "floor.bad_limit"
    give(stage, ANA, limit_s=60)
    assert refused(stage, cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=seconds)) == "floor.bad_limit"


@pytest.mark.parametrize("seconds", [5, 3600])
def test_a_time_in_range_becomes_the_turns_limit(seconds: float) -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=seconds)
    assert turn(stage).limit_s == seconds


def test_the_follower_must_be_somebody_else_who_can_have_the_floor() -> None:
    stage = everybody()
    for then, code in (
        (ANA, "floor.same_person"),
        ("pt_nobody", "person.unknown"),
        ("pt_never", "seat.not_in_room"),
        ("pt_voice", "role.forbidden"),
    ):
        command = cmd.GrantFloor(THERAPIST, ANA, stage.seq, then=then)  # type: ignore[arg-type]
        assert refused(stage, command) == code
    give(stage, ANA)
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq)) == "floor.is_holder"
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq, 60, BEN)) == "floor.is_holder"


# A turn over its time.


def over(stage: Stage) -> Stage:
    """Ana is a quarter over her time."""
    give(stage, ANA, limit_s=100)
    stage.wait(125)
    return stage


def test_let_it_run() -> None:
    stage = over(full_stage())
    assert stage.kinds(cmd.AnswerOverrun(THERAPIST, stage.seq)) == ["turn.overrun_answered"]
    assert (turn(stage).asked, turn(stage).closing) == (False, False)
    assert refused(stage, cmd.AnswerOverrun(THERAPIST, stage.seq)) == "floor.nothing_to_answer"
    assert stage.wait(75) == ["turn.overrun"]
    assert turn(stage).asked


def test_a_minute_more_counts_from_now() -> None:
    stage = over(full_stage())
    stage.do(cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=60))
    assert (turn(stage).due(1.0), turn(stage).overrun) == (stage.now + 60, 0)
    assert turn(stage).phase is TurnPhase.SPEAKING
    assert stage.wait(60) == ["turn.wrap_up", "turn.overrun"]


def test_a_minute_more_before_the_end_counts_from_the_end() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=100)
    stage.do(cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=60))
    assert turn(stage).due(1.0) == stage.now + 160


def test_a_minute_more_after_a_long_time_is_wrapping_up_at_once() -> None:
    stage = full_stage()
    give(stage, ANA, limit_s=100)
    stage.wait(240)
    stage.do(cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=60))
    assert (turn(stage).phase, turn(stage).overrun) == (TurnPhase.WRAP_UP, 0)
    assert stage.wait(60) == ["turn.overrun"]


def test_a_gentle_close() -> None:
    stage = over(full_stage())
    stage.do(cmd.AnswerOverrun(THERAPIST, stage.seq, close=True))
    assert (turn(stage).asked, turn(stage).closing, stage.holder) == (False, True, ANA)
    assert refused(stage, cmd.AnswerOverrun(THERAPIST, stage.seq, close=True)) == "floor.nothing_to_answer"
    assert refused(stage, cmd.AnswerOverrun(THERAPIST, stage.seq, 60, close=True)) == "floor.bad_answer"


def test_more_time_gives_no_clock_to_a_turn_without_one() -> None:
    stage = full_stage()
    give(stage, ANA)
    assert refused(stage, cmd.AnswerOverrun(THERAPIST, stage.seq, more_s=60)) == "floor.no_clock"


def test_staying_with_somebody_removes_the_clock() -> None:
    stage = over(full_stage())
    assert stage.kinds(cmd.StayWith(THERAPIST, stage.seq)) == ["turn.extended"]
    assert (turn(stage).limit_s, turn(stage).stayed, turn(stage).overrun) == (None, True, 0)
    assert stage.wait(3600) == []
    assert refused(stage, cmd.StayWith(THERAPIST, stage.seq)) == "floor.stayed"


def test_a_mark_to_come_back_to_somebody_changes_nothing_else() -> None:
    stage = full_stage()
    seen = stage.seq
    assert stage.kinds(cmd.ComeBackTo(THERAPIST, ANA, on=True)) == ["staff.come_back"]
    assert stage.room.state.people[ANA].come_back
    assert stage.kinds(cmd.ComeBackTo(THERAPIST, ANA, on=True)) == []
    assert stage.seq == seen
    assert refused(stage, cmd.ComeBackTo(ANA, BEN, on=True)) == "role.forbidden"


# Modes.


@pytest.mark.parametrize("mode", [FloorMode.OPEN, FloorMode.POPCORN, FloorMode.STAFF_ONLY, FloorMode.QUIET])
def test_a_mode_switch_keeps_line_and_holder(mode: FloorMode) -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    give(stage, ANA, limit_s=100)
    stage.wait(10)
    stage.mode(mode, grants=GrantRule.WHEN_FREE)
    assert (stage.holder, queue(stage)) == (ANA, [BEN])
    assert turn(stage).due(1.0) == stage.now + 90
    assert has_voice(stage.room.setup, stage.room.state, ANA_SEAT)


@pytest.mark.parametrize("mode", [FloorMode.ROUND, FloorMode.HELD, FloorMode.DYAD, FloorMode.FISHBOWL])
def test_protocol_modes_cannot_be_chosen(mode: FloorMode) -> None:
    stage = full_stage()
    command = cmd.SetFloorMode(THERAPIST, mode, MicPolicy.SOFT, GrantRule.WHEN_FREE, stage.seq)
    assert refused(stage, command) == "floor.needs_protocol"


def test_the_base_mode_stays_while_a_protocol_runs() -> None:
    stage = full_stage()
    interrupt(stage, FloorMode.ROUND, pauses=False)
    command = cmd.SetFloorMode(THERAPIST, FloorMode.OPEN, MicPolicy.SOFT, GrantRule.WHEN_FREE, stage.seq)
    assert refused(stage, command) == "protocol.running"
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq)) == "protocol.gives_turns"


@pytest.mark.parametrize("mode", [FloorMode.QUIET, FloorMode.STAFF_ONLY])
def test_no_turns_are_given_where_nobody_is_meant_to_speak(mode: FloorMode) -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.mode(mode)
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq)) == "floor.not_in_mode"
    assert refused(stage, cmd.NextSpeaker(THERAPIST, stage.seq)) == "floor.not_in_mode"


@pytest.mark.parametrize("mode", [FloorMode.QUEUE, FloorMode.POPCORN, FloorMode.OPEN])
def test_the_advisory_policy_affects_only_the_screens(mode: FloorMode) -> None:
    stage = full_stage()
    stage.mode(mode, MicPolicy.ADVISORY)
    give(stage, ANA)
    assert has_voice(stage.room.setup, stage.room.state, BEN_SEAT)


def test_speakers_name_the_next_only_in_popcorn() -> None:
    stage = full_stage()
    give(stage, ELENA)
    assert refused(stage, cmd.NameNext(ELENA, ANA, stage.seq)) == "floor.not_in_mode"


def test_there_is_nothing_to_decide_about_a_connected_holder() -> None:
    stage = full_stage()
    assert refused(stage, cmd.DecideHold(THERAPIST, HoldChoice.SKIP, stage.seq)) == "floor.nothing_to_decide"
    give(stage, ANA)
    assert refused(stage, cmd.DecideHold(THERAPIST, HoldChoice.SKIP, stage.seq)) == "floor.nothing_to_decide"
