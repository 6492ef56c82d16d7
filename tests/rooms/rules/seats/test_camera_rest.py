"""Camera rest: without a reason, as often as the policy allows, and nothing turns a camera on but its owner."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import RoomPolicy, ShareRule
from rooms.plan import build_plan
from rooms.rules.permissions import available
from rooms.rules.seats.camera_rest import HOUR_S, resting_until
from rooms.views.build import build_views
from tests.support.rooms.people import OLA, OLA_SEAT, TESS, TESS_SEAT, refusal_of, staffed_room
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)
from tests.support.thorough import examples

FOR_S = RoomPolicy().camera_rest_s


def view_of(driver: RoomDriver, seat: SeatId) -> dict[str, Any]:
    """What the seat's screen shows."""
    view: dict[str, Any] = build_views(driver.room.context(driver.now), [seat])[seat]
    return view


def is_seen(driver: RoomDriver, seat: SeatId) -> bool:
    """Whether the relay passes the seat's picture on."""
    context = driver.room.context(driver.now)
    return build_plan(context.setup, context.state).seats[seat].video


def test_a_member_rests_their_camera_and_it_ends_by_itself_without_turning_it_on() -> None:
    driver = full_room()
    assert is_seen(driver, ANA_SEAT)
    assert driver.kinds(cmd.RestCamera(ANA)) == ["seat.camera_rested"]
    assert not is_seen(driver, ANA_SEAT)
    assert view_of(driver, ANA_SEAT)["you"]["rest"] == {"for_s": FOR_S, "until": driver.now + FOR_S}
    assert driver.wait(FOR_S) == ["seat.camera_rest_over"]
    assert not is_seen(driver, ANA_SEAT)
    assert view_of(driver, ANA_SEAT)["you"]["rest"] == {"for_s": FOR_S}


def test_staff_see_a_rest_and_members_a_camera_that_is_off() -> None:
    driver = full_room()
    until = driver.now + FOR_S
    driver.do(cmd.RestCamera(ANA))
    assert view_of(driver, STAFF_SEAT)["resting"] == {ANA_SEAT: until}
    resting = view_of(driver, BEN_SEAT)
    driver.do(cmd.SetDevices(ANA, mic=True, camera=True))
    driver.do(cmd.SetDevices(ANA, mic=True, camera=False))
    assert view_of(driver, BEN_SEAT) == resting
    assert view_of(driver, STAFF_SEAT)["resting"] == {}


def test_turning_the_camera_on_ends_the_rest() -> None:
    driver = full_room()
    driver.do(cmd.RestCamera(ANA))
    happened = driver.kinds(cmd.SetDevices(ANA, mic=True, camera=True))
    assert happened == ["seat.devices_set", "seat.camera_rest_over"]
    assert is_seen(driver, ANA_SEAT)


def test_a_page_that_reports_its_camera_off_leaves_the_rest_alone() -> None:
    driver = full_room()
    driver.do(cmd.RestCamera(ANA))
    driver.do(cmd.SetDevices(ANA, mic=False, camera=False))
    assert resting_until(driver.room.context(driver.now), ANA_SEAT) is not None


def test_leaving_and_coming_back_brings_no_new_rests() -> None:
    driver = full_room(RoomPolicy(camera_rests=1))
    driver.do(cmd.RestCamera(ANA))
    assert "seat.camera_rest_over" in driver.kinds(cmd.Leave(ANA))
    driver.arrive(ANA_SEAT)
    driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    assert refusal_of(driver, cmd.RestCamera(ANA)) == "rest.used"


def test_the_third_rest_of_an_hour_is_refused_until_the_first_is_an_hour_old() -> None:
    driver = full_room()
    first_at = driver.now
    for _ in range(2):
        driver.do(cmd.RestCamera(ANA))
        driver.wait(FOR_S)
    assert refusal_of(driver, cmd.RestCamera(ANA)) == "rest.used"
    assert view_of(driver, ANA_SEAT)["you"]["rest"]["next_at"] == first_at + HOUR_S
    driver.wait(first_at + HOUR_S - driver.now)
    assert refusal_of(driver, cmd.RestCamera(ANA)) is None


def test_resting_while_one_rests_changes_nothing_and_costs_nothing() -> None:
    driver = full_room()
    driver.do(cmd.RestCamera(ANA))
    assert driver.kinds(cmd.RestCamera(ANA)) == []
    driver.wait(FOR_S)
    assert refusal_of(driver, cmd.RestCamera(ANA)) is None


def test_on_a_shared_camera_either_of_the_two_may_ask_and_it_rests_for_both() -> None:
    driver = full_room()
    driver.do(cmd.RestCamera(FINN))
    assert "until" in view_of(driver, COUPLE_SEAT)["you"]["rest"]
    assert driver.kinds(cmd.RestCamera(ELENA)) == []


@pytest.mark.parametrize("person", [THERAPIST, TESS, OLA])
def test_only_members_rest(person: PersonId) -> None:
    driver = staffed_room(TESS_SEAT, OLA_SEAT)
    assert refusal_of(driver, cmd.RestCamera(person)) in ("role.forbidden", "seat.not_in_room")


def test_a_room_may_have_no_rests() -> None:
    driver = full_room(RoomPolicy(camera_rests=0))
    assert refusal_of(driver, cmd.RestCamera(ANA)) == "rest.none"
    assert "camera.rest" not in available(driver.room.context(driver.now), ANA, ANA_SEAT)
    assert "rest" not in view_of(driver, ANA_SEAT)["you"]


def test_a_screen_that_is_shared_is_no_camera() -> None:
    driver = full_room(RoomPolicy(screen=ShareRule.EVERYONE))
    driver.do(cmd.ShareScreen(ANA, on=True))
    assert refusal_of(driver, cmd.RestCamera(ANA)) == "rest.sharing"
    driver.do(cmd.RestCamera(BEN))
    driver.do(cmd.ShareScreen(ANA, on=False))
    assert "seat.camera_rest_over" in driver.kinds(cmd.ShareScreen(BEN, on=True))


MOVES = st.one_of(
    st.just("rest"),
    st.just("on"),
    st.just("off"),
    st.just("leave"),
    st.floats(min_value=1.0, max_value=2400.0),
)


@given(st.lists(MOVES, max_size=30), st.integers(0, 3))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_somebody_does_there_are_no_more_rests_than_allowed_and_no_picture_in_one(
    moves: list[str | float], allowed: int
) -> None:
    driver = full_room(RoomPolicy(camera_rests=allowed, lock_after_s=None))
    for move in moves:
        if isinstance(move, float):
            driver.wait(move)
        else:
            _try(driver, move)
        until = resting_until(driver.room.context(driver.now), ANA_SEAT)
        if until is not None:
            assert driver.now < until <= driver.now + FOR_S
            assert not is_seen(driver, ANA_SEAT)
    began = [record.at for record in driver.log if isinstance(record.event, ev.CameraRested)]
    for at in began:
        assert sum(at <= other < at + HOUR_S for other in began) <= allowed


def _try(driver: RoomDriver, move: str) -> None:
    commands: dict[str, list[cmd.Command]] = {
        "rest": [cmd.RestCamera(ANA)],
        "on": [cmd.SetDevices(ANA, mic=True, camera=True)],
        "off": [cmd.SetDevices(ANA, mic=True, camera=False)],
        "leave": [cmd.Leave(ANA), cmd.Attach(ANA_SEAT, True, True), cmd.Admit(THERAPIST, ANA_SEAT)],
    }
    for command in commands[move]:
        try:
            driver.do(command)
        except Refused:
            return
