"""Every event says what it can change."""

from typing import get_args

import pytest

from rooms.model import events as ev
from rooms.state.subjects import (
    ALL,
    BESIDE,
    FLOOR,
    LOG,
    PEOPLE,
    PRESENCE,
    RUNS,
    SUBJECT_OF,
    shows,
    watched_by,
)


def test_every_event_has_its_subjects() -> None:
    assert set(SUBJECT_OF) == set(get_args(ev.Event))
    assert all(subject & LOG and not subject & BESIDE and subject <= ALL for subject in SUBJECT_OF.values())


def test_turns_and_steps_move_nobody() -> None:
    assert SUBJECT_OF[ev.HandUp] == FLOOR | LOG
    assert SUBJECT_OF[ev.ProtocolStepped] == FLOOR | RUNS | LOG
    assert SUBJECT_OF[ev.SeatLost] == PEOPLE | LOG
    assert SUBJECT_OF[ev.PresenceBegan] == PRESENCE | LOG
    assert SUBJECT_OF[ev.RoomEnded] & (PEOPLE | FLOOR | RUNS) == PEOPLE | FLOOR | RUNS


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
