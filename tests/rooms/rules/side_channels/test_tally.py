"""A therapist's tally is visible only to them."""

import json

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.side_channels import Oars
from rooms.rules.side_channels import tally
from tests.support.rooms.company import CO, CO_SEAT, HOST, Company
from tests.support.rooms.setups import ANA, STAFF_SEAT, THERAPIST

Q, A, R, S = Oars.QUESTION, Oars.AFFIRMATION, Oars.REFLECTION, Oars.SUMMARY


def count(driver: Company, *kinds: Oars) -> None:
    for kind in kinds:
        driver.do(cmd.TallyOars(THERAPIST, kind))


def test_counts_and_reflections_per_question() -> None:
    driver = Company()
    count(driver, R, A)
    assert "ratio" not in driver.view(STAFF_SEAT)["oars"]
    count(driver, Q, R, S, R, Q)
    assert driver.view(STAFF_SEAT)["oars"] == {
        "question": 2,
        "affirmation": 1,
        "reflection": 3,
        "summary": 1,
        "last": "question",
        "ratio": 1.5,
    }


def test_three_questions_in_a_row_are_noted_until_something_else_is_counted() -> None:
    driver = Company()
    count(driver, Q, Q)
    assert "three_questions" not in driver.view(STAFF_SEAT)["oars"]
    count(driver, Q, Q)
    assert driver.view(STAFF_SEAT)["oars"]["three_questions"]
    count(driver, R)
    assert "three_questions" not in driver.view(STAFF_SEAT)["oars"]


def test_undo_removes_the_last_of_its_kind() -> None:
    driver = Company()
    count(driver, Q, R, Q, Q)
    driver.do(cmd.TallyOars(THERAPIST, R, undo=True))
    seen = driver.view(STAFF_SEAT)["oars"]
    assert (seen["question"], seen["reflection"], seen["three_questions"]) == (3, 0, True)
    with pytest.raises(Refused, match=r"oars\.none"):
        driver.do(cmd.TallyOars(THERAPIST, R, undo=True))


def test_nobody_else_sees_it_and_each_has_their_own() -> None:
    driver = Company()
    count(driver, Q)
    driver.do(cmd.TallyOars(CO, R))
    assert driver.view(STAFF_SEAT)["oars"]["reflection"] == 0
    assert driver.view(CO_SEAT)["oars"]["question"] == 0
    for seat in driver.room.state.seats:
        if seat not in (STAFF_SEAT, CO_SEAT):
            assert "oars" not in json.dumps({k: v for k, v in driver.view(seat).items() if k != "you"})


@pytest.mark.parametrize("by", [ANA, HOST])
def test_only_those_who_lead_may_count(by: str) -> None:
    with pytest.raises(Refused, match=r"role\.forbidden"):
        Company().do(cmd.TallyOars(by, Q))  # type: ignore[arg-type]


def test_a_tally_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "OARS_MAX", 3)
    driver = Company()
    count(driver, Q, R, S)
    with pytest.raises(Refused, match=r"oars\.full"):
        count(driver, A)
    assert len(driver.room.side_channels.oars[THERAPIST]) == 3
