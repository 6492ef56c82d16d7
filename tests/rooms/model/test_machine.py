"""A transition table: what it allows, what it refuses, and what makes it invalid."""

from enum import StrEnum

import pytest

from rooms.model.machine import STAYS, IllegalMove, Machine, Row


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    DARK = "dark"


ROWS = (
    Row((Light.RED,), Light.GREEN, "timer", "cars may go"),
    Row((Light.GREEN,), Light.RED, "timer", "people may go"),
    Row((Light.RED, Light.GREEN), Light.DARK, "power_cut", "nobody knows"),
    Row((Light.DARK,), STAYS, "power_cut", "it is dark already"),
    Row((Light.DARK,), Light.RED, "power", "carefully"),
    Row((Light.DARK,), Light.GREEN, "power", "where no cars cross"),
)


def light(*rows: Row[Light]) -> Machine[Light]:
    return Machine("light", tuple(Light), Light.RED, rows or ROWS)


def test_a_move_leads_to_the_target_of_its_row() -> None:
    assert light().after(Light.RED, "timer") is Light.GREEN
    assert light().after(Light.GREEN, "power_cut") is Light.DARK


def test_a_row_may_leave_the_state_unchanged() -> None:
    assert light().after(Light.DARK, "power_cut") is Light.DARK


def test_a_caller_who_knows_the_target_asks_whether_it_is_allowed() -> None:
    light().move(Light.DARK, "power", Light.RED)
    light().move(Light.DARK, "power", Light.GREEN)
    with pytest.raises(IllegalMove, match="light: power does not lead from dark to dark"):
        light().move(Light.DARK, "power", Light.DARK)


def test_a_move_without_a_row_reports_the_machine_and_the_states() -> None:
    with pytest.raises(IllegalMove) as refused:
        light().move(Light.DARK, "timer", Light.RED)
    error = refused.value
    assert (error.machine, error.state, error.on, error.to) == ("light", Light.DARK, "timer", Light.RED)
    with pytest.raises(IllegalMove, match=r"light: timer does not lead from dark$"):
        light().after(Light.DARK, "timer")


def test_the_table_does_not_choose_between_two_rows() -> None:
    with pytest.raises(IllegalMove):
        light().after(Light.DARK, "power")


def test_every_move_of_a_row_is_listed() -> None:
    assert (Light.GREEN, "power_cut", Light.DARK) in set(light().moves())
    assert len(list(light().moves())) == 7


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (ROWS[:2], "dark.* cannot be reached"),
        ((*ROWS, ROWS[0]), "red to green on timer stands twice"),
        ((*ROWS, Row((Light.RED,), "blue", "timer", "")), "red to blue on timer"),
    ],
)
def test_an_invalid_table_is_refused_when_it_is_built(rows: tuple[Row[Light], ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        light(*rows)
