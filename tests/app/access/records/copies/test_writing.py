"""A copy as a file: the same in JSON and on a page, in either language, and text is only text."""

import io
import json
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.access.records.copies import writing
from app.access.records.copies.exporters import EXPORTERS
from app.access.records.copies.writing import Copy, write_copy

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
TEXTS = Path(writing.__file__).parent / "texts"
ROWS = {"profile": [{"display_name": "<b>Ana</b>", "languages": ["en"], "legal_name": ""}], "places": []}


def written(language: str = "en") -> tuple[dict[str, Any], str]:
    copy = Copy("Riverside & Co", NOW, ZoneInfo("America/New_York"), language, ROWS)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(write_copy(copy))) as archive:
        assert archive.namelist() == ["data.html", "data.json"]
        return json.loads(archive.read("data.json")), archive.read("data.html").decode()


def test_the_data_is_whole_and_times_have_the_persons_zone() -> None:
    data, _ = written()
    assert data["sections"] == {
        "profile": [{"display_name": "<b>Ana</b>", "languages": ["en"], "legal_name": ""}],
        "places": [],
    }
    assert (data["clinic"], data["made_at"]) == ("Riverside & Co", "2026-07-01T08:00:00-04:00")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_shows_text_as_text_and_loads_nothing(language: str) -> None:
    _, page = written(language)
    assert "&lt;b&gt;Ana&lt;/b&gt;" in page
    assert "<b>" not in page
    assert f'<html lang="{language}" dir="ltr">' in page
    assert not any(word in page for word in ("<script", "src=", "href=", "http"))


def test_what_is_empty_takes_no_room_and_an_empty_section_says_so() -> None:
    _, page = written()
    assert "Legal name" not in page
    assert "Nothing." in page


def test_both_languages_have_the_same_words_and_a_heading_for_each_section() -> None:
    en, es = [
        tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8")) for language in ("en", "es")
    ]
    assert en.keys() == es.keys()
    for part in ("sections", "fields", "values"):
        assert en[part].keys() == es[part].keys()
    assert set(en["sections"]) == {each.name for each in EXPORTERS}
