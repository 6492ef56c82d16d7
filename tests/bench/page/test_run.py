"""What ``python -m bench page`` can fill a room with."""

from bench.page.run import MOST, measure_page


def test_a_room_of_nine_can_be_measured() -> None:
    assert callable(measure_page)
    assert MOST >= 9
