"""Sharing a screen: by policy, one at a time, and no longer than the seat is in the room."""

import pytest

from rooms.model import commands as cmd
from rooms.model.people import Role
from rooms.model.policy.policy import RoomPolicy, ShareRule
from tests.support.rooms.people import (
    MORGAN,
    MORGAN_SEAT,
    OLA,
    OLA_SEAT,
    TESS,
    TESS_SEAT,
    refusal_of,
    staffed_room,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, STAFF_SEAT, THERAPIST


def test_who_may_share() -> None:
    may = {
        ShareRule.STAFF: {THERAPIST, TESS},
        ShareRule.EVERYONE: {THERAPIST, TESS, ANA},
        ShareRule.HOST: {THERAPIST},
    }
    for rule, expected in may.items():
        allowed = set()
        for person in (THERAPIST, TESS, OLA, ANA):
            driver = staffed_room(TESS_SEAT, policy=RoomPolicy(screen=rule))
            if refusal_of(driver, cmd.ShareScreen(person, on=True)) is None:
                allowed.add(person)
        assert allowed == expected, rule


def test_only_one_seat_shares_at_a_time() -> None:
    driver = staffed_room(MORGAN_SEAT)
    assert driver.kinds(cmd.ShareScreen(MORGAN, on=True)) == ["seat.share_set"]
    assert driver.kinds(cmd.ShareScreen(MORGAN, on=True)) == []
    assert refusal_of(driver, cmd.ShareScreen(THERAPIST, on=True)) == "screen.taken"
    driver.do(cmd.ShareScreen(MORGAN, on=False))
    assert refusal_of(driver, cmd.ShareScreen(THERAPIST, on=True)) is None


def test_a_device_without_a_camera_shares_nothing() -> None:
    driver = staffed_room()
    assert refusal_of(driver, cmd.ShareScreen(ANA, on=True, via=STAFF_SEAT)) == "seat.no_media"
    assert refusal_of(driver, cmd.ShareScreen(THERAPIST, on=True, via=STAFF_SEAT)) is None


def test_a_lost_seat_does_not_block_others() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.ShareScreen(MORGAN, on=True))
    driver.do(cmd.MediaDown(MORGAN_SEAT))
    driver.do(cmd.ShareScreen(THERAPIST, on=True))
    sharing = {seat for seat, now in driver.room.state.seats.items() if now.sharing}
    assert sharing == {STAFF_SEAT}


@pytest.mark.parametrize(
    "command",
    [
        cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True),
        cmd.MoveToWaiting(THERAPIST, ANA_SEAT),
        cmd.Leave(ANA),
    ],
)
def test_sharing_ends_when_the_seat_leaves_the_room(command: cmd.Command) -> None:
    driver = staffed_room(MORGAN_SEAT, policy=RoomPolicy(screen=ShareRule.EVERYONE))
    driver.do(cmd.ShareScreen(ANA, on=True))
    driver.do(command)
    assert not driver.room.state.seats[ANA_SEAT].sharing
    assert refusal_of(driver, cmd.ShareScreen(BEN, on=True)) is None


def test_sharing_ends_with_the_role_that_allows_it() -> None:
    driver = staffed_room(MORGAN_SEAT, policy=RoomPolicy(screen=ShareRule.HOST))
    driver.do(cmd.ShareScreen(MORGAN, on=True))
    driver.do(cmd.SetRole(THERAPIST, MORGAN, Role.TECH_HOST))
    assert not driver.room.state.seats[MORGAN_SEAT].sharing


def test_an_observer_cannot_share_even_where_everyone_may() -> None:
    driver = staffed_room(OLA_SEAT)
    assert refusal_of(driver, cmd.ShareScreen(OLA, on=True)) == "screen.not_allowed"
