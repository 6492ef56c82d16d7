"""A policy outside its limits is refused."""

import pytest

from rooms.model.policy import RoomPolicy


@pytest.mark.parametrize(
    "fields",
    [
        {"max_seats": 0},
        {"max_seats": 33},
        {"hold_s": 9},
        {"hold_s": 121},
        {"absence_s": 20},
        {"absence_s": 3601},
        {"picture_height": 480},
    ],
)
def test_limits(fields: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        RoomPolicy(**fields)  # type: ignore[arg-type]


def test_the_edges_are_allowed() -> None:
    assert RoomPolicy(max_seats=32, hold_s=120, absence_s=120).absence_s == 120
