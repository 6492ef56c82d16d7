"""How long a turn is announced."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import RoomPolicy
from rooms.rules.common.announce import INTERPRETER_LAG_S, announced_s
from tests.support.rooms.floor import VOICE_SEAT, everybody
from tests.support.rooms.setups import ANA, THERAPIST, full_room


def test_a_turn_is_announced_as_long_as_the_policy_says() -> None:
    driver = full_room(RoomPolicy(announce_s=4.0))
    assert announced_s(driver.room.context(driver.now)) == 4.0


def test_a_connected_interpreter_makes_it_two_seconds_longer() -> None:
    driver = everybody()
    assert announced_s(driver.room.context(driver.now)) == 3.0 + INTERPRETER_LAG_S
    driver.do(cmd.Detach(VOICE_SEAT))
    assert announced_s(driver.room.context(driver.now)) == 3.0


def test_turns_from_the_line_and_from_protocols_are_announced_alike() -> None:
    driver = everybody()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    assert driver.wait(4.9) == []
    assert driver.wait(0.1) == ["turn.started"]
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq, {"think_s": 0}))
    driver.wait(0)
    holder = driver.room.state.floor.holder
    assert holder is not None
    assert holder.starts_at == driver.now + 5.0
