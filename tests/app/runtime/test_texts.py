from pathlib import Path

import pytest

from app.runtime.texts import holes, languages_in, placeholders, read_words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.toml").write_text(
        'date = "Day"\n[mails]\nhello = "Hello {name}"\nbye = "Bye"\n[totals]\none = "1 day"\nother = "{count} days"\n'
    )
    return tmp_path


def test_a_language_is_added_by_adding_its_file(folder: Path) -> None:
    (folder / "xx.toml").write_text(
        'date = "Dag"\n[mails]\nhello = "Hej {name}"\nbye = "Hejdå"\n[totals]\nfew = "{count} d"\nother = "{count} dd"\n'
    )
    assert languages_in(folder) == {"en", "xx"}
    assert holes(folder, "xx") == []
    assert read_words(folder, "xx") == {
        "date": "Dag",
        "mails": {"hello": "Hej {name}", "bye": "Hejdå"},
        "totals": {"few": "{count} d", "other": "{count} dd"},
    }


def test_what_a_language_lacks_is_named_and_said_in_english(folder: Path) -> None:
    (folder / "xx.toml").write_text('[mails]\nhello = "Hej {nam}"\nbye = "Hejdå"\n')
    assert holes(folder, "xx") == ["date", "mails.hello", "totals.other"]
    assert read_words(folder, "xx")["mails"] == {"hello": "Hello {name}", "bye": "Hejdå"}


def test_a_language_without_a_file_is_english(folder: Path) -> None:
    assert read_words(folder, "yy") == read_words(folder, "en")
    assert holes(folder, "en") == []


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{link} until {expires}, {link}") == {"link", "expires"}
