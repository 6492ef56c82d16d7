"""Who comes after the present turn: the line, who follows, whom a speaker may name, who unmutes beside."""

import pytest

from rooms.floor.line import nameable, next_in_line
from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import TurnKind
from rooms.model.people import Role
from rooms.model.policy import FloorMode, GrantRule, MicPolicy
from tests.support.floor import CO, TRAINEE, everybody, give, happen, interrupt, refused, turn
from tests.support.rooms import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    Stage,
    full_stage,
)


def of_the_floor(kinds: list[str]) -> list[str]:
    """Without what a couple's seat makes of it."""
    return [kind for kind in kinds if not kind.startswith("seat.")]


def queue(stage: Stage) -> list[str]:
    return list(stage.room.state.floor.queue)


# The line.


def test_a_free_floor_is_for_the_first_hand_where_the_room_says_so() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    assert stage.kinds(cmd.RequestFloor(ANA, stage.seq)) == ["hand.up", "floor.granted"]
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended", "floor.granted"]
    assert stage.holder == BEN


def test_choosing_when_free_serves_who_waits_already() -> None:
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


def test_who_reconnects_keeps_the_place_and_is_served_when_back() -> None:
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
    happen(stage, ev.SeatPulledAside(ANA_SEAT, 1, THERAPIST))
    assert queue(stage) == [ANA]


def test_hands_go_down_with_their_people() -> None:
    stage = everybody()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(CO, stage.seq))
    assert "hand.down" in stage.kinds(cmd.Leave(ANA))
    assert happen(stage, ev.RoleSet(CO, Role.TECH_HOST, THERAPIST)) == ["hand.down"]
    assert queue(stage) == []


def test_nobody_is_next_in_an_empty_line() -> None:
    stage = full_stage()
    assert next_in_line(stage.room.ledger(stage.now)) is None


# On this point.


def test_a_quick_hand_goes_before_others_behind_those_that_came_before_it() -> None:
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


def test_a_time_of_the_facilitators_own_makes_it_a_whole_turn() -> None:
    stage = full_stage()
    give(stage, ANA)
    stage.do(cmd.RequestFloor(BEN, stage.seq, quick=True))
    give(stage, BEN, limit_s=90)
    assert (turn(stage).kind, turn(stage).limit_s) == (TurnKind.TURN, 90)


def test_one_quick_turn_each_on_what_somebody_says() -> None:
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


def test_quick_hands_are_for_turns_from_the_line() -> None:
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
def test_the_second_follows_with_as_much_time(end: object) -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    give(stage, ELENA, limit_s=120, then=FINN)
    assert of_the_floor(stage.kinds(end(stage))) == ["turn.ended", "floor.granted"]  # type: ignore[operator]
    assert (stage.holder, turn(stage).limit_s, stage.room.state.floor.then) == (FINN, 120, None)
    assert queue(stage) == [ANA]


def test_the_second_may_be_chosen_while_the_first_speaks() -> None:
    stage = full_stage()
    give(stage, ELENA, limit_s=120)
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ELENA, stage.seq, then=FINN)) == ["floor.then_set"]
    assert stage.holder == ELENA
    stage.do(cmd.ReleaseFloor(ELENA, stage.seq))
    assert (stage.holder, turn(stage).limit_s) == (FINN, 120)


def test_taking_the_floor_back_lets_nobody_follow() -> None:
    stage = full_stage()
    give(stage, ELENA, then=FINN)
    assert of_the_floor(stage.kinds(cmd.RevokeFloor(THERAPIST, stage.seq))) == ["turn.ended"]
    assert (stage.holder, stage.room.state.floor.then) == (None, None)


def test_granting_somebody_else_lets_nobody_follow() -> None:
    stage = full_stage()
    give(stage, ELENA, then=FINN)
    give(stage, ANA)
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["turn.ended"]


def test_a_second_who_leaves_is_let_go_and_the_line_goes_on() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    give(stage, ANA, then=BEN)
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    assert "floor.then_set" in stage.kinds(cmd.Leave(BEN))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    assert stage.holder == CHLOE


def test_a_second_who_reconnects_is_waited_for_as_long_as_a_holder() -> None:
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


def test_a_second_who_is_back_in_time_has_the_turn() -> None:
    stage = full_stage()
    give(stage, ANA, then=BEN)
    stage.do(cmd.Detach(BEN_SEAT))
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.wait(29)
    stage.do(cmd.Attach(BEN_SEAT, mic=True, camera=True))
    assert stage.holder == BEN


def test_a_facilitator_need_not_wait_for_the_second() -> None:
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


def test_who_follows_waits_for_what_interrupts() -> None:
    stage = full_stage()
    give(stage, ANA, then=BEN)
    interrupt(stage)
    happen(stage, ev.SeatLeft(ANA_SEAT, ev.LeaveReason.LEFT, in_room=True))
    assert stage.holder is None
    assert happen(stage, ev.ProtocolAborted(stage.room.state.run_count, THERAPIST)) == ["floor.granted"]
    assert stage.holder == BEN


# Popcorn: whoever spoke names the next.


def popcorn() -> Stage:
    stage = full_stage()
    stage.mode(FloorMode.POPCORN)
    give(stage, ANA)
    return stage


def test_the_speaker_names_somebody_who_was_not_heard_yet() -> None:
    stage = popcorn()
    assert stage.kinds(cmd.NameNext(ANA, BEN, stage.seq)) == ["turn.ended", "floor.granted"]
    assert refused(stage, cmd.NameNext(BEN, ANA, stage.seq)) == "floor.was_heard"
    assert nameable(stage.room.ledger(stage.now), BEN) == [CHLOE, ELENA, FINN]


def test_the_named_person_may_pass_and_name_somebody_or_leave_it_to_the_facilitator() -> None:
    stage = popcorn()
    stage.do(cmd.NameNext(ANA, BEN, stage.seq))
    stage.do(cmd.PassTurn(BEN, stage.seq))
    assert stage.holder is None
    assert refused(stage, cmd.NameNext(ANA, CHLOE, stage.seq)) == "floor.not_holder"
    stage.do(cmd.NameNext(BEN, CHLOE, stage.seq))
    assert stage.holder == CHLOE


def test_who_released_may_still_name_until_somebody_else_has_the_floor() -> None:
    stage = popcorn()
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.wait(600)
    give(stage, BEN)
    assert refused(stage, cmd.NameNext(ANA, CHLOE, stage.seq)) == "floor.not_holder"
    assert stage.kinds(cmd.NameNext(BEN, CHLOE, stage.seq)) == ["turn.ended", "floor.granted"]


def test_who_was_stopped_names_nobody() -> None:
    stage = popcorn()
    stage.do(cmd.RevokeFloor(THERAPIST, stage.seq))
    assert refused(stage, cmd.NameNext(ANA, BEN, stage.seq)) == "floor.not_holder"


def test_when_everybody_was_heard_the_list_starts_anew() -> None:
    stage = popcorn()
    for by, person in ((ANA, BEN), (BEN, CHLOE), (CHLOE, ELENA), (ELENA, FINN)):
        stage.do(cmd.NameNext(by, person, stage.seq))
    assert of_the_floor(stage.kinds(cmd.NameNext(FINN, ANA, stage.seq))) == ["turn.ended", "floor.granted"]
    assert stage.room.state.floor.heard == [ANA]


def test_who_reconnects_cannot_be_named_and_keeps_nobody_waiting() -> None:
    stage = popcorn()
    stage.do(cmd.Leave(CHLOE))
    stage.do(cmd.Detach(COUPLE_SEAT))
    assert refused(stage, cmd.NameNext(ANA, ELENA, stage.seq)) == "floor.not_connected"
    stage.do(cmd.NameNext(ANA, BEN, stage.seq))
    assert nameable(stage.room.ledger(stage.now), BEN) == [ANA], "nobody else is connected"
    stage.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert nameable(stage.room.ledger(stage.now), BEN) == [ELENA, FINN]


def test_only_members_who_are_here_are_named() -> None:
    stage = everybody()
    stage.mode(FloorMode.POPCORN)
    give(stage, ANA)
    for person, code in (
        (ANA, "floor.same_person"),
        (THERAPIST, "role.forbidden"),
        (TRAINEE, "role.forbidden"),
        ("pt_watcher", "role.forbidden"),
        ("pt_late", "seat.not_in_room"),
        ("pt_nobody", "person.unknown"),
    ):
        assert refused(stage, cmd.NameNext(ANA, person, stage.seq)) == code  # type: ignore[arg-type]


def test_switching_to_popcorn_counts_the_present_speaker_as_heard() -> None:
    stage = full_stage()
    give(stage, BEN)
    give(stage, ANA)
    stage.mode(FloorMode.POPCORN)
    assert stage.room.state.floor.heard == [ANA]
    assert stage.kinds(cmd.NameNext(ANA, BEN, stage.seq)) == ["turn.ended", "floor.granted"]


# Unmuting beside the holder.


def beside(stage: Stage, mode: FloorMode = FloorMode.QUEUE, mic: MicPolicy = MicPolicy.SOFT) -> Stage:
    """Ana holds the floor, Ben waits, Chloe is muted."""
    stage.mode(mode, mic)
    stage.do(cmd.SetDevices(CHLOE, mic=False, camera=True))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    happen(stage, ev.FloorGranted(ANA, THERAPIST))
    return stage


def test_who_unmutes_beside_the_holder_gets_a_hand_and_is_next() -> None:
    stage = beside(full_stage())
    kinds = stage.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True))
    assert kinds == ["seat.devices_set", "hand.up"]
    assert (stage.holder, queue(stage)) == (ANA, [CHLOE, BEN])


def test_who_waits_already_keeps_the_place() -> None:
    stage = beside(full_stage())
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    assert stage.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True)) == ["seat.devices_set"]
    assert queue(stage) == [BEN, CHLOE]


@pytest.mark.parametrize(
    ("mode", "mic"),
    [
        (FloorMode.OPEN, MicPolicy.SOFT),
        (FloorMode.QUIET, MicPolicy.SOFT),
        (FloorMode.QUEUE, MicPolicy.ADVISORY),
        (FloorMode.QUEUE, MicPolicy.HARD),
    ],
)
def test_elsewhere_unmuting_is_only_unmuting(mode: FloorMode, mic: MicPolicy) -> None:
    stage = beside(full_stage(), mode, mic)
    assert stage.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True)) == ["seat.devices_set"]


def test_a_camera_a_return_the_holder_and_a_facilitator_raise_no_hand() -> None:
    stage = beside(full_stage())
    stage.do(cmd.SetDevices(CHLOE, mic=False, camera=False))
    stage.do(cmd.Detach(CHLOE_SEAT))
    stage.do(cmd.Attach(CHLOE_SEAT, mic=True, camera=True))
    stage.do(cmd.SetDevices(CHLOE, mic=True, camera=False))
    for person in (ANA, THERAPIST):
        stage.do(cmd.SetDevices(person, mic=False, camera=True))
        stage.do(cmd.SetDevices(person, mic=True, camera=True))
    assert queue(stage) == [BEN]


def test_a_shared_microphone_raises_nobodys_hand() -> None:
    stage = beside(full_stage())
    stage.do(cmd.SetDevices(ELENA, mic=False, camera=True))
    stage.do(cmd.SetDevices(ELENA, mic=True, camera=True))
    assert queue(stage) == [BEN]


def test_beside_nobody_unmuting_is_only_unmuting() -> None:
    stage = full_stage()
    stage.do(cmd.SetDevices(CHLOE, mic=False, camera=True))
    stage.do(cmd.SetDevices(CHLOE, mic=True, camera=True))
    assert queue(stage) == []
