"""The words of statements are the same in every language, and follow docs/writing.md."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from app.exports.printing.wording import Wording, load_wording, write_clock, write_date, write_exact
from clinic.attendance.codes import Reason
from clinic.attendance.statements import StatementKind
from clinic.programme.coverage import Billed

TABLES = [field.name for field in fields(Wording) if field.name != "locale"]
ENGLISH = load_wording("en")


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("table", TABLES)
def test_every_language_has_the_same_words_with_the_same_places(table: str) -> None:
    english: Mapping[str, str] = getattr(ENGLISH, table)
    spanish: Mapping[str, str] = getattr(load_wording("es"), table)
    assert english.keys() == spanish.keys()
    for key in english:
        assert placeholders(english[key]) == placeholders(spanish[key]), key


def test_there_is_a_word_for_everything_that_a_statement_may_say() -> None:
    assert ENGLISH.titles.keys() == set(StatementKind)
    assert ENGLISH.services.keys() == set(Billed)
    assert ENGLISH.reasons.keys() == set(Reason)


def test_days_and_times_are_written_as_people_read_them() -> None:
    spanish, zone = load_wording("es"), ZoneInfo("America/New_York")
    noon = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)
    assert write_date(date(2026, 3, 2), ENGLISH) == "Mar 2, 2026"
    assert write_date(date(2026, 3, 2), spanish) == "2 mar 2026"
    assert write_clock(noon, zone, ENGLISH) == "12:05 PM"
    assert write_clock(noon - timedelta(hours=12), zone, spanish) == "12:05 a.m."
    assert write_exact(timedelta(hours=1, minutes=31, seconds=9, microseconds=999_999)) == "1:31:09"
