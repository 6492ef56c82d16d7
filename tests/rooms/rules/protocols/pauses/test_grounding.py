"""Grounding: timed lines, half a minute to come back, private ratings."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from tests.support.protocols.runs import (
    PHONES,
    Move,
    RunDriver,
    check_gates,
    check_views,
    moves,
    nobody,
    run_driver,
    walk,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, THERAPIST
from tests.support.thorough import examples


def grounding(**options: object) -> RunDriver:
    driver = run_driver()
    driver.start("grounding", **{"script": "breath", "minutes": 1} | options)
    return driver


def test_lines_follow_each_other_and_the_last_one_stays() -> None:
    driver = grounding(minutes=2)
    began = driver.now
    seen = []
    for _ in range(4):
        line = driver.facts()["line"]
        seen.append((line["line"], line["since"] - began))
        driver.wait(30)
    assert seen == [(0, 0), (2, 30), (2, 30), (2, 30)]
    assert driver.run.step == "transition"


def test_a_script_longer_than_the_exercise_is_cut_at_its_end() -> None:
    driver = grounding(script="", minutes=1)
    assert driver.facts()["line"]["line"] == 0
    driver.wait(59)
    assert driver.run.step == "guided"
    driver.wait(1)
    assert driver.run.step == "transition"


def test_when_a_facilitator_ends_it_the_room_is_as_before() -> None:
    driver = run_driver()
    driver.start("guided_discussion", deck="trust")
    driver.start("grounding")
    driver.act(THERAPIST, "next")
    assert driver.run.step == "transition"
    driver.wait(30)
    assert driver.run.step == "transition"
    driver.act(THERAPIST, "finish")
    assert (driver.run.protocol, driver.run.paused) == ("guided_discussion", False)


@pytest.mark.parametrize("minutes", [0, 6])
def test_it_takes_one_to_five_minutes(minutes: int) -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        grounding(minutes=minutes)


def test_an_unknown_script_is_refused() -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        grounding(script="none_such")


def test_only_that_person_and_staff_know_who_sits_it_out() -> None:
    driver = grounding()
    driver.act(ANA, "sit_out")
    driver.act(ANA, "sit_out")
    assert driver.facts("staff")["sitting_out"] == [ANA]
    assert driver.facts("personal", ANA)["sitting_out"] is True
    assert "sitting_out" not in driver.facts()
    driver.act(ANA, "join_again")
    assert driver.facts("personal", ANA)["sitting_out"] is False


def test_ratings_are_given_on_ones_own_screen() -> None:
    driver = grounding()
    assert driver.refused(ELENA, "rate", COUPLE_SEAT, distress=5) == "seat.is_shared"
    driver.act(ELENA, "rate", PHONES[ELENA], distress=5)
    assert driver.facts("personal", ELENA)["before"] == 5
    assert "before" not in driver.facts("staff")
    assert driver.refused(ANA, "rate", ANA_SEAT, distress=11) == "protocol.bad_value"


@pytest.mark.parametrize(("after", "worse"), [(4, []), (5, [ANA]), (10, [ANA]), (0, [])])
def test_staff_are_told_who_got_worse_by_three(after: int, worse: list[str]) -> None:
    driver = grounding()
    driver.act(ANA, "rate", distress=2)
    driver.act(THERAPIST, "next")
    driver.act(ANA, "rate", distress=after)
    assert driver.facts("staff")["worse"] == worse
    driver.wait(30)
    assert driver.run.step == "transition", "how long it is quiet does not tell whether anybody is worse"
    driver.act(THERAPIST, "finish")
    assert driver.room.state.runs == []


def test_a_pause_keeps_the_line_and_its_time() -> None:
    driver = grounding()
    driver.wait(4)
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.wait(100)
    assert driver.facts() == {"minutes": 1, "line": {"script": "breath", "line": 0, "since": None}}
    driver.do(cmd.ResumeProtocol(THERAPIST))
    driver.wait(5)
    assert driver.facts()["line"]["line"] == 0
    driver.wait(1)
    assert driver.facts()["line"]["line"] == 1


def test_a_restart_in_the_middle_loses_nothing() -> None:
    driver = grounding()
    driver.wait(15)
    driver.log += driver.room.on_restart(driver.now)
    assert (driver.run.step, driver.facts()["line"]["line"]) == ("guided", 1)
    assert driver.replayed().state == driver.room.state


@settings(max_examples=examples(30), deadline=None)
@given(moves())
def test_whatever_people_do_nobody_is_heard_and_nothing_private_is_shown(plan: list[Move]) -> None:
    gates = check_gates("grounding", {"guided": nobody, "transition": nobody})
    private = check_views(("sitting_out", "before", "after", "worse"))
    walk(grounding(minutes=3), plan, lambda driver: (gates(driver), private(driver)))
