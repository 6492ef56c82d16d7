"""Whoever unmutes during another's turn gets a hand and is next; the floor stays."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.policy.policy import FloorMode, MicPolicy
from tests.support.rooms.floor import happen
from tests.support.rooms.setups import (
    ANA,
    BEN,
    CHLOE,
    CHLOE_SEAT,
    ELENA,
    THERAPIST,
    RoomDriver,
    full_room,
)


def queue(driver: RoomDriver) -> list[str]:
    return list(driver.room.state.floor.queue)


def beside(
    driver: RoomDriver, mode: FloorMode = FloorMode.QUEUE, mic: MicPolicy = MicPolicy.SOFT
) -> RoomDriver:
    """Ana holds the floor, Ben waits, Chloe is muted."""
    driver.mode(mode, mic)
    driver.do(cmd.SetDevices(CHLOE, mic=False, camera=True))
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    happen(driver, ev.FloorGranted(ANA, THERAPIST))
    return driver


def test_unmuting_during_anothers_turn_raises_a_hand_at_the_front() -> None:
    driver = beside(full_room())
    kinds = driver.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True))
    assert kinds == ["seat.devices_set", "hand.up"]
    assert (driver.holder, queue(driver)) == (ANA, [CHLOE, BEN])


def test_a_microphone_unmuted_by_the_system_means_nothing() -> None:
    driver = beside(full_room())
    given_back = cmd.SetDevices(CHLOE, mic=True, camera=True, by_system=True)
    assert driver.kinds(given_back) == ["seat.devices_set"]
    assert queue(driver) == [BEN]


def test_a_person_already_in_line_keeps_their_place() -> None:
    driver = beside(full_room())
    driver.do(cmd.RequestFloor(CHLOE, driver.seq))
    assert driver.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True)) == ["seat.devices_set"]
    assert queue(driver) == [BEN, CHLOE]


@pytest.mark.parametrize(
    ("mode", "mic"),
    [
        (FloorMode.OPEN, MicPolicy.SOFT),
        (FloorMode.QUIET, MicPolicy.SOFT),
        (FloorMode.QUEUE, MicPolicy.ADVISORY),
        (FloorMode.QUEUE, MicPolicy.HARD),
    ],
)
def test_in_other_modes_unmuting_is_only_unmuting(mode: FloorMode, mic: MicPolicy) -> None:
    driver = beside(full_room(), mode, mic)
    assert driver.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True)) == ["seat.devices_set"]


def test_no_hand_for_a_camera_a_return_the_holder_or_a_facilitator() -> None:
    driver = beside(full_room())
    driver.do(cmd.SetDevices(CHLOE, mic=False, camera=False))
    driver.do(cmd.Detach(CHLOE_SEAT))
    driver.do(cmd.Attach(CHLOE_SEAT, mic=True, camera=True))
    driver.do(cmd.SetDevices(CHLOE, mic=True, camera=False))
    for person in (ANA, THERAPIST):
        driver.do(cmd.SetDevices(person, mic=False, camera=True))
        driver.do(cmd.SetDevices(person, mic=True, camera=True))
    assert queue(driver) == [BEN]


def test_a_shared_microphone_raises_no_hand() -> None:
    driver = beside(full_room())
    driver.do(cmd.SetDevices(ELENA, mic=False, camera=True))
    driver.do(cmd.SetDevices(ELENA, mic=True, camera=True))
    assert queue(driver) == [BEN]


def test_on_a_free_floor_unmuting_is_only_unmuting() -> None:
    driver = full_room()
    driver.do(cmd.SetDevices(CHLOE, mic=False, camera=True))
    driver.do(cmd.SetDevices(CHLOE, mic=True, camera=True))
    assert queue(driver) == []
