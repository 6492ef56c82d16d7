import pytest

from rooms.model.quality import Grade, SeatQuality


@pytest.mark.parametrize(
    ("up", "down", "worse"),
    [
        ("good", "good", "good"),
        ("fair", "good", "fair"),
        ("good", "fair", "fair"),
        ("fair", "poor", "poor"),
        ("poor", "good", "poor"),
    ],
)
def test_a_connection_is_as_good_as_its_worse_direction(up: str, down: str, worse: str) -> None:
    assert SeatQuality(Grade(up), Grade(down)).grade == worse
