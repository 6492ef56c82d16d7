"""Reflect first: nobody tells their own story before they have said back what they heard."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.protocols.dialogues.reflect_first import REFLECT_S, REPAIRS_MAX
from tests.support.protocols.runs import (
    Move,
    RunStage,
    check_gates,
    check_views,
    moves,
    nobody,
    run_stage,
    walk,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, CHLOE, ELENA, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples


def sharing(**options: object) -> RunStage:
    """Ana shares."""
    stage = run_stage()
    stage.start("reflect_first", **{"first": [ANA]} | options)
    assert (stage.run.step, stage.holder) == ("share", ANA)
    return stage


def reflecting() -> RunStage:
    """Ana has shared, Ben says it back."""
    stage = sharing()
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.release()
    assert (stage.run.step, stage.holder) == ("reflect", BEN)
    return stage


def confirming() -> RunStage:
    """Ana is asked whether it landed."""
    stage = reflecting()
    stage.release()
    assert (stage.run.step, stage.holder) == ("confirm", None)
    return stage


def roles(stage: RunStage) -> dict[str, tuple[PersonId, ...]]:
    return {role: people for role, people in stage.run.roles.items() if people}


def test_the_whole_way_from_one_share_to_the_next() -> None:
    stage = reflecting()
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (turn.limit_s, stage.heard()) == (REFLECT_S, {BEN})
    stage.release()
    assert (stage.run.step, stage.heard()) == ("confirm", {ANA})
    stage.act(ANA, "landed")
    assert (stage.run.step, stage.holder, roles(stage)) == ("own_share", BEN, {"sharer": (BEN,)})
    stage.release()
    assert stage.run.step == "choose"
    stage.act(THERAPIST, "choose_next", person=[CHLOE])
    assert (stage.run.step, stage.holder) == ("reflect", CHLOE)
    stage.act(THERAPIST, "finish")
    assert stage.room.state.runs == []


def test_whoever_is_speaking_at_the_start_is_the_first_to_share() -> None:
    stage = run_stage()
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.start("reflect_first")
    assert (stage.run.step, stage.holder, roles(stage)) == ("share", CHLOE, {"sharer": (CHLOE,)})
    stage.release()
    assert stage.run.step == "choose"


def test_a_holder_is_not_interrupted_for_who_was_named_first() -> None:
    stage = run_stage()
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.start("reflect_first", first=[ANA])
    assert (stage.run.step, stage.holder, stage.facts()["next"]) == ("choose", CHLOE, [ANA])
    stage.release()
    assert (stage.run.step, stage.holder) == ("share", ANA)


def test_to_hear_again_ends_nobody_elses_turn() -> None:
    """F4: Chloe was given the floor while the run was paused."""
    stage = reflecting()
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert (stage.run.step, stage.holder) == ("reflect", CHLOE)
    assert stage.refused(BEN, "hear_again") == "protocol.not_yours"
    assert stage.holder == CHLOE


def test_almost_repairs_at_most_twice_then_the_facilitator_sums_up() -> None:
    stage = confirming()
    for number in range(REPAIRS_MAX):
        stage.act(ANA, "almost")
        assert (stage.run.step, stage.holder, stage.facts()["repairs"]) == ("repair", ANA, number + 1)
        stage.release()
        assert (stage.run.step, stage.holder) == ("reflect", BEN)
        stage.release()
    assert not stage.facts("staff")["sum_up"]
    stage.act(ANA, "almost")
    assert (stage.run.step, stage.holder) == ("own_share", BEN)
    assert stage.facts("staff")["sum_up"]


def test_may_i_hear_it_again_is_no_repair() -> None:
    stage = reflecting()
    stage.act(BEN, "hear_again")
    assert (stage.run.step, stage.holder, stage.facts()["repairs"]) == ("repair", ANA, 0)
    stage.release()
    assert (stage.run.step, stage.holder) == ("reflect", BEN)


def test_the_cue_is_for_who_reflects_alone() -> None:
    stage = reflecting()
    stage.act(THERAPIST, "cue")
    assert stage.facts("personal", BEN) == {"cue": "reflect_not_fix"}
    assert stage.facts("personal", ANA) == {}
    assert "cued" not in stage.facts()
    stage.release()
    assert stage.facts("personal", BEN) == {}


def test_whoever_passes_reflecting_makes_room_for_another() -> None:
    stage = reflecting()
    stage.do(cmd.PassTurn(BEN, stage.seq))
    assert (stage.run.step, roles(stage)) == ("choose", {"sharer": (ANA,)})
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    assert (stage.run.step, stage.holder) == ("reflect", CHLOE)


def test_whoever_passes_sharing_is_not_reflected() -> None:
    stage = sharing()
    stage.do(cmd.PassTurn(ANA, stage.seq))
    assert (stage.run.step, roles(stage)) == ("choose", {})
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert (stage.run.step, stage.holder) == ("share", BEN)


def test_a_sharer_who_passes_the_repair_lets_the_other_go_on() -> None:
    stage = reflecting()
    stage.act(BEN, "hear_again")
    stage.do(cmd.PassTurn(ANA, stage.seq))
    assert (stage.run.step, stage.holder) == ("own_share", BEN)


def test_the_own_hand_does_not_make_one_reflect_oneself() -> None:
    stage = sharing()
    stage.release()
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    assert (stage.run.step, stage.facts()["next"]) == ("choose", [])
    assert stage.refused(THERAPIST, "choose_next", person=[ANA]) == "protocol.bad_value"


def test_without_a_reflection_the_next_one_shares() -> None:
    stage = sharing()
    stage.release()
    stage.act(THERAPIST, "skip_reflection")
    stage.act(THERAPIST, "choose_next", person=[ELENA])
    assert (stage.run.step, stage.holder) == ("share", ELENA)


def test_a_facilitator_moves_on_from_every_step() -> None:
    for stage, step, holder in (
        (sharing(), "choose", None),
        (reflecting(), "own_share", BEN),
        (confirming(), "own_share", BEN),
    ):
        stage.act(THERAPIST, "move_on")
        assert (stage.run.step, stage.holder) == (step, holder)


def test_a_skipped_reflection_goes_to_another() -> None:
    stage = reflecting()
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert (stage.run.step, stage.holder) == ("choose", None)


def test_the_sharer_leaving_does_not_keep_the_other_from_sharing() -> None:
    stage = confirming()
    stage.do(cmd.Leave(ANA))
    assert (stage.run.step, stage.holder) == ("own_share", BEN)


def test_the_reflector_leaving_makes_room_for_another() -> None:
    stage = reflecting()
    stage.do(cmd.Leave(BEN))
    assert (stage.run.step, roles(stage)) == ("choose", {"sharer": (ANA,)})


def test_the_only_sharer_leaving_lets_the_next_one_share() -> None:
    stage = sharing()
    stage.act(THERAPIST, "choose_next", person=[CHLOE])
    stage.do(cmd.Leave(ANA))
    assert (stage.run.step, stage.holder) == ("share", CHLOE)


def test_a_lost_connection_keeps_the_place() -> None:
    stage = reflecting()
    stage.do(cmd.Detach(BEN_SEAT))
    stage.wait(10)
    assert (stage.run.step, stage.holder) == ("reflect", BEN)
    stage.arrive(BEN_SEAT)
    stage.release()
    assert stage.run.step == "confirm"


def test_a_turn_waits_for_whoever_is_reconnecting() -> None:
    stage = confirming()
    stage.do(cmd.Detach(BEN_SEAT))
    stage.act(ANA, "landed")
    assert (stage.run.step, stage.holder) == ("own_share", None)
    stage.arrive(BEN_SEAT)
    assert stage.holder == BEN


def test_who_was_named_and_leaves_is_forgotten() -> None:
    stage = sharing()
    stage.act(THERAPIST, "choose_next", person=[CHLOE])
    stage.do(cmd.Leave(CHLOE))
    assert stage.facts()["next"] == []


def test_a_pause_with_other_turns_in_it_goes_on_where_it_was() -> None:
    stage = confirming()
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    stage.act(ANA, "landed")
    assert (stage.run.step, stage.holder) == ("own_share", CHLOE)
    stage.release()
    assert stage.holder == BEN
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    stage.release()
    assert (stage.run.step, roles(stage)) == ("choose", {"sharer": (BEN,)})


@pytest.mark.parametrize(("by", "action"), [(ANA, "finish"), (BEN, "landed"), (THERAPIST, "landed")])
def test_what_is_not_ones_own_is_refused(by: PersonId, action: str) -> None:
    assert confirming().refused(by, action) == "protocol.not_yours"


def test_a_restart_and_an_abort() -> None:
    stage = reflecting()
    stage.log += stage.room.on_restart(stage.now)
    assert stage.replayed().state == stage.room.state
    stage.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT)
    assert (stage.run.step, stage.holder) == ("reflect", BEN)
    stage.do(cmd.AbortProtocol(THERAPIST))
    assert (stage.room.state.runs, stage.holder) == ([], BEN)


def sharer(stage: RunStage) -> set[PersonId]:
    return set(stage.run.roles["sharer"])


GATES = {
    "choose": nobody,
    "share": nobody,
    "reflect": nobody,
    "confirm": sharer,
    "repair": nobody,
    "own_share": nobody,
}


@settings(max_examples=examples(50), deadline=None)
@given(moves())
def test_whatever_people_do_one_voice_at_a_time(plan: list[Move]) -> None:
    gates = check_gates("reflect_first", GATES)
    private = check_views(("cued", "sum_up", "turn_of", "given_at"))

    def check(stage: RunStage) -> None:
        gates(stage)
        private(stage)
        run = stage.room.state.run
        if run and run.protocol == "reflect_first":
            assert run.memory["repairs"] <= REPAIRS_MAX
            assert not {*run.roles.get("sharer", ())} & {*run.roles.get("reflector", ())}

    stage = run_stage()
    stage.start("reflect_first")
    walk(stage, plan, check)
