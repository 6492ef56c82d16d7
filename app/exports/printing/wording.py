"""The words of statements: one file per language in ``texts/``, by the rules of docs/writing.md."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

__all__ = ["Language", "Wording", "load_wording", "write_clock", "write_date", "write_exact"]

_TEXTS = Path(__file__).parent / "texts"


class Language(StrEnum):
    """A language that statements are written in."""

    ENGLISH = "en"
    SPANISH = "es"


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language; parts and reasons have placeholders."""

    date: str
    clock: str
    halves: tuple[str, str]
    months: tuple[str, ...]
    titles: Mapping[str, str]
    heading: Mapping[str, str]
    columns: Mapping[str, str]
    services: Mapping[str, str]
    parts: Mapping[str, str]
    reasons: Mapping[str, str]


@cache
def load_wording(language: Language) -> Wording:
    """Return the words of a language."""
    found = tomllib.loads((_TEXTS / f"{language}.toml").read_text())
    return Wording(**(found | {"halves": tuple(found["halves"]), "months": tuple(found["months"])}))


def write_date(day: date, words: Wording) -> str:
    """Return, for example, ``Mar 2, 2026``."""
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def write_clock(at: datetime, zone: ZoneInfo, words: Wording) -> str:
    """Return, for example, ``9:00 AM``."""
    local = at.astimezone(zone)
    return words.clock.format(
        hour=local.hour % 12 or 12, minute=f"{local.minute:02}", half=words.halves[local.hour >= 12]
    )


def write_exact(time: timedelta) -> str:
    """Return hours, minutes and whole seconds: ``1:31:00``."""
    minutes, seconds = divmod(time // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
