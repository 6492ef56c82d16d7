"""Who may be heard and seen, row by row: mode, mic policy, holder, own switches, place."""

import pytest

from rooms.model import commands as cmd
from rooms.model.ids import SeatId
from rooms.model.policy import FloorMode, MicPolicy
from rooms.plan import Rank, build_plan
from tests.support.rooms import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    CHLOE_SEAT,
    COUPLE_SEAT,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    Stage,
    full_stage,
)

EVERYBODY = {STAFF_SEAT, ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT}


def heard(stage: Stage) -> set[SeatId]:
    """The seats whose audio passes."""
    plan = build_plan(stage.room.setup, stage.room.state)
    return {seat for seat, gate in plan.seats.items() if gate.audio and gate.space}


@pytest.mark.parametrize(
    ("mode", "mic_policy", "without_holder", "with_holder"),
    [
        (FloorMode.OPEN, MicPolicy.SOFT, EVERYBODY, EVERYBODY),
        (FloorMode.OPEN, MicPolicy.HARD, EVERYBODY, EVERYBODY),
        (FloorMode.QUEUE, MicPolicy.SOFT, EVERYBODY, EVERYBODY),
        (FloorMode.QUEUE, MicPolicy.HARD, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.STAFF_ONLY, MicPolicy.SOFT, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.STAFF_ONLY, MicPolicy.HARD, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.QUIET, MicPolicy.SOFT, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
        (FloorMode.QUIET, MicPolicy.HARD, {STAFF_SEAT}, {STAFF_SEAT, ANA_SEAT}),
    ],
)
def test_who_is_heard(
    mode: FloorMode, mic_policy: MicPolicy, without_holder: set[SeatId], with_holder: set[SeatId]
) -> None:
    stage = full_stage()
    stage.mode(mode, mic_policy)
    assert heard(stage) == without_holder
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.mode(mode, mic_policy)
    assert heard(stage) == with_holder


def test_a_turn_on_a_shared_seat_opens_the_seat() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    stage.do(cmd.GrantFloor(THERAPIST, FINN, stage.seq))
    assert heard(stage) == {STAFF_SEAT, COUPLE_SEAT}


def test_what_is_switched_off_does_not_pass_even_for_the_holder() -> None:
    stage = full_stage()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.SetDevices(ANA, mic=False, camera=False))
    gate = build_plan(stage.room.setup, stage.room.state).seats[ANA_SEAT]
    assert (gate.space, gate.audio, gate.video) == ("main", False, False)


def test_a_suspended_holder_keeps_the_gate() -> None:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.Detach(ANA_SEAT))
    assert heard(stage) == {STAFF_SEAT, ANA_SEAT}


def test_the_holders_picture_goes_first_then_the_facilitators() -> None:
    stage = full_stage()
    ranks = {seat: gate.rank for seat, gate in build_plan(stage.room.setup, stage.room.state).seats.items()}
    assert ranks == dict.fromkeys(EVERYBODY, Rank.OTHER) | {STAFF_SEAT: Rank.FACILITATOR}
    stage.do(cmd.GrantFloor(THERAPIST, FINN, stage.seq))
    ranks = {seat: gate.rank for seat, gate in build_plan(stage.room.setup, stage.room.state).seats.items()}
    assert (ranks[COUPLE_SEAT], ranks[STAFF_SEAT], ranks[ANA_SEAT]) == (0, 1, 2)
    stage.do(cmd.GrantFloor(THERAPIST, THERAPIST, stage.seq))
    assert build_plan(stage.room.setup, stage.room.state).seats[STAFF_SEAT].rank is Rank.HOLDER


def test_waiting_seats_are_in_no_space() -> None:
    stage = Stage()
    stage.arrive(STAFF_SEAT, ANA_SEAT)
    gate = build_plan(stage.room.setup, stage.room.state).seats[ANA_SEAT]
    assert (gate.space, gate.audio, gate.video) == (None, False, False)


def test_without_a_facilitator_nobody_is_heard() -> None:
    stage = Stage()
    stage.arrive(ANA_SEAT, BEN_SEAT)
    assert heard(stage) == set()


def test_the_version_is_the_position_of_the_last_event() -> None:
    stage = full_stage()
    before = build_plan(stage.room.setup, stage.room.state).version
    stage.do(cmd.SetDevices(ANA, mic=False, camera=True))
    assert build_plan(stage.room.setup, stage.room.state).version == before + 1
