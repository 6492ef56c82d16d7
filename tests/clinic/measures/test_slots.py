"""Slots for instruments that need a licence."""

from dataclasses import replace
from datetime import date

import pytest

from app.access.programme.measures.catalogue import shipped
from clinic.common.errors import FieldError
from clinic.common.ids import PersonId
from clinic.measures.files import parse_instrument
from clinic.measures.slots import SLOTS, Licence, licence_problems, slot_problem
from tests.support.schedule.afterwards.instruments import CSQ8, PHQ9

TODAY = date(2026, 3, 2)


def test_a_file_has_to_be_of_the_instrument_that_it_names() -> None:
    found = parse_instrument(CSQ8)
    assert slot_problem(found) is None
    assert slot_problem(replace(found, key="wai_sr")) == "measures.other_instrument"
    assert slot_problem(replace(found, items=found.items[:7])) == "measures.other_instrument"
    assert slot_problem(PHQ9) == "measures.no_slot"


def test_the_release_has_no_file_for_any_slot() -> None:
    assert not {key for key, _ in shipped()} & SLOTS.keys()


@pytest.mark.parametrize(("until", "holds"), [(None, True), (TODAY, True), (date(2026, 3, 1), False)])
def test_a_licence_holds_until_its_last_day(until: date | None, holds: bool) -> None:
    assert Licence("Tamalpa", until, PersonId("pt_olga")).holds(TODAY) is holds


def test_a_statement_names_who_gave_the_licence_and_is_not_over_already() -> None:
    assert licence_problems("Tamalpa LLC", None, TODAY) == []
    assert licence_problems("", date(2026, 3, 1), TODAY) == [
        FieldError("holder", "field.required"),
        FieldError("until", "field.past"),
    ]
