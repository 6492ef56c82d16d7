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
    Stage,
    full_stage,
)


def queue(stage: Stage) -> list[str]:
    return list(stage.room.state.floor.queue)


def beside(stage: Stage, mode: FloorMode = FloorMode.QUEUE, mic: MicPolicy = MicPolicy.SOFT) -> Stage:
    """Ana holds the floor, Ben waits, Chloe is muted."""
    stage.mode(mode, mic)
    stage.do(cmd.SetDevices(CHLOE, mic=False, camera=True))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    happen(stage, ev.FloorGranted(ANA, THERAPIST))
    return stage


def test_unmuting_during_anothers_turn_raises_a_hand_at_the_front() -> None:
    stage = beside(full_stage())
    kinds = stage.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True))
    assert kinds == ["seat.devices_set", "hand.up"]
    assert (stage.holder, queue(stage)) == (ANA, [CHLOE, BEN])


def test_a_microphone_unmuted_by_the_system_means_nothing() -> None:
    stage = beside(full_stage())
    given_back = cmd.SetDevices(CHLOE, mic=True, camera=True, by_system=True)
    assert stage.kinds(given_back) == ["seat.devices_set"]
    assert queue(stage) == [BEN]


def test_a_person_already_in_line_keeps_their_place() -> None:
    stage = beside(full_stage())
    stage.do(cmd.RequestFloor(CHLOE, stage.seq))
    assert stage.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True)) == ["seat.devices_set"]
    assert queue(stage) == [BEN, CHLOE]


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
    stage = beside(full_stage(), mode, mic)
    assert stage.kinds(cmd.SetDevices(CHLOE, mic=True, camera=True)) == ["seat.devices_set"]


def test_no_hand_for_a_camera_a_return_the_holder_or_a_facilitator() -> None:
    stage = beside(full_stage())
    stage.do(cmd.SetDevices(CHLOE, mic=False, camera=False))
    stage.do(cmd.Detach(CHLOE_SEAT))
    stage.do(cmd.Attach(CHLOE_SEAT, mic=True, camera=True))
    stage.do(cmd.SetDevices(CHLOE, mic=True, camera=False))
    for person in (ANA, THERAPIST):
        stage.do(cmd.SetDevices(person, mic=False, camera=True))
        stage.do(cmd.SetDevices(person, mic=True, camera=True))
    assert queue(stage) == [BEN]


def test_a_shared_microphone_raises_no_hand() -> None:
    stage = beside(full_stage())
    stage.do(cmd.SetDevices(ELENA, mic=False, camera=True))
    stage.do(cmd.SetDevices(ELENA, mic=True, camera=True))
    assert queue(stage) == [BEN]


def test_on_a_free_floor_unmuting_is_only_unmuting() -> None:
    stage = full_stage()
    stage.do(cmd.SetDevices(CHLOE, mic=False, camera=True))
    stage.do(cmd.SetDevices(CHLOE, mic=True, camera=True))
    assert queue(stage) == []
