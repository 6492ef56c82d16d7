from pathlib import Path

import pytest

from app.wiring.words import name_holes, read_all


def test_the_release_has_no_hole_in_any_language(caplog: pytest.LogCaptureFixture) -> None:
    read_all()
    assert caplog.records == []


def test_a_hole_is_named_with_its_language_and_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "mail" / "texts"
    folder.mkdir(parents=True)
    (folder / "en.toml").write_text('[mails]\nhello = "Hello"\nbye = "Bye"\n')
    (folder / "fr.toml").write_text('[mails]\nhello = "Bonjour"\n')
    name_holes(folder)
    (record,) = caplog.records
    assert (record.message, record.language, record.file, record.code) == (  # type: ignore[attr-defined]
        "words.missing",
        "fr",
        str(folder / "fr.toml"),
        "mails.bye",
    )


def test_a_language_of_one_folder_is_missed_in_the_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("mail", "printing"):
        (tmp_path / name / "texts").mkdir(parents=True)
        (tmp_path / name / "texts" / "en.toml").write_text('title = "Day"\n')
    (tmp_path / "mail" / "texts" / "fr.toml").write_text('title = "Jour"\n')
    name_holes(tmp_path / "mail" / "texts", tmp_path / "printing" / "texts")
    assert [record.file for record in caplog.records] == [str(tmp_path / "printing" / "texts" / "fr.toml")]  # type: ignore[attr-defined]
