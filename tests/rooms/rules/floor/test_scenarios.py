"""Acceptance scenarios 2, 3, 4, 5 and 10 of docs/acceptance.md at the level of the rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.plan import has_voice
from rooms.views.build import build_views
from tests.support.rooms.floor import give, turn
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    Stage,
    full_stage,
)

MEMBERS = [ANA, BEN, CHLOE, ELENA, FINN]


def for_the_taking() -> Stage:
    """A group in which the first hand takes a free floor."""
    stage = full_stage()
    stage.mode(FloorMode.QUEUE, MicPolicy.HARD, GrantRule.WHEN_FREE)
    return stage


def shown(stage: Stage) -> dict[SeatId, dict[str, Any]]:
    """What every seat sees now."""
    return build_views(stage.room.context(stage.now), stage.room.setup.seats)


def granted_since(stage: Stage, position: int) -> list[PersonId]:
    """Who was given the floor after that position in the log."""
    later = (record.event for record in stage.log if record.position > position)
    return [event.person for event in later if isinstance(event, ev.FloorGranted)]


@given(
    order=st.permutations(MEMBERS), gap_s=st.floats(0, 0.02), pressing=st.integers(2, 5), old=st.booleans()
)
def test_scenario_2_however_many_press_at_once_one_holds_and_the_others_wait_in_order(
    order: list[PersonId], gap_s: float, pressing: int, old: bool
) -> None:
    stage = for_the_taking()
    seen = stage.seq
    for person in order[:pressing]:
        stage.do(cmd.RequestFloor(person, seen if old else stage.seq))
        stage.now += gap_s
    floor = stage.room.state.floor
    assert (stage.holder, floor.queue) == (order[0], order[1:pressing])
    views = shown(stage).values()
    assert {view["floor"]["holder"]["person"] for view in views} == {order[0]}
    assert {view["floor"]["seq"] for view in views} == {stage.seq}


def test_scenario_3_a_holder_who_drops_is_held_for_and_goes_on_with_what_was_left_and_more() -> None:
    stage = for_the_taking()
    give(stage, ANA, limit_s=120)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.wait(40)
    before = stage.room.state.position
    stage.do(cmd.Detach(ANA_SEAT))
    group = shown(stage)[BEN_SEAT]["floor"]["holder"]
    assert (group["person"], group["phase"]) == (ANA, "suspended")
    stage.wait(18)
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert stage.holder == ANA
    assert turn(stage).due(1.0) == stage.now + 80 + 15
    assert granted_since(stage, before) == []


def test_scenario_4_a_holder_who_does_not_return_goes_to_the_end_and_the_next_is_announced() -> None:
    stage = for_the_taking()
    give(stage, ANA, limit_s=120)
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    stage.wait(40)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(30)
    leading = shown(stage)[STAFF_SEAT]
    assert leading["leading"]["turn"]["decide_until"] == stage.now + 20
    assert "floor.decide_hold" in leading["you"]["can"][THERAPIST]
    stage.wait(20)
    holder = shown(stage)[CHLOE_SEAT]["floor"]["holder"]
    assert (holder["person"], holder["phase"]) == (BEN, "announced")
    assert stage.room.state.floor.queue == [CHLOE, ANA]


def test_scenario_4_in_a_round_the_lost_turn_comes_last() -> None:
    stage = round_with(limit_s=120)
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(50)
    assert stage.holder == BEN
    stage.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    begun = stage.room.state.position
    for person in (BEN, CHLOE, ELENA, FINN):
        stage.do(cmd.ReleaseFloor(person, stage.seq))
    assert granted_since(stage, begun) == [CHLOE, ELENA, FINN, ANA]


def round_with(limit_s: int) -> Stage:
    """A check-in round in seat order; Ana speaks first."""
    stage = full_stage()
    options = {"kind": "check_in", "limit_s": limit_s, "think_s": 5}
    stage.do(cmd.StartProtocol(THERAPIST, "go_round", stage.seq, options))
    stage.wait(5 + 3)
    assert stage.holder == ANA
    return stage


def test_scenario_5_overrun_with_tears() -> None:
    stage = round_with(limit_s=100)
    stage.wait(125)
    views = shown(stage)
    assert views[ANA_SEAT]["you"]["turn"]["overrun"] == 125
    assert views[STAFF_SEAT]["leading"]["turn"]["asked"]
    for seat in (BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT):
        assert "overrun" not in repr(views[seat])
    stage.do(cmd.StayWith(THERAPIST, stage.seq))
    views = shown(stage)
    assert "ends_at" not in views[ANA_SEAT]["you"]["turn"]
    begun = stage.room.state.position
    assert stage.wait(1800) == []
    assert stage.holder == ANA
    assert has_voice(stage.room.setup, stage.room.state, ANA_SEAT), "no audio was cut"
    for person in (ANA, BEN, CHLOE, ELENA):
        stage.do(cmd.ReleaseFloor(person, stage.seq))
    assert granted_since(stage, begun) == [BEN, CHLOE, ELENA, FINN]


@pytest.mark.parametrize("mode", [FloorMode.QUEUE, FloorMode.OPEN])
def test_scenario_10_both_want_to_speak(mode: FloorMode) -> None:
    stage = full_stage()
    stage.mode(mode)
    give(stage, ELENA, limit_s=120)
    stage.wait(20)
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    assert stage.holder == ELENA
    assert shown(stage)[STAFF_SEAT]["floor"]["queue"] == [FINN]
    stage.do(cmd.GrantFloor(THERAPIST, ELENA, stage.seq, then=FINN))
    assert (stage.holder, turn(stage).elapsed(stage.now)) == (ELENA, 20)
    assert shown(stage)[STAFF_SEAT]["leading"]["turn"]["then"] == FINN
    stage.do(cmd.ReleaseFloor(ELENA, stage.seq))
    assert (stage.holder, turn(stage).limit_s, stage.room.state.floor.queue) == (FINN, 120, [])
