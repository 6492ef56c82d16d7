"""A fishbowl: only the inner circle and the open chair are heard; consent stays private."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.protocols.discussions.fishbowl import CHAIR_S, FEEDBACK_S, INNER_MAX
from tests.support.protocols.runs import (
    PHONES,
    Move,
    RunDriver,
    check_gates,
    check_views,
    everybody,
    moves,
    nobody,
    run_driver,
    walk,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
)
from tests.support.thorough import examples


def casting(people: list[PersonId], **options: object) -> RunDriver:
    driver = run_driver()
    driver.start("fishbowl", **options)
    driver.act(THERAPIST, "cast", people=people)
    return driver


def live(people: list[PersonId] | None = None, **options: object) -> RunDriver:
    driver = casting(people or [ANA, BEN], **options)
    driver.act(THERAPIST, "open")
    assert driver.run.step == "inner_live"
    return driver


def test_only_the_inner_circle_is_heard() -> None:
    driver = live([ANA, BEN])
    assert driver.heard() == {ANA, BEN}
    assert driver.run.roles == {"inner": (ANA, BEN), "outer": (CHLOE, ELENA, FINN), "chair": ()}


@pytest.mark.parametrize("people", [[ANA], [ANA, ANA], [ANA, THERAPIST], []])
def test_two_to_five_members_sit_inside(people: list[PersonId]) -> None:
    driver = run_driver()
    driver.start("fishbowl")
    assert driver.refused(THERAPIST, "cast", people=people) == "protocol.bad_value"
    assert driver.refused(THERAPIST, "open") == "protocol.not_cast"


def test_members_do_not_see_who_is_asked_before_the_circle_opens() -> None:
    driver = casting([ELENA, FINN])
    assert not any(driver.run.roles.values())
    assert driver.facts() == {"open_chair": True, "circles": 0}
    assert driver.facts("personal", ANA) == {}
    assert driver.facts("personal", ELENA) == {"asked": True}
    assert driver.facts("staff")["to_agree"] == [ELENA, FINN]


def test_a_couple_sits_inside_only_if_both_agreed_in_private() -> None:
    driver = casting([ELENA, FINN])
    assert driver.refused(ELENA, "consent", COUPLE_SEAT) == "seat.is_shared"
    driver.act(ELENA, "consent", PHONES[ELENA])
    assert driver.refused(THERAPIST, "open") == "protocol.needs_consent"
    driver.act(FINN, "consent", PHONES[FINN], agree=False)
    assert driver.refused(THERAPIST, "open") == "protocol.needs_consent"
    assert driver.facts("staff")["declined"] == [FINN]
    assert driver.facts("personal", ELENA) == {"asked": True, "agreed": True}
    driver.act(THERAPIST, "note_consent", person=[FINN])
    driver.act(THERAPIST, "open")
    assert driver.heard() == {ELENA, FINN}


def test_another_circle_asks_for_consent_again() -> None:
    driver = casting([ELENA, FINN])
    driver.act(ELENA, "consent", PHONES[ELENA])
    driver.act(THERAPIST, "cast", people=[ELENA, FINN, ANA])
    assert driver.facts("staff")["to_agree"] == [ELENA, FINN]


def test_one_half_of_a_couple_needs_no_consent_and_nobody_else_is_asked() -> None:
    driver = casting([ELENA, ANA])
    assert driver.refused(ELENA, "consent", PHONES[ELENA]) == "protocol.not_asked"
    driver.act(THERAPIST, "open")
    assert driver.run.roles["inner"] == (ELENA, ANA)


def test_people_who_left_before_it_opens_are_not_inside() -> None:
    driver = casting([ANA, BEN])
    driver.do(cmd.Leave(BEN))
    assert driver.refused(THERAPIST, "open") == "protocol.not_cast"


def test_it_opens_when_the_current_turn_is_over() -> None:
    driver = run_driver()
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.start("fishbowl")
    driver.act(THERAPIST, "cast", people=[ANA, BEN])
    assert CHLOE in driver.heard()
    assert driver.refused(THERAPIST, "open") == "floor.is_held"
    driver.release()
    driver.act(THERAPIST, "open")
    assert driver.heard() == {ANA, BEN}


def test_the_chair_is_taken_by_one_and_left_again() -> None:
    driver = live()
    driver.act(CHLOE, "take_chair")
    assert driver.heard() == {ANA, BEN, CHLOE}
    assert driver.facts() | {"chair_since": driver.now, "chair_s": CHAIR_S} == driver.facts()
    assert driver.refused(ELENA, "take_chair") == "protocol.chair_taken"
    assert driver.refused(ANA, "take_chair") == "protocol.not_yours"
    driver.wait(CHAIR_S + 60)
    assert CHLOE in driver.heard()
    driver.act(CHLOE, "leave_chair")
    assert (driver.heard(), driver.run.roles["outer"]) == ({ANA, BEN}, (CHLOE, ELENA, FINN))
    assert "chair_since" not in driver.facts()
    assert driver.refused(THERAPIST, "leave_chair") == "protocol.chair_free"


def test_two_who_take_the_chair_at_once_do_not_both_get_it() -> None:
    driver = live()
    seq = driver.seq
    driver.do(cmd.ActInProtocol(CHLOE, CHLOE_SEAT, "take_chair", seq))
    with pytest.raises(Exception, match=r"protocol\.chair_taken"):
        driver.do(cmd.ActInProtocol(ELENA, COUPLE_SEAT, "take_chair", seq))
    assert driver.run.roles["chair"] == (CHLOE,)


def test_a_closed_fishbowl_has_no_chair() -> None:
    assert live(open_chair=False).refused(CHLOE, "take_chair") == "protocol.no_chair"


def test_a_facilitator_frees_the_chair_and_so_does_leaving() -> None:
    driver = live()
    driver.act(CHLOE, "take_chair")
    driver.act(THERAPIST, "leave_chair")
    assert driver.run.roles["chair"] == ()
    driver.act(CHLOE, "take_chair")
    driver.do(cmd.Leave(CHLOE))
    assert (driver.run.roles["chair"], driver.heard()) == ((), {ANA, BEN})


def test_the_clock_only_informs_the_staff() -> None:
    driver = live(minutes=3)
    driver.wait(179)
    assert not driver.facts("staff")["time_up"]
    driver.wait(1)
    assert (driver.run.step, driver.facts("staff")["time_up"]) == ("inner_live", True)
    assert "time_up" not in driver.facts()


def test_somebody_leaving_in_distress_ends_the_circle_and_grounding_is_offered() -> None:
    driver = live([ANA, BEN, CHLOE])
    driver.act(ELENA, "take_chair")
    driver.mark_distress(BEN)
    driver.do(cmd.Leave(BEN))
    assert (driver.run.step, driver.heard(), driver.run.roles["chair"]) == ("inner_end", set(), ())
    assert driver.facts("staff") == {"time_up": False, "left": [BEN], "offer": "grounding"}
    assert "offer" not in driver.facts()


def test_leaving_calmly_ends_it_only_if_one_would_be_alone() -> None:
    driver = live([ANA, BEN, CHLOE])
    driver.act(BEN, "leave_circle")
    assert (driver.run.step, driver.run.roles["inner"]) == ("inner_live", (ANA, CHLOE))
    assert BEN in driver.run.roles["outer"]
    driver.do(cmd.Leave(ANA))
    assert (driver.run.step, "offer" in driver.facts("staff")) == ("inner_end", False)


def test_a_lost_connection_keeps_the_place_inside() -> None:
    driver = live()
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(60)
    assert driver.run.roles["inner"] == (ANA, BEN)


def test_the_outer_circle_gives_feedback_in_a_round_and_passes_are_offered_once_more() -> None:
    driver = live()
    driver.act(THERAPIST, "end")
    assert driver.heard() == set()
    driver.act(THERAPIST, "feedback")
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert (driver.holder, turn.limit_s, driver.facts()["next"]) == (CHLOE, FEEDBACK_S, [ELENA, FINN])
    driver.do(cmd.PassTurn(CHLOE, driver.seq))
    for person in (ELENA, FINN, CHLOE):
        assert driver.holder == person
        driver.release()
    assert (driver.run.step, driver.holder) == ("outer_feedback", None)
    driver.act(THERAPIST, "debrief")
    assert driver.heard() == everybody(driver)
    driver.act(THERAPIST, "finish")
    assert driver.room.state.runs == []


def test_the_circles_swap() -> None:
    driver = live()
    driver.act(THERAPIST, "end")
    driver.act(THERAPIST, "feedback")
    driver.act(THERAPIST, "swap")
    assert (driver.run.step, driver.facts("staff")["suggested"]) == ("cast", [CHLOE, ELENA, FINN])
    assert not any(driver.run.roles.values())
    driver.release()
    driver.act(THERAPIST, "cast", people=[CHLOE, ELENA])
    driver.act(THERAPIST, "open")
    assert (driver.facts()["circles"], driver.heard()) == (2, {CHLOE, ELENA, FINN})


def test_a_turn_given_during_a_pause_ends_when_the_circle_resumes() -> None:
    driver = live()
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.do(cmd.GrantFloor(THERAPIST, CHLOE, driver.seq))
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert (driver.holder, driver.heard()) == (None, {ANA, BEN})


def test_grounding_on_top_and_back() -> None:
    driver = live()
    driver.start("grounding", minutes=1)
    assert driver.heard() == set()
    driver.wait(90)
    driver.act(THERAPIST, "finish")
    assert (driver.run.step, driver.heard()) == ("inner_live", {ANA, BEN})


def test_it_survives_a_restart_and_can_be_aborted() -> None:
    driver = live()
    driver.log += driver.room.on_restart(driver.now)
    assert driver.replayed().state == driver.room.state
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert driver.room.state.runs == []


def circle(driver: RunDriver) -> set[PersonId]:
    roles = driver.run.roles
    return {*roles["inner"], *roles["chair"]}


GATES = {
    "cast": nobody,
    "inner_live": circle,
    "inner_end": nobody,
    "outer_feedback": everybody,
    "debrief": everybody,
}


@settings(max_examples=examples(50), deadline=None)
@given(moves())
def test_whatever_people_do_at_most_five_and_the_chair_are_heard(plan: list[Move]) -> None:
    gates = check_gates("fishbowl", GATES)
    private = check_views(
        ("asked", "agreed", "to_agree", "declined", "left", "offer", "time_up", "suggested")
    )

    def check(driver: RunDriver) -> None:
        gates(driver)
        private(driver)
        run = driver.room.state.run
        if run and run.protocol == "fishbowl" and run.step == "inner_live":
            assert len(run.roles["inner"]) <= INNER_MAX
            assert len(run.roles["chair"]) <= 1
            assert len(run.voices) <= INNER_MAX + 1
            if driver.room.state.phase == "live":
                assert driver.holder is None

    driver = run_driver()
    driver.start("fishbowl")
    driver.act(THERAPIST, "cast", people=[ANA, BEN, CHLOE])
    walk(driver, plan, check)
