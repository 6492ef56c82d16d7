"""What a view shows is declared where it is built; sections watch what their parts show."""

import pytest

from rooms.state.subjects import ASIDE, FLOOR, GATES, PEOPLE, RUNS, SPEAKING, SWITCHES, VOICES
from rooms.views.sections import SECTIONS
from rooms.views.watches import shows, watched_by


def test_what_several_show_together_is_watched() -> None:
    @shows(FLOOR)
    def floor() -> None:
        """Show the floor."""

    @shows(PEOPLE | FLOOR)
    def people() -> None:
        """Show people and the floor."""

    assert watched_by(floor) == FLOOR
    assert watched_by(floor, people) == PEOPLE | FLOOR


def test_a_part_that_does_not_say_what_it_shows_makes_no_section() -> None:
    with pytest.raises(KeyError):
        watched_by(lambda: None)


def test_sections_watch_what_their_parts_show() -> None:
    assert SECTIONS["seats"].watches == PEOPLE | SWITCHES | VOICES | GATES | SPEAKING
    assert SECTIONS["leading"].watches == PEOPLE | FLOOR | RUNS | VOICES
    assert SECTIONS["staff_seats"].watches == PEOPLE | ASIDE
