"""Runs: who may start and act, stacking, pause and abort, clocks, replay."""

from dataclasses import replace

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.model.policy.policy import FloorMode
from rooms.plan import build_plan, floor_now
from rooms.room import Room
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.engine import acts_of, starts_of
from tests.rooms.rules.protocols.tiny import OVER, TINY
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    ELENA,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
    told,
)


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    for rules in (TINY, OVER):
        monkeypatch.setitem(CATALOG, rules.id, rules)  # type: ignore[arg-type]  # a dict behind its Mapping


def start(driver: RoomDriver, protocol: str = "tiny", by: str = THERAPIST, **options: object) -> list[str]:
    return driver.kinds(cmd.StartProtocol(by, protocol, driver.seq, options))  # type: ignore[arg-type]


def act(
    driver: RoomDriver, action: str, by: str = THERAPIST, via: str = STAFF_SEAT, **values: object
) -> list[str]:
    return driver.kinds(cmd.ActInProtocol(by, via, action, driver.seq, values))  # type: ignore[arg-type]


def refused(driver: RoomDriver, command: cmd.Command) -> tuple[str, str | None]:
    """Return the refusal, after checking that it changed nothing."""
    before = len(driver.log), driver.room.state.position
    with pytest.raises(Refused) as refusal:
        driver.do(command)
    assert (len(driver.log), driver.room.state.position) == before
    return refusal.value.code, refusal.value.reason


def test_a_run_starts_with_its_first_step_and_default_options() -> None:
    driver = full_room()
    assert start(driver, people=[ANA]) == ["protocol.started", "protocol.step"]
    run = driver.room.state.run
    assert run is not None
    assert (run.step, run.options, run.roles) == (
        "first",
        {"people": [ANA], "kind": "a"},
        {"speaker": (ANA,)},
    )
    assert run.due == driver.now + 10
    assert floor_now(driver.room.state)[0] is FloorMode.ROUND


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (cmd.StartProtocol(THERAPIST, "nonsense", 0), ("protocol.unknown", None)),
        (cmd.StartProtocol(ANA, "tiny", 0), ("role.forbidden", None)),
        (cmd.StartProtocol(THERAPIST, "tiny", 0, {"kind": "c"}), ("protocol.bad_value", "kind")),
        (cmd.StartProtocol(THERAPIST, "tiny", 0, {"colour": 1}), ("protocol.bad_value", "colour")),
        (cmd.StartProtocol(THERAPIST, "tiny", 0, {"people": ["pt_x"]}), ("protocol.bad_value", "people")),
        (cmd.StartProtocol(THERAPIST, "tiny", 99), ("floor.stale", None)),
        (cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "count", 0), ("protocol.none", None)),
        (cmd.PauseProtocol(THERAPIST), ("protocol.none", None)),
        (cmd.ResumeProtocol(THERAPIST), ("protocol.none", None)),
        (cmd.AbortProtocol(ANA), ("role.forbidden", None)),
    ],
)
def test_refusals_without_a_run(command: cmd.Command, refusal: tuple[str, str | None]) -> None:
    assert refused(full_room(), command) == refusal


@pytest.mark.parametrize(
    ("action", "by", "via", "values", "refusal"),
    [
        ("fly", THERAPIST, STAFF_SEAT, {}, ("protocol.no_action", None)),
        ("finish", THERAPIST, STAFF_SEAT, {}, ("protocol.no_action", None)),
        ("second", BEN, STAFF_SEAT, {}, ("protocol.not_yours", None)),
        ("second", ANA, ANA_SEAT, {}, ("tiny.nothing_counted", "n")),
        ("count", ANA, ANA_SEAT, {"by": 6}, ("protocol.bad_value", "by")),
        ("count", ANA, ANA_SEAT, {"by": True}, ("protocol.bad_value", "by")),
        ("count", ANA, ANA_SEAT, {"by": 1.5}, ("protocol.bad_value", "by")),
        ("rate", ELENA, COUPLE_SEAT, {"number": 3}, ("seat.is_shared", None)),
        ("rate", ANA, ANA_SEAT, {}, ("protocol.bad_value", "number")),
        ("rate", THERAPIST, STAFF_SEAT, {"number": 3}, ("protocol.not_yours", None)),
    ],
)
def test_refusals_within_a_run(
    action: str, by: str, via: str, values: dict[str, object], refusal: tuple[str, str | None]
) -> None:
    driver = full_room()
    start(driver, people=[ANA])
    assert refused(driver, cmd.ActInProtocol(by, via, action, driver.seq, values)) == refusal  # type: ignore[arg-type]


def test_a_change_within_a_step_makes_no_command_stale_but_a_new_step_does() -> None:
    driver = full_room()
    start(driver, people=[ANA])
    seen = driver.seq
    act(driver, "count")
    assert driver.kinds(cmd.ActInProtocol(ANA, ANA_SEAT, "count", seen, {"by": 2})) == ["protocol.changed"]
    act(driver, "second", by=ANA, via=ANA_SEAT)
    late = cmd.ActInProtocol(ANA, ANA_SEAT, "finish", seen)
    assert refused(driver, late) == ("floor.stale", None)
    run = driver.room.state.run
    assert run is not None
    assert (run.memory["n"], run.voices) == (3, (ANA,))
    gates = build_plan(driver.room.setup, driver.room.state).seats
    assert [seat for seat, gate in gates.items() if gate.audio] == [STAFF_SEAT, ANA_SEAT]
    act(driver, "finish")
    assert driver.room.state.runs == []


def test_the_steps_deadline_is_reported_once_and_stops_in_a_pause() -> None:
    driver = full_room()
    start(driver)
    driver.do(cmd.PauseProtocol(THERAPIST))
    assert floor_now(driver.room.state)[0] is FloorMode.QUEUE
    assert driver.wait(60) == []
    driver.do(cmd.ResumeProtocol(THERAPIST))
    assert driver.wait(60) == ["protocol.changed"]
    run = driver.room.state.run
    assert run is not None
    assert (run.memory["n"], run.due) == (99, None)


def test_an_interrupting_run_goes_on_top_and_resumes_what_it_paused() -> None:
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, BEN, driver.seq, 60.0))
    driver.wait(10)
    start(driver, people=[ANA])
    assert start(driver, "over", by=ANA) == [
        "protocol.paused",
        "protocol.started",
        "protocol.step",
        "turn.paused",
    ]
    holder = driver.room.state.floor.holder
    assert holder is not None
    assert (holder.phase, holder.spoken_s) == (TurnPhase.PAUSED, 7)
    gates = build_plan(driver.room.setup, driver.room.state).seats
    assert [seat for seat, gate in gates.items() if gate.audio] == [STAFF_SEAT]
    assert refused(driver, cmd.StartProtocol(ANA, "over", driver.seq)) == ("protocol.running", None)
    assert act(driver, "finish", by=ANA, via=ANA_SEAT) == [
        "protocol.done",
        "protocol.resumed",
        "floor.resumed",
    ]
    assert driver.room.state.run is not None
    assert driver.room.state.run.protocol == "tiny"
    assert driver.holder == BEN


def test_a_run_paused_by_a_facilitator_is_resumed_only_by_a_facilitator() -> None:
    driver = full_room()
    start(driver, people=[ANA])
    driver.do(cmd.PauseProtocol(THERAPIST))
    start(driver, "over", by=ANA)
    assert act(driver, "finish", by=ANA, via=ANA_SEAT) == ["protocol.done"]
    assert driver.room.state.run is None
    assert driver.kinds(cmd.ResumeProtocol(THERAPIST)) == ["protocol.resumed"]


def test_a_run_that_does_not_interrupt_cannot_start_on_another() -> None:
    driver = full_room()
    start(driver)
    assert refused(driver, cmd.StartProtocol(THERAPIST, "go_round", driver.seq)) == ("protocol.running", None)


def test_aborting_falls_back_to_the_base_mode_and_keeps_the_holder() -> None:
    """F11."""
    driver = full_room()
    driver.do(cmd.GrantFloor(THERAPIST, BEN, driver.seq))
    start(driver)
    assert driver.kinds(cmd.AbortProtocol(THERAPIST)) == ["protocol.aborted"]
    assert (driver.holder, floor_now(driver.room.state)[0]) == (BEN, FloorMode.QUEUE)


def test_people_are_offered_what_they_may_do() -> None:
    driver = full_room()
    context = driver.room.context(driver.now)
    assert {"tiny", "over", "go_round"} <= set(starts_of(context, THERAPIST))
    assert "over" in starts_of(context, ANA)
    assert "tiny" not in starts_of(context, ANA)
    start(driver, people=[ANA])
    assert acts_of(context, THERAPIST) == ["count", "second"]
    assert acts_of(context, ANA) == ["count", "rate", "second"]
    assert acts_of(context, BEN) == ["count", "rate"]
    driver.do(cmd.PauseProtocol(THERAPIST))
    assert acts_of(context, ANA) == []


def test_a_late_wake_up_does_everything_that_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that began too late to last ends at once, rather than at the next wake-up."""
    hasty = replace(
        TINY, due=lambda stage: stage.go("second", for_s=0) if stage.step == "first" else stage.finish()
    )
    monkeypatch.setitem(CATALOG, "tiny", hasty)  # type: ignore[arg-type]  # a dict behind its Mapping
    driver = full_room()
    start(driver)
    driver.now += 100
    assert told(driver.room.on_deadline(driver.now)) == ["protocol.step", "protocol.done"]


def test_a_restart_finds_the_run_where_it_was() -> None:
    driver = full_room()
    start(driver, people=[ANA])
    act(driver, "count")
    start(driver, "over")
    assert Room(driver.room.setup, driver.log).state == driver.room.state


def test_without_a_facilitator_no_run_advances() -> None:
    driver = full_room()
    start(driver)
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.state.runs == []
    assert refused(driver, cmd.PauseProtocol(THERAPIST)) == ("room.ended", None)
