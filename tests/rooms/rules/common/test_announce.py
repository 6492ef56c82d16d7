"""How long a turn is announced."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import RoomPolicy
from rooms.rules.common.announce import INTERPRETER_LAG_S, announced_s
from tests.support.rooms.floor import VOICE_SEAT, everybody
from tests.support.rooms.setups import ANA, THERAPIST, full_stage


def test_a_turn_is_announced_as_long_as_the_policy_says() -> None:
    stage = full_stage(RoomPolicy(announce_s=4.0))
    assert announced_s(stage.room.context(stage.now)) == 4.0


def test_a_connected_interpreter_makes_it_two_seconds_longer() -> None:
    stage = everybody()
    assert announced_s(stage.room.context(stage.now)) == 3.0 + INTERPRETER_LAG_S
    stage.do(cmd.Detach(VOICE_SEAT))
    assert announced_s(stage.room.context(stage.now)) == 3.0


def test_turns_from_the_line_and_from_protocols_are_announced_alike() -> None:
    stage = everybody()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    assert stage.wait(4.9) == []
    assert stage.wait(0.1) == ["turn.started"]
    stage.do(cmd.ReleaseFloor(ANA, stage.seq))
    stage.do(cmd.StartProtocol(THERAPIST, "go_round", stage.seq, {"think_s": 0}))
    stage.wait(0)
    holder = stage.room.state.floor.holder
    assert holder is not None
    assert holder.starts_at == stage.now + 5.0
