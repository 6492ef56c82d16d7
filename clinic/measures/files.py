"""Files of instruments: how they are read and checked. Pure: text in, an instrument out.

One file has one version of one instrument in every language, so that no language can be behind. The texts of an
instrument are its authors'; what is checked is that they are there and can be shown.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from clinic.measures.instruments import Band, Instrument, Item, Option, Scoring, Slider
from clinic.people.fields.text import text_problem

__all__ = ["LANGUAGES", "LARGEST", "InstrumentFileWrong", "parse_instrument"]

LANGUAGES: Final = ("en", "es")
LARGEST: Final = 40_000
"""Characters of a file."""

_MOST_ITEMS: Final = 60
_MOST_OPTIONS: Final = 11
_LONGEST: Final = 500
_LONGEST_TITLE: Final = 80
_MOST_ANSWER: Final = 100
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,30}")
_FIELDS: Final = frozenset(
    {"key", "version", "validated", "scoring", "may_miss", "alert_item", "title", "lead", "items", "options"}
    | {"slider", "bands"}
)


class InstrumentFileWrong(Exception):
    """A file holds no instrument that could be asked. Its text names the field."""


def parse_instrument(content: str) -> Instrument:
    """Return the instrument of a file. Raises InstrumentFileWrong."""
    if len(content) > LARGEST:
        raise InstrumentFileWrong("size")
    try:
        found: dict[str, Any] = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise InstrumentFileWrong("toml") from None
    if unknown := found.keys() - _FIELDS:
        raise InstrumentFileWrong(min(unknown))
    slider = _slider(found["slider"]) if "slider" in found else None
    options = tuple(_option(each) for each in _tables(found, "options", _MOST_OPTIONS))
    if (slider is None) is not (len(options) > 1):
        raise InstrumentFileWrong("options")
    if len({each.value for each in options}) != len(options):
        raise InstrumentFileWrong("options")
    items = tuple(_item(each) for each in _tables(found, "items", _MOST_ITEMS))
    if not items:
        raise InstrumentFileWrong("items")
    return Instrument(
        _key(found.get("key")),
        _whole(found, "version", 1, 999),
        _flag(found, "validated"),
        _words(found.get("title"), "title", _LONGEST_TITLE),
        _words(found.get("lead"), "lead", _LONGEST),
        items,
        options,
        slider,
        _scoring(found.get("scoring")),
        _whole(found, "may_miss", 0, len(items) - 1, default=0),
        _whole(found, "alert_item", 1, len(items)) if "alert_item" in found else None,
        _bands(_tables(found, "bands", _MOST_OPTIONS)),
    )


def _key(found: object) -> str:
    if not isinstance(found, str) or not _KEY.fullmatch(found):
        raise InstrumentFileWrong("key")
    return found


def _scoring(found: object) -> Scoring:
    if not isinstance(found, str) or found not in set(Scoring):
        raise InstrumentFileWrong("scoring")
    return Scoring(found)


def _flag(table: Mapping[str, Any], name: str, *, default: bool | None = None) -> bool:
    found = table.get(name, default)
    if not isinstance(found, bool):
        raise InstrumentFileWrong(name)
    return found


def _whole(table: Mapping[str, Any], name: str, low: int, high: int, *, default: int | None = None) -> int:
    found = table.get(name, default)
    if type(found) is not int or not low <= found <= high:
        raise InstrumentFileWrong(name)
    return found


def _tables(found: Mapping[str, Any], name: str, most: int) -> Sequence[dict[str, Any]]:
    tables = found.get(name, [])
    if (
        not isinstance(tables, list)
        or len(tables) > most
        or not all(isinstance(each, dict) for each in tables)
    ):
        raise InstrumentFileWrong(name)
    return tables


def _words(found: object, name: str, longest: int, beside: frozenset[str] = frozenset()) -> Mapping[str, str]:
    if not isinstance(found, dict) or found.keys() - beside != set(LANGUAGES):
        raise InstrumentFileWrong(name)
    for language in LANGUAGES:
        text = found[language]
        if not isinstance(text, str) or text != text.strip() or text_problem(text, longest, required=True):
            raise InstrumentFileWrong(name)
    return {language: found[language] for language in LANGUAGES}


def _item(table: dict[str, Any]) -> Item:
    reverse = _flag(table, "reverse", default=False)
    return Item(_words(table, "items", _LONGEST, frozenset({"reverse"})), reverse)


def _option(table: dict[str, Any]) -> Option:
    value = _whole(table, "value", 0, _MOST_ANSWER)
    return Option(value, _words(table, "options", _LONGEST, frozenset({"value"})))


def _slider(table: object) -> Slider:
    if not isinstance(table, dict) or table.keys() != {"lowest", "highest", "low", "high"}:
        raise InstrumentFileWrong("slider")
    lowest = _whole(table, "lowest", 0, _MOST_ANSWER)
    return Slider(
        lowest,
        _whole(table, "highest", lowest + 1, _MOST_ANSWER),
        _words(table["low"], "slider", _LONGEST_TITLE),
        _words(table["high"], "slider", _LONGEST_TITLE),
    )


def _bands(tables: Sequence[dict[str, Any]]) -> tuple[Band, ...]:
    bands = tuple(
        Band(
            _whole(each, "from", 0, _MOST_ITEMS * _MOST_ANSWER),
            _words(each, "bands", _LONGEST_TITLE, frozenset({"from"})),
        )
        for each in tables
    )
    begins = [each.begins for each in bands]
    if begins != sorted(set(begins)):
        raise InstrumentFileWrong("bands")
    return bands
