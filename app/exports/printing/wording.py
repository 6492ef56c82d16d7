"""The words of statements: one file per language in ``texts/``, by the rules of docs/writing.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency

from app.runtime.texts import read_words

__all__ = [
    "PRINTED_TEXTS",
    "Wording",
    "load_wording",
    "write_charge",
    "write_clock",
    "write_date",
    "write_exact",
]

PRINTED_TEXTS: Final = Path(__file__).parent / "texts"
"""A file for each language that statements are written in."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language; parts, totals and reasons have placeholders.

    Attributes:
        locale: By whose customs days, times and sums are written (Unicode CLDR), such as ``es_US``.
        totals: By plural form of the number of sessions, ``other`` among them.
    """

    locale: str
    titles: Mapping[str, str]
    heading: Mapping[str, str]
    columns: Mapping[str, str]
    services: Mapping[str, str]
    parts: Mapping[str, str]
    totals: Mapping[str, str]
    reasons: Mapping[str, str]

    def total(self, sessions: int) -> str:
        """Return the sentence for so many sessions."""
        return self.totals.get(Locale.parse(self.locale).plural_form(sessions), self.totals["other"])


@cache
def load_wording(language: str) -> Wording:
    """Return the words of a language, those that it lacks in English."""
    return Wording(**read_words(PRINTED_TEXTS, language))


def write_date(day: date, words: Wording) -> str:
    """Return, for example, ``Mar 2, 2026``."""
    return format_date(day, "medium", words.locale)


def write_clock(at: datetime, zone: ZoneInfo, words: Wording) -> str:
    """Return, for example, ``9:00 AM``."""
    return format_time(at, "short", zone, words.locale).replace("\u202f", " ")


def write_charge(cents: int, words: Wording) -> str:
    """Return, for example, ``$1,250.00``."""
    return format_currency(cents / 100, "USD", locale=words.locale)


def write_exact(time: timedelta) -> str:
    """Return hours, minutes and whole seconds: ``1:31:00``."""
    minutes, seconds = divmod(time // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
