"""A fishbowl: the inner circle and the chair are heard and nobody else; consent stays private."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.rules.protocols.discussions.fishbowl import CHAIR_S, FEEDBACK_S, INNER_MAX
from tests.support.protocols.runs import (
    PHONES,
    Move,
    RunStage,
    check_gates,
    check_views,
    everybody,
    moves,
    nobody,
    run_stage,
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


def casting(people: list[PersonId], **options: object) -> RunStage:
    stage = run_stage()
    stage.start("fishbowl", **options)
    stage.act(THERAPIST, "cast", people=people)
    return stage


def live(people: list[PersonId] | None = None, **options: object) -> RunStage:
    stage = casting(people or [ANA, BEN], **options)
    stage.act(THERAPIST, "open")
    assert stage.run.step == "inner_live"
    return stage


def test_only_the_inner_circle_is_heard() -> None:
    stage = live([ANA, BEN])
    assert stage.heard() == {ANA, BEN}
    assert stage.run.roles == {"inner": (ANA, BEN), "outer": (CHLOE, ELENA, FINN), "chair": ()}


@pytest.mark.parametrize("people", [[ANA], [ANA, ANA], [ANA, THERAPIST], []])
def test_two_to_five_members_sit_inside(people: list[PersonId]) -> None:
    stage = run_stage()
    stage.start("fishbowl")
    assert stage.refused(THERAPIST, "cast", people=people) == "protocol.bad_value"
    assert stage.refused(THERAPIST, "open") == "protocol.not_cast"


def test_nobody_sees_who_is_asked_before_the_circle_opens() -> None:
    stage = casting([ELENA, FINN])
    assert not any(stage.run.roles.values())
    assert stage.facts() == {"open_chair": True, "circles": 0}
    assert stage.facts("personal", ANA) == {}
    assert stage.facts("personal", ELENA) == {"asked": True}
    assert stage.facts("staff")["to_agree"] == [ELENA, FINN]


def test_a_couple_sits_inside_only_when_both_agreed_in_private() -> None:
    stage = casting([ELENA, FINN])
    assert stage.refused(ELENA, "consent", COUPLE_SEAT) == "seat.is_shared"
    stage.act(ELENA, "consent", PHONES[ELENA])
    assert stage.refused(THERAPIST, "open") == "protocol.needs_consent"
    stage.act(FINN, "consent", PHONES[FINN], agree=False)
    assert stage.refused(THERAPIST, "open") == "protocol.needs_consent"
    assert stage.facts("staff")["declined"] == [FINN]
    assert stage.facts("personal", ELENA) == {"asked": True, "agreed": True}
    stage.act(THERAPIST, "note_consent", person=[FINN])
    stage.act(THERAPIST, "open")
    assert stage.heard() == {ELENA, FINN}


def test_another_circle_asks_anew() -> None:
    stage = casting([ELENA, FINN])
    stage.act(ELENA, "consent", PHONES[ELENA])
    stage.act(THERAPIST, "cast", people=[ELENA, FINN, ANA])
    assert stage.facts("staff")["to_agree"] == [ELENA, FINN]


def test_one_half_of_a_couple_needs_no_consent_and_nobody_else_is_asked() -> None:
    stage = casting([ELENA, ANA])
    assert stage.refused(ELENA, "consent", PHONES[ELENA]) == "protocol.not_asked"
    stage.act(THERAPIST, "open")
    assert stage.run.roles["inner"] == (ELENA, ANA)


def test_who_left_before_it_opens_is_not_inside() -> None:
    stage = casting([ANA, BEN])
    stage.do(cmd.Leave(BEN))
    assert stage.refused(THERAPIST, "open") == "protocol.not_cast"


def test_it_opens_when_the_present_turn_is_over() -> None:
    stage = run_stage()
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.start("fishbowl")
    stage.act(THERAPIST, "cast", people=[ANA, BEN])
    assert CHLOE in stage.heard()
    assert stage.refused(THERAPIST, "open") == "floor.is_held"
    stage.release()
    stage.act(THERAPIST, "open")
    assert stage.heard() == {ANA, BEN}


def test_the_chair_is_taken_by_one_and_left_again() -> None:
    stage = live()
    stage.act(CHLOE, "take_chair")
    assert stage.heard() == {ANA, BEN, CHLOE}
    assert stage.facts() | {"chair_since": stage.now, "chair_s": CHAIR_S} == stage.facts()
    assert stage.refused(ELENA, "take_chair") == "protocol.chair_taken"
    assert stage.refused(ANA, "take_chair") == "protocol.not_yours"
    stage.wait(CHAIR_S + 60)
    assert CHLOE in stage.heard()
    stage.act(CHLOE, "leave_chair")
    assert (stage.heard(), stage.run.roles["outer"]) == ({ANA, BEN}, (CHLOE, ELENA, FINN))
    assert "chair_since" not in stage.facts()
    assert stage.refused(THERAPIST, "leave_chair") == "protocol.chair_free"


def test_two_who_take_the_chair_at_once_do_not_both_get_it() -> None:
    stage = live()
    seq = stage.seq
    stage.do(cmd.ActInProtocol(CHLOE, CHLOE_SEAT, "take_chair", seq))
    with pytest.raises(Exception, match=r"protocol\.chair_taken"):
        stage.do(cmd.ActInProtocol(ELENA, COUPLE_SEAT, "take_chair", seq))
    assert stage.run.roles["chair"] == (CHLOE,)


def test_a_closed_fishbowl_has_no_chair() -> None:
    assert live(open_chair=False).refused(CHLOE, "take_chair") == "protocol.no_chair"


def test_a_facilitator_frees_the_chair_and_so_does_leaving() -> None:
    stage = live()
    stage.act(CHLOE, "take_chair")
    stage.act(THERAPIST, "leave_chair")
    assert stage.run.roles["chair"] == ()
    stage.act(CHLOE, "take_chair")
    stage.do(cmd.Leave(CHLOE))
    assert (stage.run.roles["chair"], stage.heard()) == ((), {ANA, BEN})


def test_the_clock_only_informs_the_staff() -> None:
    stage = live(minutes=3)
    stage.wait(179)
    assert not stage.facts("staff")["time_up"]
    stage.wait(1)
    assert (stage.run.step, stage.facts("staff")["time_up"]) == ("inner_live", True)
    assert "time_up" not in stage.facts()


def test_somebody_leaving_in_distress_ends_the_circle_and_grounding_is_offered() -> None:
    stage = live([ANA, BEN, CHLOE])
    stage.act(ELENA, "take_chair")
    stage.mark_distress(BEN)
    stage.do(cmd.Leave(BEN))
    assert (stage.run.step, stage.heard(), stage.run.roles["chair"]) == ("inner_end", set(), ())
    assert stage.facts("staff") == {"time_up": False, "left": [BEN], "offer": "grounding"}
    assert "offer" not in stage.facts()


def test_leaving_calmly_ends_it_only_when_one_would_be_alone() -> None:
    stage = live([ANA, BEN, CHLOE])
    stage.act(BEN, "leave_circle")
    assert (stage.run.step, stage.run.roles["inner"]) == ("inner_live", (ANA, CHLOE))
    assert BEN in stage.run.roles["outer"]
    stage.do(cmd.Leave(ANA))
    assert (stage.run.step, "offer" in stage.facts("staff")) == ("inner_end", False)


def test_a_lost_connection_keeps_the_place_inside() -> None:
    stage = live()
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(60)
    assert stage.run.roles["inner"] == (ANA, BEN)


def test_the_outer_circle_gives_feedback_in_a_round_and_passes_are_offered_once_more() -> None:
    stage = live()
    stage.act(THERAPIST, "end")
    assert stage.heard() == set()
    stage.act(THERAPIST, "feedback")
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert (stage.holder, turn.limit_s, stage.facts()["next"]) == (CHLOE, FEEDBACK_S, [ELENA, FINN])
    stage.do(cmd.PassTurn(CHLOE, stage.seq))
    for person in (ELENA, FINN, CHLOE):
        assert stage.holder == person
        stage.release()
    assert (stage.run.step, stage.holder) == ("outer_feedback", None)
    stage.act(THERAPIST, "debrief")
    assert stage.heard() == everybody(stage)
    stage.act(THERAPIST, "finish")
    assert stage.room.state.runs == []


def test_the_circles_swap() -> None:
    stage = live()
    stage.act(THERAPIST, "end")
    stage.act(THERAPIST, "feedback")
    stage.act(THERAPIST, "swap")
    assert (stage.run.step, stage.facts("staff")["suggested"]) == ("cast", [CHLOE, ELENA, FINN])
    assert not any(stage.run.roles.values())
    stage.release()
    stage.act(THERAPIST, "cast", people=[CHLOE, ELENA])
    stage.act(THERAPIST, "open")
    assert (stage.facts()["circles"], stage.heard()) == (2, {CHLOE, ELENA, FINN})


def test_a_turn_given_during_a_pause_ends_when_the_circle_goes_on() -> None:
    stage = live()
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.do(cmd.GrantFloor(THERAPIST, CHLOE, stage.seq))
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert (stage.holder, stage.heard()) == (None, {ANA, BEN})


def test_grounding_on_top_and_back_again() -> None:
    stage = live()
    stage.start("grounding", minutes=1)
    assert stage.heard() == set()
    stage.wait(90)
    stage.act(THERAPIST, "finish")
    assert (stage.run.step, stage.heard()) == ("inner_live", {ANA, BEN})


def test_a_restart_and_an_abort() -> None:
    stage = live()
    stage.log += stage.room.on_restart(stage.now)
    assert stage.replayed().state == stage.room.state
    stage.do(cmd.AbortProtocol(THERAPIST))
    assert stage.room.state.runs == []


def circle(stage: RunStage) -> set[PersonId]:
    roles = stage.run.roles
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
def test_whatever_people_do_five_and_a_chair_are_heard_at_most(plan: list[Move]) -> None:
    gates = check_gates("fishbowl", GATES)
    private = check_views(
        ("asked", "agreed", "to_agree", "declined", "left", "offer", "time_up", "suggested")
    )

    def check(stage: RunStage) -> None:
        gates(stage)
        private(stage)
        run = stage.room.state.run
        if run and run.protocol == "fishbowl" and run.step == "inner_live":
            assert len(run.roles["inner"]) <= INNER_MAX
            assert len(run.roles["chair"]) <= 1
            assert len(run.voices) <= INNER_MAX + 1
            if stage.room.state.phase == "live":
                assert stage.holder is None

    stage = run_stage()
    stage.start("fishbowl")
    stage.act(THERAPIST, "cast", people=[ANA, BEN, CHLOE])
    walk(stage, plan, check)
