"""When pictures count as back after a change of the link."""

from tests.lab.changes import back_after


def test_pictures_are_back_once_a_second_shows_nine_tenths_of_them() -> None:
    assert back_after([0.3, 0.3, 0.95, 0.4, 0.9, 1.0, 0.2]) == 2.0
    assert back_after([1.0, 0.9]) == 0.0


def test_pictures_that_do_not_come_back_have_no_time() -> None:
    assert back_after([0.5] * 20) is None
    assert back_after([1.0]) is None
