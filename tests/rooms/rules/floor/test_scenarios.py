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
    RoomDriver,
    full_room,
)

MEMBERS = [ANA, BEN, CHLOE, ELENA, FINN]


def for_the_taking() -> RoomDriver:
    """A group in which the first hand takes a free floor."""
    driver = full_room()
    driver.mode(FloorMode.QUEUE, MicPolicy.HARD, GrantRule.WHEN_FREE)
    return driver


def shown(driver: RoomDriver) -> dict[SeatId, dict[str, Any]]:
    """What every seat sees now."""
    return build_views(driver.room.context(driver.now), driver.room.setup.seats)


def granted_since(driver: RoomDriver, position: int) -> list[PersonId]:
    """Who was given the floor after that position in the log."""
    later = (record.event for record in driver.log if record.position > position)
    return [event.person for event in later if isinstance(event, ev.FloorGranted)]


@given(
    order=st.permutations(MEMBERS), gap_s=st.floats(0, 0.02), pressing=st.integers(2, 5), old=st.booleans()
)
def test_scenario_2_however_many_press_at_once_one_holds_and_the_others_wait_in_order(
    order: list[PersonId], gap_s: float, pressing: int, old: bool
) -> None:
    driver = for_the_taking()
    seen = driver.seq
    for person in order[:pressing]:
        driver.do(cmd.RequestFloor(person, seen if old else driver.seq))
        driver.now += gap_s
    floor = driver.room.state.floor
    assert (driver.holder, floor.queue) == (order[0], order[1:pressing])
    views = shown(driver).values()
    assert {view["floor"]["holder"]["person"] for view in views} == {order[0]}
    assert {view["floor"]["seq"] for view in views} == {driver.seq}


def test_scenario_3_a_holder_who_drops_is_held_for_and_goes_on_with_what_was_left_and_more() -> None:
    driver = for_the_taking()
    give(driver, ANA, limit_s=120)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.wait(40)
    before = driver.room.state.position
    driver.do(cmd.Detach(ANA_SEAT))
    group = shown(driver)[BEN_SEAT]["floor"]["holder"]
    assert (group["person"], group["phase"]) == (ANA, "suspended")
    driver.wait(18)
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    assert driver.holder == ANA
    assert turn(driver).due(1.0) == driver.now + 80 + 15
    assert granted_since(driver, before) == []


def test_scenario_4_a_holder_who_does_not_return_goes_to_the_end_and_the_next_is_announced() -> None:
    driver = for_the_taking()
    give(driver, ANA, limit_s=120)
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    driver.wait(40)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(30)
    leading = shown(driver)[STAFF_SEAT]
    assert leading["leading"]["turn"]["decide_until"] == driver.now + 20
    assert "floor.decide_hold" in leading["you"]["can"][THERAPIST]
    driver.wait(20)
    holder = shown(driver)[CHLOE_SEAT]["floor"]["holder"]
    assert (holder["person"], holder["phase"]) == (BEN, "announced")
    assert driver.room.state.floor.queue == [CHLOE, ANA]


def test_scenario_4_in_a_round_the_lost_turn_comes_last() -> None:
    driver = round_with(limit_s=120)
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(50)
    assert driver.holder == BEN
    driver.do(cmd.Attach(ANA_SEAT, mic=True, camera=True))
    begun = driver.room.state.position
    for person in (BEN, CHLOE, ELENA, FINN):
        driver.do(cmd.ReleaseFloor(person, driver.seq))
    assert granted_since(driver, begun) == [CHLOE, ELENA, FINN, ANA]


def round_with(limit_s: int) -> RoomDriver:
    """A check-in round in seat order; Ana speaks first."""
    driver = full_room()
    options = {"kind": "check_in", "limit_s": limit_s, "think_s": 5}
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq, options))
    driver.wait(5 + 3)
    assert driver.holder == ANA
    return driver


def test_scenario_5_overrun_with_tears() -> None:
    driver = round_with(limit_s=100)
    driver.wait(125)
    views = shown(driver)
    assert views[ANA_SEAT]["you"]["turn"]["overrun"] == 125
    assert views[STAFF_SEAT]["leading"]["turn"]["asked"]
    for seat in (BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT):
        assert "overrun" not in repr(views[seat])
    driver.do(cmd.StayWith(THERAPIST, driver.seq))
    views = shown(driver)
    assert "ends_at" not in views[ANA_SEAT]["you"]["turn"]
    begun = driver.room.state.position
    assert driver.wait(1800) == []
    assert driver.holder == ANA
    assert has_voice(driver.room.setup, driver.room.state, ANA_SEAT), "no audio was cut"
    for person in (ANA, BEN, CHLOE, ELENA):
        driver.do(cmd.ReleaseFloor(person, driver.seq))
    assert granted_since(driver, begun) == [BEN, CHLOE, ELENA, FINN]


@pytest.mark.parametrize("mode", [FloorMode.QUEUE, FloorMode.OPEN])
def test_scenario_10_both_want_to_speak(mode: FloorMode) -> None:
    driver = full_room()
    driver.mode(mode)
    give(driver, ELENA, limit_s=120)
    driver.wait(20)
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    assert driver.holder == ELENA
    assert shown(driver)[STAFF_SEAT]["floor"]["queue"] == [FINN]
    driver.do(cmd.GrantFloor(THERAPIST, ELENA, driver.seq, then=FINN))
    assert (driver.holder, turn(driver).elapsed(driver.now)) == (ELENA, 20)
    assert shown(driver)[STAFF_SEAT]["leading"]["turn"]["then"] == FINN
    driver.do(cmd.ReleaseFloor(ELENA, driver.seq))
    assert (driver.holder, turn(driver).limit_s, driver.room.state.floor.queue) == (FINN, 120, [])
