"""Who comes after the current turn: the line, followers, whom a speaker may name, and unmuting during a turn."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import TurnKind
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, GrantRule
from rooms.rules.floor.line import next_in_line
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


def of_the_floor(kinds: list[str]) -> list[str]:
    """Leave out what a couple's seat adds."""
    return [kind for kind in kinds if not kind.startswith("seat.")]


def queue(stage: Stage) -> list[str]:
    return list(stage.room.state.floor.queue)


# The line.


def test_the_first_hand_takes_a_free_floor_where_the_grant_rule_says_so() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert stage.kinds(cmd.RequestFloor(ANA, stage.seq)) == ["hand.up", "floor.granted"]
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended", "floor.granted"]
    assert stage.holder == BEN


def test_choosing_the_free_floor_rule_serves_those_who_already_wait() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert stage.holder == ANA


@pytest.mark.parametrize("mode", [FloorMode.QUIET, FloorMode.STAFF_ONLY])
def test_hands_wait_where_no_turns_are_given(mode: FloorMode) -> None:
    stage = full_stage()
    stage.mode(mode, grants=GrantRule.WHEN_FREE)
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    assert (stage.holder, queue(stage)) == (None, [ANA])
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert stage.holder == ANA


def test_a_person_who_reconnects_keeps_their_place_and_is_served_when_back() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.Detach(ANA_SEAT))
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert (stage.holder, queue(stage)) == (None, [ANA])
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert stage.holder == ANA


def test_a_protocol_that_takes_turns_from_the_line_uses_the_rooms_line() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    interrupt(stage, FloorMode.QUEUE, pauses=False)
    happen(stage, ev.HandUp(ANA))
    assert stage.holder == ANA
    happen(stage, ev.SeatMovedToPrivate(ANA_SEAT, 1, THERAPIST))
    assert queue(stage) == [ANA]


def test_hands_are_removed_when_their_people_leave() -> None:
    stage = everybody()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(CO, stage.seq))
    assert "hand.down" in stage.kinds(cmd.Leave(ANA))
    assert happen(stage, ev.RoleSet(CO, Role.TECH_HOST, THERAPIST)) == ["hand.down"]
    assert queue(stage) == []


def test_nobody_is_next_in_an_empty_line() -> None:
    stage = full_stage()
    assert next_in_line(stage.room.context(stage.now)) is None


# On this point.


def test_a_quick_hand_goes_before_ordinary_hands_and_behind_earlier_quick_ones() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    give(stage, ANA)
    for person in (BEN, CHLOE):
        stage.do(cmd.RequestFloor(person, stage.seq, quick=True))
    stage.do(cmd.RequestFloor(ELENA, stage.seq))
    assert queue(stage) == [BEN, CHLOE, FINN, ELENA]


def test_a_quick_turn_is_twenty_seconds() -> None:
    stage = full_stage()
    give(stage, ANA)
    stage.do(cmd.RequestFloor(BEN, stage.seq, quick=True))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert (turn(stage).person, turn(stage).kind, turn(stage).limit_s) == (BEN, TurnKind.QUICK, 20.0)


def test_a_time_set_by_the_facilitator_makes_it_a_full_turn() -> None:
    stage = full_stage()
    give(stage, ANA)
    stage.do(cmd.RequestFloor(BEN, stage.seq, quick=True))
    give(stage, BEN, limit_s=90)
    assert (turn(stage).kind, turn(stage).limit_s) == (TurnKind.TURN, 90)


def test_each_person_gets_one_quick_turn_per_point() -> None:
    stage = full_stage()
    assert refused(stage, cmd.RequestFloor(BEN, stage.seq, quick=True)) == "floor.no_point"
    give(stage, ANA)
    stage.do(cmd.RequestFloor(BEN, stage.seq, quick=True))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert refused(stage, cmd.RequestFloor(ANA, stage.seq, quick=True)) == "floor.no_point", "it is her own"
    stage.do(cmd.RequestFloor(CHLOE, stage.seq, quick=True))
    stage.do(cmd.ReleaseFloor(BEN, stage.seq))
    assert refused(stage, cmd.RequestFloor(BEN, stage.seq, quick=True)) == "floor.quick_had"
    give(stage, CHLOE, limit_s=60)
    assert stage.kinds(cmd.RequestFloor(BEN, stage.seq, quick=True)) == ["hand.up"], "another point"


def test_quick_hands_are_only_for_turns_from_the_line() -> None:
    stage = full_stage()
    give(stage, ANA)
    stage.mode(FloorMode.QUIET)
    assert refused(stage, cmd.RequestFloor(BEN, stage.seq, quick=True)) == "floor.not_in_mode"


def test_a_moved_hand_stays_quick() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    give(stage, ANA)
    stage.do(cmd.RequestFloor(BEN, stage.seq, quick=True))
    stage.do(cmd.MoveHand(THERAPIST, BEN, 1, stage.seq))
    assert (queue(stage), stage.room.state.floor.quick) == ([CHLOE, BEN], [BEN])
    stage.do(cmd.RequestFloor(FINN, stage.seq, quick=True))
    assert queue(stage) == [FINN, CHLOE, BEN]


# Both, one after the other.


@pytest.mark.parametrize(
    "end",
    [
        lambda stage: cmd.ReleaseFloor(ELENA, stage.seq),
        lambda stage: cmd.PassTurn(ELENA, stage.seq),
        lambda stage: cmd.NextSpeaker(THERAPIST, stage.seq),
    ],
)
def test_the_second_turn_is_as_long_as_the_first(end: object) -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    give(stage, ELENA, limit_s=120, then=FINN)
    assert of_the_floor(stage.kinds(end(stage))) == ["turn.ended", "floor.granted"]  # type: ignore[operator]
    assert (stage.holder, turn(stage).limit_s, stage.room.state.floor.then) == (FINN, 120, None)
    assert queue(stage) == [ANA]


def test_the_follower_may_be_chosen_while_the_first_speaks() -> None:
    stage = full_stage()
    give(stage, ELENA, limit_s=120)
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ELENA, stage.seq, then=FINN)) == ["floor.then_set"]
    assert stage.holder == ELENA
    stage.do(cmd.ReleaseFloor(ELENA, stage.seq))
    assert (stage.holder, turn(stage).limit_s) == (FINN, 120)


def test_revoking_the_floor_cancels_the_follower() -> None:
    stage = full_stage()
    give(stage, ELENA, then=FINN)
    assert of_the_floor(stage.kinds(cmd.RevokeFloor(THERAPIST, stage.seq))) == ["turn.ended"]
    assert (stage.holder, stage.room.state.floor.then) == (None, None)


def test_granting_somebody_else_cancels_the_follower() -> None:
    stage = full_stage()
    give(stage, ELENA, then=FINN)
    give(stage, ANA)
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended"]


def test_a_follower_who_leaves_is_dropped_and_the_line_goes_on() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    give(stage, ANA, then=BEN)
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    assert "floor.then_set" in stage.kinds(cmd.Leave(BEN))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    assert stage.holder == CHLOE


def test_a_follower_who_reconnects_is_waited_for_as_long_as_a_holder() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    give(stage, ANA, then=BEN)
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.Detach(BEN_SEAT))
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended"]
    assert stage.wait(29.9) == []
    assert stage.wait(0.1) == ["floor.then_set", "floor.granted"]
    assert (stage.holder, queue(stage)) == (CHLOE, [BEN])


def test_a_follower_who_returns_in_time_gets_the_turn() -> None:
    stage = full_stage()
    give(stage, ANA, then=BEN)
    stage.do(cmd.Detach(BEN_SEAT))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.wait(29)
    stage.do(cmd.Attach(BEN_SEAT, mic=True, camera=True))
    assert stage.holder == BEN


def test_a_facilitator_need_not_wait_for_the_follower() -> None:
    stage = full_stage()
    give(stage, ANA, then=BEN)
    stage.do(cmd.Detach(BEN_SEAT))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert (stage.holder, stage.room.state.floor.then) == (CHLOE, None)


def test_nobody_follows_into_a_quiet_room() -> None:
    stage = full_stage()
    give(stage, ANA, then=BEN)
    stage.mode(FloorMode.QUIET)
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended", "floor.then_set"]
    assert stage.holder is None


def test_a_follower_waits_for_an_interruption_to_end() -> None:
    stage = full_stage()
    give(stage, ANA, then=BEN)
    interrupt(stage)
    happen(stage, ev.SeatLeft(ANA_SEAT, ev.LeaveReason.LEFT, in_room=True))
    assert stage.holder is None
    assert happen(stage, ev.ProtocolAborted(stage.room.state.run_count, THERAPIST)) == ["floor.granted"]
    assert stage.holder == BEN
