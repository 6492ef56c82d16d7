"""Turns by example: each floor intent, and what follows by itself."""

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.policy import FloorMode, GrantRule, MicPolicy
from tests.support.rooms import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    Stage,
    full_stage,
)


def refused(stage: Stage, command: cmd.Command) -> str:
    """The code with which the command is refused, after checking that nothing changed."""
    before = (stage.room.state.position, stage.seq)
    with pytest.raises(Refused) as caught:
        stage.do(command)
    assert (stage.room.state.position, stage.seq) == before
    return caught.value.code


def test_a_hand_waits_until_the_facilitator_gives_the_floor() -> None:
    stage = full_stage()
    assert stage.kinds(cmd.RequestFloor(ANA, stage.seq)) == ["hand.up"]
    assert stage.holder is None
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, stage.seq)) == ["floor.granted"]
    assert stage.holder == ANA
    assert stage.room.state.floor.queue == []


def test_two_hands_at_once_give_one_holder_and_one_first_in_line() -> None:
    """Acceptance scenario 2: both were looking at the same floor_seq."""
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    seen = stage.seq
    stage.do(cmd.RequestFloor(ANA, seen))
    stage.now += 0.02
    stage.do(cmd.RequestFloor(BEN, seen))
    assert stage.holder == ANA
    assert stage.room.state.floor.queue == [BEN]


def test_two_grants_formed_on_the_same_state_give_one_holder() -> None:
    stage = full_stage()
    seen = stage.seq
    stage.do(cmd.GrantFloor(THERAPIST, ANA, seen))
    assert refused(stage, cmd.GrantFloor(THERAPIST, BEN, seen)) == "floor.stale"
    assert stage.holder == ANA


def test_a_hand_raised_meanwhile_does_not_make_a_grant_stale() -> None:
    stage = full_stage()
    seen = stage.seq
    stage.do(cmd.RequestFloor(BEN, seen))
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, seen)) == ["floor.granted"]


def test_a_seq_nobody_has_seen_is_stale() -> None:
    stage = full_stage()
    assert refused(stage, cmd.GrantFloor(THERAPIST, ANA, stage.seq + 1)) == "floor.stale"


def test_granting_ends_the_present_turn() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert stage.kinds(cmd.GrantFloor(THERAPIST, BEN, stage.seq)) == ["floor.revoked", "floor.granted"]
    assert stage.holder == BEN


def test_release_frees_the_floor_and_the_next_hand_waits_for_the_facilitator() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["floor.released"]
    assert (stage.holder, stage.room.state.floor.queue) == (None, [BEN])


def test_when_the_floor_is_for_the_taking_the_next_hand_follows_a_release() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert stage.kinds(cmd.ReleaseFloor(ANA, stage.seq)) == ["floor.released", "floor.granted"]
    assert stage.holder == BEN


def test_next_speaker_takes_the_first_in_line() -> None:
    stage = full_stage()
    assert refused(stage, cmd.NextSpeaker(THERAPIST, stage.seq)) == "floor.queue_empty"
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert stage.holder == BEN
    assert stage.kinds(cmd.NextSpeaker(THERAPIST, stage.seq)) == ["floor.revoked", "floor.granted"]
    assert stage.holder == ANA


def test_next_speaker_skips_somebody_who_is_reconnecting_and_keeps_the_place() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.Detach(BEN_SEAT))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert (stage.holder, stage.room.state.floor.queue) == (ANA, [BEN])


def test_pass_gives_up_a_turn_or_a_place_in_line() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.PassTurn(BEN, stage.seq))
    assert stage.room.state.floor.queue == []
    stage.do(cmd.PassTurn(ANA, stage.seq))
    assert stage.holder is None
    assert refused(stage, cmd.PassTurn(ANA, stage.seq)) == "floor.nothing_to_pass"


def test_nobody_but_holder_and_facilitator_ends_a_turn() -> None:
    """F4."""
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert refused(stage, cmd.ReleaseFloor(BEN, stage.seq)) == "floor.not_holder"
    assert refused(stage, cmd.RevokeFloor(BEN, stage.seq)) == "role.forbidden"
    assert refused(stage, cmd.GrantFloor(BEN, BEN, stage.seq)) == "role.forbidden"
    assert refused(
        stage, cmd.SetFloorMode(BEN, FloorMode.OPEN, MicPolicy.SOFT, GrantRule.WHEN_FREE, stage.seq)
    ) == ("role.forbidden")
    assert stage.kinds(cmd.RevokeFloor(THERAPIST, stage.seq)) == ["floor.revoked"]


def test_partners_on_one_seat_hold_hands_and_turns_of_their_own() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    stage.do(cmd.RequestFloor(ELENA, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert stage.holder == FINN
    assert stage.room.state.floor.queue == [ELENA]
    assert refused(stage, cmd.ReleaseFloor(ELENA, stage.seq)) == "floor.not_holder"


def test_a_mode_switch_keeps_queue_and_holder() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.mode(FloorMode.QUIET)
    assert (stage.holder, stage.room.state.floor.queue) == (ANA, [BEN])
    assert refused(stage, cmd.NextSpeaker(THERAPIST, stage.seq)) == "floor.not_in_mode"


def test_a_lost_holder_is_suspended_and_resumes_within_the_hold() -> None:
    """F8, acceptance scenario 3."""
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert stage.kinds(cmd.Detach(ANA_SEAT)) == ["seat.lost", "floor.suspended"]
    assert stage.wait(18) == []
    assert stage.kinds(cmd.Attach(ANA_SEAT, mic=True, camera=True)) == ["seat.returned", "floor.resumed"]
    assert stage.holder == ANA


def test_a_holder_whose_media_is_lost_is_suspended_until_it_is_back() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert stage.kinds(cmd.MediaDown(ANA_SEAT)) == ["seat.media_lost", "floor.suspended"]
    assert stage.kinds(cmd.MediaUp(ANA_SEAT)) == ["seat.media_ready", "floor.resumed"]


def test_a_holder_who_stays_away_moves_to_the_end_of_the_line() -> None:
    stage = full_stage()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.Detach(ANA_SEAT))
    assert stage.wait(29.9) == []
    assert stage.wait(0.1) == ["floor.deferred"]
    assert (stage.holder, stage.room.state.floor.queue) == (None, [BEN, ANA])


def test_one_partner_lost_means_both_are_and_the_turn_stays_with_its_person() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, FINN, stage.seq))
    assert "floor.suspended" in stage.kinds(cmd.Detach(COUPLE_SEAT))
    stage.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert stage.holder == FINN


def test_silence_never_advances_a_turn() -> None:
    """F7: however long nobody speaks, the holder holds."""
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, grants=GrantRule.WHEN_FREE)
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert stage.wait(3600) == []
    assert stage.holder == ANA


def test_leaving_the_room_gives_back_hand_and_turn() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert stage.kinds(cmd.Leave(ANA)) == ["seat.left", "floor.released"]
    assert stage.kinds(cmd.MoveToWaiting(THERAPIST, BEN_SEAT)) == ["seat.moved_to_waiting", "hand.down"]


def test_choosing_the_present_mode_again_makes_nothing_stale() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    seen = stage.seq
    stage.mode(FloorMode.QUEUE)
    assert stage.kinds(cmd.GrantFloor(THERAPIST, ANA, seen)) == ["floor.granted"]
