"""Checks that several parts share."""

from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.rules.common import checks
from rooms.state import Phase
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.WAITING, "room.not_live"),
        (Phase.LIVE, None),
        (Phase.HELD, "room.held"),
        (Phase.SUSPENDED, "room.held"),
        (Phase.ENDED, "room.not_live"),
    ],
)
def test_most_commands_need_a_live_room(phase: Phase, code: str | None) -> None:
    driver = full_room()
    driver.room.state.phase = phase
    command: Any = cmd.RequestFloor(ANA, 0)
    assert checks.runs(driver.room.context(driver.now), command) == code
    assert checks.in_room(driver.room.context(driver.now), command) == code


def test_who_moderates_and_who_works_here() -> None:
    context = full_room().room.context(0)
    assert checks.leads(context, cmd.AdmitAll(ANA)) == "role.forbidden"
    assert checks.leads(context, cmd.AdmitAll(THERAPIST)) is None
    assert checks.works_here(context, cmd.AdmitAll(ANA)) == "role.forbidden"
    assert checks.works_here(context, cmd.AdmitAll(THERAPIST)) is None


def test_people_outside_are_told_so() -> None:
    driver = RoomDriver()
    assert checks.here(driver.room.context(0), cmd.Leave(ANA)) == "seat.not_in_room"
    driver.arrive(STAFF_SEAT, ANA_SEAT)
    assert checks.here(driver.room.context(0), cmd.Leave(ANA)) is None
    assert checks.in_room(driver.room.context(0), cmd.RequestFloor(ANA, 0)) == "seat.not_in_room"


def test_a_command_is_fresh_only_for_the_floor_it_was_formed_for() -> None:
    driver = full_room()
    floor = driver.room.state.floor
    floor.seq = 5
    verdicts = [checks.fresh(driver.room.context(0), cmd.ReleaseFloor(ANA, seq)) for seq in (4, 5, 6)]
    assert verdicts == ["floor.stale", None, "floor.stale"]


def test_private_actions_need_a_screen_of_ones_own() -> None:
    context = full_room().room.context(0)
    assert checks.on_own_screen(context, cmd.ShowAirtime(ELENA, COUPLE_SEAT, on=True)) == "seat.is_shared"
    assert checks.on_own_screen(context, cmd.ShowAirtime(ANA, ANA_SEAT, on=True)) is None
    assert checks.on_own_screen(context, cmd.ShowAirtime(ANA, STAFF_SEAT, on=True)) == "seat.is_shared"
