"""Grounding: lines in their time, half a minute to come back, private ratings."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from tests.support.protocols.runs import (
    PHONES,
    Move,
    RunStage,
    check_gates,
    check_views,
    moves,
    nobody,
    run_stage,
    walk,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, THERAPIST
from tests.support.thorough import examples


def grounding(**options: object) -> RunStage:
    stage = run_stage()
    stage.start("grounding", **{"script": "breath", "minutes": 1} | options)
    return stage


def test_lines_follow_each_other_and_the_last_one_stays() -> None:
    stage = grounding(minutes=2)
    began = stage.now
    seen = []
    for _ in range(4):
        line = stage.facts()["line"]
        seen.append((line["line"], line["since"] - began))
        stage.wait(30)
    assert seen == [(0, 0), (2, 30), (2, 30), (2, 30)]
    assert stage.run.step == "transition"


def test_a_script_longer_than_the_exercise_is_cut_at_its_end() -> None:
    stage = grounding(script="", minutes=1)
    assert stage.facts()["line"]["line"] == 0
    stage.wait(59)
    assert stage.run.step == "guided"
    stage.wait(1)
    assert stage.run.step == "transition"


def test_when_a_facilitator_ends_it_the_room_is_as_it_was() -> None:
    stage = run_stage()
    stage.start("guided_discussion", deck="trust")
    stage.start("grounding")
    stage.act(THERAPIST, "next")
    assert stage.run.step == "transition"
    stage.wait(30)
    assert stage.run.step == "transition"
    stage.act(THERAPIST, "finish")
    assert (stage.run.protocol, stage.run.paused) == ("guided_discussion", False)


@pytest.mark.parametrize("minutes", [0, 6])
def test_it_takes_one_to_five_minutes(minutes: int) -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        grounding(minutes=minutes)


def test_an_unknown_script_is_refused() -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        grounding(script="none_such")


def test_who_sits_it_out_is_known_to_that_person_and_to_staff_only() -> None:
    stage = grounding()
    stage.act(ANA, "sit_out")
    stage.act(ANA, "sit_out")
    assert stage.facts("staff")["sitting_out"] == [ANA]
    assert stage.facts("personal", ANA)["sitting_out"] is True
    assert "sitting_out" not in stage.facts()
    stage.act(ANA, "join_again")
    assert stage.facts("personal", ANA)["sitting_out"] is False


def test_ratings_are_given_on_a_screen_of_ones_own() -> None:
    stage = grounding()
    assert stage.refused(ELENA, "rate", COUPLE_SEAT, distress=5) == "seat.is_shared"
    stage.act(ELENA, "rate", PHONES[ELENA], distress=5)
    assert stage.facts("personal", ELENA)["before"] == 5
    assert "before" not in stage.facts("staff")
    assert stage.refused(ANA, "rate", ANA_SEAT, distress=11) == "protocol.bad_value"


@pytest.mark.parametrize(("after", "worse"), [(4, []), (5, [ANA]), (10, [ANA]), (0, [])])
def test_staff_learn_who_got_worse_by_three(after: int, worse: list[str]) -> None:
    stage = grounding()
    stage.act(ANA, "rate", distress=2)
    stage.act(THERAPIST, "next")
    stage.act(ANA, "rate", distress=after)
    assert stage.facts("staff")["worse"] == worse
    stage.wait(30)
    assert stage.run.step == "transition", "how long it is quiet does not tell whether anybody is worse"
    stage.act(THERAPIST, "finish")
    assert stage.room.state.runs == []


def test_a_pause_keeps_the_line_and_its_time() -> None:
    stage = grounding()
    stage.wait(4)
    stage.do(cmd.PauseProtocol(THERAPIST))
    stage.wait(100)
    assert stage.facts() == {"minutes": 1, "line": {"script": "breath", "line": 0, "since": None}}
    stage.do(cmd.ResumeProtocol(THERAPIST))
    stage.wait(5)
    assert stage.facts()["line"]["line"] == 0
    stage.wait(1)
    assert stage.facts()["line"]["line"] == 1


def test_a_restart_in_between_loses_nothing() -> None:
    stage = grounding()
    stage.wait(15)
    stage.log += stage.room.on_restart(stage.now)
    assert (stage.run.step, stage.facts()["line"]["line"]) == ("guided", 1)
    assert stage.replayed().state == stage.room.state


@settings(max_examples=examples(30), deadline=None)
@given(moves())
def test_whatever_people_do_nobody_is_heard_and_nothing_private_is_told(plan: list[Move]) -> None:
    gates = check_gates("grounding", {"guided": nobody, "transition": nobody})
    private = check_views(("sitting_out", "before", "after", "worse"))
    walk(grounding(minutes=3), plan, lambda stage: (gates(stage), private(stage)))
