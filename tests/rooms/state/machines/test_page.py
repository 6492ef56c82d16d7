"""The documented tables are those that the room follows."""

import pytest

from rooms.state.machines import SESSION, TURN
from rooms.state.machines.page import COMMAND, MACHINES, PAGE_PATH, describe, with_tables


def test_the_page_is_current() -> None:
    page = PAGE_PATH.read_text()
    assert page == with_tables(page, MACHINES, COMMAND), f"run: {COMMAND}"


def test_a_row_becomes_a_line_with_its_event_and_reason() -> None:
    assert "| `live` | `held` | `room.held` | nobody licensed for `held_after_s` |" in describe(SESSION)
    assert "| `live` | the same | `room.unled` |" in describe(SESSION)


def test_an_absent_turn_is_shown_as_a_free_floor() -> None:
    assert "| free | `announced` | `floor.granted` |" in describe(TURN)
    assert "| any, free | free | `room.ended` |" in describe(TURN)


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for session"):
        with_tables("# A page", [SESSION], COMMAND)
