"""Writes a copy as a ZIP of two files that say the same: ``data.json`` for programs, ``data.html`` for people. Pure.

The page stands alone: no script, nothing loaded from anywhere, and text is only ever text.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list

from app.access.records.copies.exporters import Row, Value
from app.runtime.texts import read_words

__all__ = ["COPY_TEXTS", "Copy", "write_copy"]

COPY_TEXTS: Final = Path(__file__).parent / "texts"
"""A file for each language that the page is written in."""
_FORMAT: Final = 1
"""The version of ``data.json``."""
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1d2733}"
    "section{margin-block:2.5rem}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;"
    "padding:1rem;border:1px solid #d5dbe3;border-radius:.75rem}dt{color:#5a6675}"
    "dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}"
    "@media(max-width:30rem){dl{display:block}dd{margin-block-end:.5rem}}"
    "@media(prefers-color-scheme:dark){body{background:#12171d;color:#e6ebf1}dl{border-color:#3a4552}dt{color:#a9b4c0}}"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """What is written.

    Attributes:
        zone: In which times are told.
        sections: By name, in order.
    """

    clinic: str
    made_at: datetime
    zone: ZoneInfo
    language: str
    sections: Mapping[str, Sequence[Row]]


def write_copy(copy: Copy) -> bytes:
    """Return the ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("data.html", _page(copy)), ("data.json", _data(copy))):
            # The time of a file in a ZIP has no zone; the copy says itself when it was made.
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _data(copy: Copy) -> str:
    content = {
        "format": _FORMAT,
        "clinic": copy.clinic,
        "made_at": _plain(copy.made_at, copy.zone),
        "sections": {
            name: [{field: _plain(value, copy.zone) for field, value in row.items()} for row in rows]
            for name, rows in copy.sections.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _plain(value: Value, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _page(copy: Copy) -> str:
    words = _words(copy.language)
    made = words["made"].format(
        date=_at(copy.made_at, copy.zone, words), clinic=copy.clinic, zone=copy.zone.key
    )
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in (made, words["about"], words["not_here"]))
    sections = "".join(_section(name, rows, copy, words) for name, rows in copy.sections.items())
    title = escape(words["title"])
    direction = Locale.parse(words["locale"]).text_direction
    return (
        f'<!doctype html><html lang="{copy.language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1>{paragraphs}{sections}</body></html>"
    )


def _section(name: str, rows: Sequence[Row], copy: Copy, words: dict[str, Any]) -> str:
    body = "".join(_row(row, copy, words) for row in rows) or f"<p>{escape(words['empty'])}</p>"
    return f"<section><h2>{escape(words['sections'][name])}</h2>{body}</section>"


def _row(row: Row, copy: Copy, words: dict[str, Any]) -> str:
    told = [
        f"<dt>{escape(words['fields'][field])}</dt><dd>{escape(_told(value, copy.zone, words))}</dd>"
        for field, value in row.items()
        if value not in (None, "", [])
    ]
    return f"<dl>{''.join(told)}</dl>"


def _told(value: Value, zone: ZoneInfo, words: dict[str, Any]) -> str:
    match value:
        case bool():
            return str(words["yes"] if value else words["no"])
        case datetime():
            return _at(value, zone, words)
        case date():
            return format_date(value, "medium", words["locale"])
        case list():
            told = [_told(each, zone, words) for each in value]
            return format_list(told, "unit-short", words["locale"])
        case str():
            return str(words["values"].get(value, value))
    return str(value)


def _at(moment: datetime, zone: ZoneInfo, words: dict[str, Any]) -> str:
    written: str = format_datetime(moment, "medium", zone, words["locale"])
    return written.replace("\u202f", " ")


@cache
def _words(language: str) -> dict[str, Any]:
    return read_words(COPY_TEXTS, language)
