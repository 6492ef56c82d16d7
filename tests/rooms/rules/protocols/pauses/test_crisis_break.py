"""A crisis break: it may always begin, the group learns only of a pause, staff see what is done and when."""

import pytest
from hypothesis import given, settings

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.rules.protocols.engine import RUNS_MAX
from rooms.rules.protocols.pauses import crisis_break
from rooms.state import Run
from tests.support.protocols.runs import (
    CO,
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
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, THERAPIST
from tests.support.thorough import examples

SECRET = (
    "response",
    "concerned",
    "concerned_here",
    "with_group",
    "acknowledged",
    "reminders",
    "timeline",
)


def crisis() -> RunDriver:
    driver = run_driver()
    driver.start("crisis_break")
    return driver


def kinds(driver: RunDriver) -> list[str]:
    return [entry["kind"] for entry in driver.facts("staff")["timeline"]]


def test_the_group_is_quiet_and_told_only_of_a_pause() -> None:
    driver = crisis()
    assert (driver.heard(), driver.facts(), driver.run.roles) == (set(), {}, {})


@pytest.mark.parametrize("response", ["private_talk", "group_break", "emergency"])
def test_every_response_looks_the_same_to_the_group(response: str) -> None:
    driver = crisis()
    driver.act(THERAPIST, response)
    assert (driver.run.step, driver.facts(), driver.heard()) == ("response", {}, set())
    assert driver.facts("staff")["response"] == response


def test_the_timeline_records_every_step_without_content() -> None:
    driver = crisis()
    driver.act(CO, "stay_with_group")
    driver.act(THERAPIST, "concerns", person=[ANA])
    driver.wait(5)
    driver.act(THERAPIST, "private_talk")
    driver.act(THERAPIST, "emergency")
    driver.do(cmd.Detach(ANA_SEAT))
    driver.act(CO, "regroup")
    assert driver.facts("staff")["with_group"] == CO
    driver.act(CO, "debrief")
    assert driver.heard() == everybody(driver)
    assert kinds(driver) == [
        "started",
        "with_group",
        "private_talk",
        "emergency",
        "connection_lost",
        "regroup",
        "debrief",
    ]
    assert all(set(entry) == {"kind", "at"} for entry in driver.facts("staff")["timeline"])
    driver.act(THERAPIST, "document")
    assert driver.room.state.runs == []
    outcome = driver.log[-1].event.outcome  # type: ignore[union-attr]
    assert (outcome["response"], outcome["timeline"][-1]["kind"]) == ("emergency", "documented")


def test_facilitators_are_reminded_to_phone_after_30_s_and_after_90_s() -> None:
    driver = crisis()
    driver.wait(29)
    assert driver.facts("staff")["reminders"] == 0
    driver.wait(1)
    assert driver.facts("staff")["reminders"] == 1
    driver.wait(60)
    assert driver.facts("staff")["reminders"] == 2
    assert kinds(driver) == ["started", "reminder_colleague", "reminder_director"]
    assert driver.run.due is None


@pytest.mark.parametrize("action", ["acknowledge", "private_talk", "group_break", "emergency", "regroup"])
def test_an_answer_stops_the_reminders(action: str) -> None:
    driver = crisis()
    driver.act(CO, action)
    driver.wait(200)
    staff = driver.facts("staff")
    assert (staff["acknowledged"], staff["reminders"]) == (True, 0)


def test_it_is_acknowledged_only_once() -> None:
    driver = crisis()
    driver.act(CO, "acknowledge")
    driver.act(THERAPIST, "acknowledge")
    assert kinds(driver) == ["started", "acknowledged"]


def test_members_neither_start_nor_steer_it() -> None:
    driver = run_driver()
    with pytest.raises(Refused, match=r"role\.forbidden"):
        driver.start("crisis_break", by=ANA)
    driver.start("crisis_break")
    assert driver.refused(ANA, "emergency") == "protocol.not_yours"


def test_it_can_start_on_any_number_of_runs_and_nothing_can_start_on_it() -> None:
    driver = run_driver()
    for number in range(RUNS_MAX):
        driver.room.state.runs.append(Run(number + 1, "go_round", THERAPIST, {}, driver.now, paused=True))
    driver.room.state.run_count = RUNS_MAX
    with pytest.raises(Refused, match=r"protocol\.running"):
        driver.start("grounding")
    driver.start("crisis_break")
    assert driver.run.protocol == "crisis_break"
    for protocol in ("grounding", "protected_silence", "crisis_break"):
        with pytest.raises(Refused, match=r"protocol\.running"):
            driver.start(protocol)


def test_the_interrupted_run_waits_for_a_facilitator() -> None:
    driver = run_driver()
    driver.start("reflect_first", first=[BEN])
    driver.start("grounding")
    driver.start("crisis_break")
    driver.act(THERAPIST, "regroup")
    driver.act(THERAPIST, "debrief")
    driver.act(THERAPIST, "document")
    assert (driver.run.protocol, driver.run.paused) == ("grounding", True)
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert driver.room.state.run is driver.run


def test_one_action_aborts_it() -> None:
    driver = crisis()
    driver.do(cmd.AbortProtocol(CO))
    assert driver.room.state.runs == []


def test_the_timeline_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis_break, "TIMELINE_MAX", 3)
    driver = crisis()
    for _ in range(3):
        driver.act(THERAPIST, "group_break")
    assert kinds(driver) == ["started", "group_break", "group_break"]


@settings(max_examples=examples(30), deadline=None)
@given(moves())
def test_whatever_people_do_the_group_learns_nothing(plan: list[Move]) -> None:
    gates = check_gates(
        "crisis_break", {"triage": nobody, "response": nobody, "regroup": nobody, "debrief": everybody}
    )
    private = check_views(SECRET)
    driver = run_driver()
    driver.start("fishbowl")
    driver.start("crisis_break")
    walk(driver, plan, lambda now: (gates(now), private(now)))


def test_it_may_begin_about_somebody_and_nobody_else_can_tell() -> None:
    driver, plain = run_driver(), run_driver()
    driver.start("crisis_break", person=[ANA])
    plain.start("crisis_break")
    assert driver.facts("staff")["concerned"] == ANA
    assert (driver.facts(), driver.run.roles, driver.run.step) == (
        plain.facts(),
        plain.run.roles,
        plain.run.step,
    )
    driver.do(cmd.Detach(ANA_SEAT))
    assert kinds(driver) == ["started", "connection_lost"]


def test_what_was_done_is_noted_as_a_code_with_its_time() -> None:
    driver = crisis()
    driver.act(THERAPIST, "emergency")
    driver.act(THERAPIST, "note", done="called_emergency")
    driver.act(THERAPIST, "regroup")
    driver.act(THERAPIST, "debrief")
    driver.act(THERAPIST, "note", done="help_arrived")
    assert driver.facts("staff")["noted"] == "help_arrived"
    assert kinds(driver)[-1] == "help_arrived"
    assert "called_emergency" in kinds(driver)
    with pytest.raises(Refused):
        driver.act(THERAPIST, "note", done="He said that …")
    with pytest.raises(Refused):
        driver.act(ANA, "note", done="talked")
