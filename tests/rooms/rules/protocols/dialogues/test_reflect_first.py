"""Reflect first: nobody tells their own story before they have said back what they heard."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.protocols.dialogues.reflect_first import REFLECT_S, REPAIRS_MAX
from tests.support.protocols.runs import (
    Move,
    RunDriver,
    check_gates,
    check_views,
    moves,
    nobody,
    run_driver,
    walk,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, CHLOE, ELENA, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples


def sharing(**options: object) -> RunDriver:
    """Ana shares."""
    driver = run_driver()
    driver.start("reflect_first", **{"first": [ANA]} | options)
    assert (driver.run.step, driver.holder) == ("share", ANA)
    return driver


def reflecting() -> RunDriver:
    """Ana has shared; Ben says it back."""
    driver = sharing()
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.release()
    assert (driver.run.step, driver.holder) == ("reflect", BEN)
    return driver


def confirming() -> RunDriver:
    """Ana is asked whether it landed."""
    driver = reflecting()
    driver.release()
    assert (driver.run.step, driver.holder) == ("confirm", None)
    return driver


def roles(driver: RunDriver) -> dict[str, tuple[PersonId, ...]]:
    return {role: people for role, people in driver.run.roles.items() if people}


def test_the_whole_cycle_from_one_share_to_the_next() -> None:
    driver = reflecting()
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (turn.limit_s, driver.heard()) == (REFLECT_S, {BEN})
    driver.release()
    assert (driver.run.step, driver.heard()) == ("confirm", {ANA})
    driver.act(ANA, "landed")
    assert (driver.run.step, driver.holder, roles(driver)) == ("own_share", BEN, {"sharer": (BEN,)})
    driver.release()
    assert driver.run.step == "choose"
    driver.act(THERAPIST, "choose_next", person=[CHLOE])
    assert (driver.run.step, driver.holder) == ("reflect", CHLOE)
    driver.act(THERAPIST, "finish")
    assert driver.room.state.runs == []


def test_the_current_speaker_is_the_first_to_share() -> None:
    driver = run_driver()
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.start("reflect_first")
    assert (driver.run.step, driver.holder, roles(driver)) == ("share", CHLOE, {"sharer": (CHLOE,)})
    driver.release()
    assert driver.run.step == "choose"


def test_a_holder_is_not_interrupted_for_the_person_named_first() -> None:
    driver = run_driver()
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.start("reflect_first", first=[ANA])
    assert (driver.run.step, driver.holder, driver.facts()["next"]) == ("choose", CHLOE, [ANA])
    driver.release()
    assert (driver.run.step, driver.holder) == ("share", ANA)


def test_asking_to_hear_it_again_ends_nobody_elses_turn() -> None:
    """F4: Chloe was given the floor while the run was paused."""
    driver = reflecting()
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert (driver.run.step, driver.holder) == ("reflect", CHLOE)
    assert driver.refused(BEN, "hear_again") == "protocol.not_yours"
    assert driver.holder == CHLOE


def test_almost_repairs_at_most_twice_then_the_facilitator_summarises() -> None:
    driver = confirming()
    for number in range(REPAIRS_MAX):
        driver.act(ANA, "almost")
        assert (driver.run.step, driver.holder, driver.facts()["repairs"]) == ("repair", ANA, number + 1)
        driver.release()
        assert (driver.run.step, driver.holder) == ("reflect", BEN)
        driver.release()
    assert not driver.facts("staff")["sum_up"]
    driver.act(ANA, "almost")
    assert (driver.run.step, driver.holder) == ("own_share", BEN)
    assert driver.facts("staff")["sum_up"]


def test_may_i_hear_it_again_is_not_a_repair() -> None:
    driver = reflecting()
    driver.act(BEN, "hear_again")
    assert (driver.run.step, driver.holder, driver.facts()["repairs"]) == ("repair", ANA, 0)
    driver.release()
    assert (driver.run.step, driver.holder) == ("reflect", BEN)


def test_the_cue_is_only_for_the_reflector() -> None:
    driver = reflecting()
    driver.act(THERAPIST, "cue")
    assert driver.facts("personal", BEN) == {"cue": "reflect_not_fix"}
    assert driver.facts("personal", ANA) == {}
    assert "cued" not in driver.facts()
    driver.release()
    assert driver.facts("personal", BEN) == {}


def test_a_reflector_who_passes_makes_room_for_another() -> None:
    driver = reflecting()
    driver.do(cmd.PassTurn(BEN, driver.seq))
    assert (driver.run.step, roles(driver)) == ("choose", {"sharer": (ANA,)})
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    assert (driver.run.step, driver.holder) == ("reflect", CHLOE)


def test_a_sharer_who_passes_is_not_reflected() -> None:
    driver = sharing()
    driver.do(cmd.PassTurn(ANA, driver.seq))
    assert (driver.run.step, roles(driver)) == ("choose", {})
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert (driver.run.step, driver.holder) == ("share", BEN)


def test_a_sharer_who_passes_the_repair_lets_the_other_go_on() -> None:
    driver = reflecting()
    driver.act(BEN, "hear_again")
    driver.do(cmd.PassTurn(ANA, driver.seq))
    assert (driver.run.step, driver.holder) == ("own_share", BEN)


def test_a_sharers_own_hand_does_not_make_them_reflect_themselves() -> None:
    driver = sharing()
    driver.release()
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    assert (driver.run.step, driver.facts()["next"]) == ("choose", [])
    assert driver.refused(THERAPIST, "choose_next", person=[ANA]) == "protocol.bad_value"


def test_without_a_reflection_the_next_person_shares() -> None:
    driver = sharing()
    driver.release()
    driver.act(THERAPIST, "skip_reflection")
    driver.act(THERAPIST, "choose_next", person=[ELENA])
    assert (driver.run.step, driver.holder) == ("share", ELENA)


def test_a_facilitator_can_move_on_from_every_step() -> None:
    for driver, step, holder in (
        (sharing(), "choose", None),
        (reflecting(), "own_share", BEN),
        (confirming(), "own_share", BEN),
    ):
        driver.act(THERAPIST, "move_on")
        assert (driver.run.step, driver.holder) == (step, holder)


def test_a_skipped_reflection_goes_to_another() -> None:
    driver = reflecting()
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert (driver.run.step, driver.holder) == ("choose", None)


def test_the_sharer_leaving_does_not_stop_the_reflector_from_sharing() -> None:
    driver = confirming()
    driver.do(cmd.Leave(ANA))
    assert (driver.run.step, driver.holder) == ("own_share", BEN)


def test_the_reflector_leaving_makes_room_for_another() -> None:
    driver = reflecting()
    driver.do(cmd.Leave(BEN))
    assert (driver.run.step, roles(driver)) == ("choose", {"sharer": (ANA,)})


def test_the_only_sharer_leaving_lets_the_next_one_share() -> None:
    driver = sharing()
    driver.act(THERAPIST, "choose_next", person=[CHLOE])
    driver.do(cmd.Leave(ANA))
    assert (driver.run.step, driver.holder) == ("share", CHLOE)


def test_a_lost_connection_keeps_the_place() -> None:
    driver = reflecting()
    driver.do(cmd.Detach(BEN_SEAT))
    driver.wait(10)
    assert (driver.run.step, driver.holder) == ("reflect", BEN)
    driver.arrive(BEN_SEAT)
    driver.release()
    assert driver.run.step == "confirm"


def test_a_turn_waits_for_somebody_who_is_reconnecting() -> None:
    driver = confirming()
    driver.do(cmd.Detach(BEN_SEAT))
    driver.act(ANA, "landed")
    assert (driver.run.step, driver.holder) == ("own_share", None)
    driver.arrive(BEN_SEAT)
    assert driver.holder == BEN


def test_a_named_person_who_leaves_is_forgotten() -> None:
    driver = sharing()
    driver.act(THERAPIST, "choose_next", person=[CHLOE])
    driver.do(cmd.Leave(CHLOE))
    assert driver.facts()["next"] == []


def test_a_run_paused_during_other_turns_continues_where_it_was() -> None:
    driver = confirming()
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    driver.act(ANA, "landed")
    assert (driver.run.step, driver.holder) == ("own_share", CHLOE)
    driver.release()
    assert driver.holder == BEN
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    driver.release()
    assert (driver.run.step, roles(driver)) == ("choose", {"sharer": (BEN,)})


@pytest.mark.parametrize(("by", "action"), [(ANA, "finish"), (BEN, "landed"), (THERAPIST, "landed")])
def test_actions_of_others_are_refused(by: PersonId, action: str) -> None:
    assert confirming().refused(by, action) == "protocol.not_yours"


def test_it_survives_a_restart_and_can_be_aborted() -> None:
    driver = reflecting()
    driver.log += driver.room.on_restart(driver.now)
    assert driver.replayed().state == driver.room.state
    driver.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT)
    assert (driver.run.step, driver.holder) == ("reflect", BEN)
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert (driver.room.state.runs, driver.holder) == ([], BEN)


def sharer(driver: RunDriver) -> set[PersonId]:
    return set(driver.run.roles["sharer"])


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

    def check(driver: RunDriver) -> None:
        gates(driver)
        private(driver)
        run = driver.room.state.run
        if run and run.protocol == "reflect_first":
            assert run.memory["repairs"] <= REPAIRS_MAX
            assert not {*run.roles.get("sharer", ())} & {*run.roles.get("reflector", ())}

    driver = run_driver()
    driver.start("reflect_first")
    walk(driver, plan, check)
