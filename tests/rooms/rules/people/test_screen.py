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
    staffed_stage,
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
            stage = staffed_stage(TESS_SEAT, policy=RoomPolicy(screen=rule))
            if refusal_of(stage, cmd.ShareScreen(person, on=True)) is None:
                allowed.add(person)
        assert allowed == expected, rule


def test_only_one_seat_shares_at_a_time() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    assert stage.kinds(cmd.ShareScreen(MORGAN, on=True)) == ["seat.share_set"]
    assert stage.kinds(cmd.ShareScreen(MORGAN, on=True)) == []
    assert refusal_of(stage, cmd.ShareScreen(THERAPIST, on=True)) == "screen.taken"
    stage.do(cmd.ShareScreen(MORGAN, on=False))
    assert refusal_of(stage, cmd.ShareScreen(THERAPIST, on=True)) is None


def test_a_device_without_a_camera_shares_nothing() -> None:
    stage = staffed_stage()
    assert refusal_of(stage, cmd.ShareScreen(ANA, on=True, via=STAFF_SEAT)) == "seat.no_media"
    assert refusal_of(stage, cmd.ShareScreen(THERAPIST, on=True, via=STAFF_SEAT)) is None


def test_a_lost_seat_does_not_block_others() -> None:
    stage = staffed_stage(MORGAN_SEAT)
    stage.do(cmd.ShareScreen(MORGAN, on=True))
    stage.do(cmd.MediaDown(MORGAN_SEAT))
    stage.do(cmd.ShareScreen(THERAPIST, on=True))
    sharing = {seat for seat, now in stage.room.state.seats.items() if now.sharing}
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
    stage = staffed_stage(MORGAN_SEAT, policy=RoomPolicy(screen=ShareRule.EVERYONE))
    stage.do(cmd.ShareScreen(ANA, on=True))
    stage.do(command)
    assert not stage.room.state.seats[ANA_SEAT].sharing
    assert refusal_of(stage, cmd.ShareScreen(BEN, on=True)) is None


def test_sharing_ends_with_the_role_that_allows_it() -> None:
    stage = staffed_stage(MORGAN_SEAT, policy=RoomPolicy(screen=ShareRule.HOST))
    stage.do(cmd.ShareScreen(MORGAN, on=True))
    stage.do(cmd.SetRole(THERAPIST, MORGAN, Role.TECH_HOST))
    assert not stage.room.state.seats[MORGAN_SEAT].sharing


def test_an_observer_cannot_share_even_where_everyone_may() -> None:
    stage = staffed_stage(OLA_SEAT)
    assert refusal_of(stage, cmd.ShareScreen(OLA, on=True)) == "screen.not_allowed"
