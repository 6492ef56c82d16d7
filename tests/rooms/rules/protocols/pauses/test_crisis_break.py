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
    RunStage,
    check_gates,
    check_views,
    everybody,
    moves,
    nobody,
    run_stage,
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


def crisis() -> RunStage:
    stage = run_stage()
    stage.start("crisis_break")
    return stage


def kinds(stage: RunStage) -> list[str]:
    return [entry["kind"] for entry in stage.facts("staff")["timeline"]]


def test_the_group_is_quiet_and_told_only_of_a_pause() -> None:
    stage = crisis()
    assert (stage.heard(), stage.facts(), stage.run.roles) == (set(), {}, {})


@pytest.mark.parametrize("response", ["private_talk", "group_break", "emergency"])
def test_every_response_looks_the_same_to_the_group(response: str) -> None:
    stage = crisis()
    stage.act(THERAPIST, response)
    assert (stage.run.step, stage.facts(), stage.heard()) == ("response", {}, set())
    assert stage.facts("staff")["response"] == response


def test_the_timeline_records_every_step_without_content() -> None:
    stage = crisis()
    stage.act(CO, "stay_with_group")
    stage.act(THERAPIST, "concerns", person=[ANA])
    stage.wait(5)
    stage.act(THERAPIST, "private_talk")
    stage.act(THERAPIST, "emergency")
    stage.do(cmd.Detach(ANA_SEAT))
    stage.act(CO, "regroup")
    assert stage.facts("staff")["with_group"] == CO
    stage.act(CO, "debrief")
    assert stage.heard() == everybody(stage)
    assert kinds(stage) == [
        "started",
        "with_group",
        "private_talk",
        "emergency",
        "connection_lost",
        "regroup",
        "debrief",
    ]
    assert all(set(entry) == {"kind", "at"} for entry in stage.facts("staff")["timeline"])
    stage.act(THERAPIST, "document")
    assert stage.room.state.runs == []
    outcome = stage.log[-1].event.outcome  # type: ignore[union-attr]
    assert (outcome["response"], outcome["timeline"][-1]["kind"]) == ("emergency", "documented")


def test_facilitators_are_reminded_to_phone_after_30_s_and_after_90_s() -> None:
    stage = crisis()
    stage.wait(29)
    assert stage.facts("staff")["reminders"] == 0
    stage.wait(1)
    assert stage.facts("staff")["reminders"] == 1
    stage.wait(60)
    assert stage.facts("staff")["reminders"] == 2
    assert kinds(stage) == ["started", "reminder_colleague", "reminder_director"]
    assert stage.run.due is None


@pytest.mark.parametrize("action", ["acknowledge", "private_talk", "group_break", "emergency", "regroup"])
def test_an_answer_stops_the_reminders(action: str) -> None:
    stage = crisis()
    stage.act(CO, action)
    stage.wait(200)
    staff = stage.facts("staff")
    assert (staff["acknowledged"], staff["reminders"]) == (True, 0)


def test_it_is_acknowledged_only_once() -> None:
    stage = crisis()
    stage.act(CO, "acknowledge")
    stage.act(THERAPIST, "acknowledge")
    assert kinds(stage) == ["started", "acknowledged"]


def test_members_neither_start_nor_steer_it() -> None:
    stage = run_stage()
    with pytest.raises(Refused, match=r"role\.forbidden"):
        stage.start("crisis_break", by=ANA)
    stage.start("crisis_break")
    assert stage.refused(ANA, "emergency") == "protocol.not_yours"


def test_it_can_start_on_any_number_of_runs_and_nothing_can_start_on_it() -> None:
    stage = run_stage()
    for number in range(RUNS_MAX):
        stage.room.state.runs.append(Run(number + 1, "go_round", THERAPIST, {}, stage.now, paused=True))
    stage.room.state.run_count = RUNS_MAX
    with pytest.raises(Refused, match=r"protocol\.running"):
        stage.start("grounding")
    stage.start("crisis_break")
    assert stage.run.protocol == "crisis_break"
    for protocol in ("grounding", "protected_silence", "crisis_break"):
        with pytest.raises(Refused, match=r"protocol\.running"):
            stage.start(protocol)


def test_the_interrupted_run_waits_for_a_facilitator() -> None:
    stage = run_stage()
    stage.start("reflect_first", first=[BEN])
    stage.start("grounding")
    stage.start("crisis_break")
    stage.act(THERAPIST, "regroup")
    stage.act(THERAPIST, "debrief")
    stage.act(THERAPIST, "document")
    assert (stage.run.protocol, stage.run.paused) == ("grounding", True)
    stage.do(cmd.ResumeProtocol(THERAPIST))
    assert stage.room.state.run is stage.run


def test_one_action_aborts_it() -> None:
    stage = crisis()
    stage.do(cmd.AbortProtocol(CO))
    assert stage.room.state.runs == []


def test_the_timeline_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis_break, "TIMELINE_MAX", 3)
    stage = crisis()
    for _ in range(3):
        stage.act(THERAPIST, "group_break")
    assert kinds(stage) == ["started", "group_break", "group_break"]


@settings(max_examples=examples(30), deadline=None)
@given(moves())
def test_whatever_people_do_the_group_learns_nothing(plan: list[Move]) -> None:
    gates = check_gates(
        "crisis_break", {"triage": nobody, "response": nobody, "regroup": nobody, "debrief": everybody}
    )
    private = check_views(SECRET)
    stage = run_stage()
    stage.start("fishbowl")
    stage.start("crisis_break")
    walk(stage, plan, lambda now: (gates(now), private(now)))
