"""A policy outside its limits is refused."""

import math
from dataclasses import fields

import pytest

from rooms.model.errors import PolicyError
from rooms.model.policy.policy import RANGES, FacilitatorRule, RoomPolicy


@pytest.mark.parametrize(
    "limits",
    [
        {"max_people": 0},
        {"max_seats": 0},
        {"max_seats": 33},
        {"hold_s": 9},
        {"hold_s": 121},
        {"hold_s": math.nan},
        {"absence_s": 20},
        {"absence_s": 3601},
        {"held_after_s": 9},
        {"held_after_s": 61},
        {"suspended_after_s": 59},
        {"suspended_after_s": 901},
        {"turn_s": 0},
        {"turn_s": -1},
        {"turn_s": 3601},
        {"lock_after_s": 599},
        {"lock_after_s": 3601, "late_after_s": 0},
        {"picture_height": 480},
    ],
    ids=str,
)
def test_a_number_outside_its_limits_is_refused_by_name(limits: dict[str, float]) -> None:
    name = next(iter(limits))
    with pytest.raises(PolicyError, match=f"^{name} must") as refused:
        RoomPolicy(**limits)  # type: ignore[arg-type]
    assert refused.value.field == name


def test_every_time_and_size_has_a_range() -> None:
    numbers = {field.name for field in fields(RoomPolicy) if type(field.default) in (int, float)}
    assert set(RANGES) == numbers - {"picture_height"} | {"turn_s"}


@pytest.mark.parametrize("edge", [0, 1], ids=["lowest", "highest"])
def test_the_limits_are_inclusive(edge: int) -> None:
    values = {name: limits[edge] for name, limits in RANGES.items() if name != "turn_s"}
    policy = RoomPolicy(**values)  # type: ignore[arg-type]
    assert {name: getattr(policy, name) for name in values} == values


def test_a_room_may_have_no_lateness_lock_or_turn_limit() -> None:
    policy = RoomPolicy(late_after_s=None, lock_after_s=None, turn_s=None)
    assert (policy.late_after_s, policy.lock_after_s, policy.turn_s) == (None, None, None)


def test_nobody_is_absent_before_their_turn_was_decided() -> None:
    """F8: a seat that had left would have lost its turn."""
    assert RoomPolicy(hold_s=30, decide_s=20, absence_s=50).absence_s == 50
    with pytest.raises(PolicyError, match="absence_s"):
        RoomPolicy(hold_s=30, decide_s=21, absence_s=50)


def test_only_a_class_and_a_peer_meeting_need_no_licence() -> None:
    without = {rule for rule in FacilitatorRule if not RoomPolicy(facilitator=rule).needs_licence}
    assert without == {FacilitatorRule.HOST}
