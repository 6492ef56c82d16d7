"""What is noted when staff move somebody out of the room."""

import pytest

from rooms.model import commands as cmd
from rooms.model.events import FollowUpNoted
from rooms.model.events.follow_up import FollowUp, RemovalReason
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    RoomDriver,
    full_room,
)


def noted(driver: RoomDriver) -> list[FollowUpNoted]:
    return [record.event for record in driver.log if isinstance(record.event, FollowUpNoted)]


@pytest.mark.parametrize("reason", [None, RemovalReason.TECHNICAL])
def test_who_is_moved_without_a_reason_about_them_needs_no_follow_up(reason: RemovalReason | None) -> None:
    driver = full_room()
    driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT, reason))
    assert noted(driver) == []


def test_a_removal_is_followed_up_with_everybody_on_the_seat_each_time() -> None:
    driver = full_room()
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT, RemovalReason.NOT_ALONE))
    why = (FollowUp.REMOVAL, THERAPIST, RemovalReason.NOT_ALONE)
    assert noted(driver) == [FollowUpNoted(ELENA, *why), FollowUpNoted(FINN, *why)]
    for _ in range(2):
        driver.do(cmd.MoveToWaiting(THERAPIST, ANA_SEAT, RemovalReason.OTHER))
        driver.do(cmd.Admit(THERAPIST, ANA_SEAT))
    assert [event.person for event in noted(driver)] == [ELENA, FINN, ANA, ANA]
