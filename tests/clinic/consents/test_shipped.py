"""The texts of the release: their files, and how they are checked."""

from pathlib import Path

import pytest

import clinic.consents
from clinic.consents.documents import LANGUAGES, DocumentKind
from clinic.consents.shipped import ShippedFileWrong, parse_file, shipped_versions

FOLDER = Path(clinic.consents.__file__).parent / "library"
FILES = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.toml"))}
NAME = "agreement.1.en.toml"
SAID = {
    "en": {
        "agreement": [
            "names",
            "record",
            "Headphones",
            "hear",
            "alcohol",
            "drive",
            "abuse",
            "not bound",
            "broken",
        ],
        "couples": ["The couple is the client", "secret", "alone", "both"],
        "part2": ["42 CFR Part 2", "Who may get it", "What for", "Until when", "take this back", "partner"],
    },
    "es": {
        "agreement": [
            "nombres",
            "grabar",
            "audífonos",
            "escuche",
            "alcohol",
            "maneja",
            "maltrato",
            "obliga igual",
        ],
        "couples": ["La pareja es quien recibe", "secreto", "por su cuenta", "las dos"],
        "part2": ["42 CFR Parte 2", "Quién puede recibir", "Para qué", "Hasta cuándo", "retirar", "pareja"],
    },
}


def test_every_document_comes_in_every_language_and_nobody_has_reviewed_one() -> None:
    texts = [parse_file(name, content) for name, content in FILES.items()]
    versions = shipped_versions(texts)
    assert {version.key.kind for version in versions} == set(DocumentKind)
    assert all(set(version.texts) == set(LANGUAGES) and version.is_shipped for version in versions)
    assert not any(text.reviewed for text in texts), "say who reviewed it, in the page of the documents"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["agreement", "couples", "part2"])
def test_what_the_specification_asks_for_is_said(kind: str, language: str) -> None:
    body = parse_file(f"{kind}.1.{language}.toml", FILES[f"{kind}.1.{language}.toml"]).text.body
    assert [phrase for phrase in SAID[language][kind] if phrase not in body] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("group.1.en.toml", "x", "x", "named otherwise"),
        (NAME, "version = 1", "version = 'one'", "version"),
        (NAME, "reviewed = false", "", "reviewed"),
        (NAME, "reviewed = false", "reviewed = false\nmore = 1", "more"),
        (NAME, "reading_level = 6", "reading_level = 1", "reads like grade"),
        (NAME, "reading_level = 6", "reading_level = 12", "promises 12"),
        (NAME, "## No recordings", "# No recordings", "consent.markdown"),
        (NAME, "title =", "title", "Expected"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(name: str, old: str, new: str, told: str) -> None:
    with pytest.raises(ShippedFileWrong, match=told):
        parse_file(name, FILES[NAME].replace(old, new, 1))


def test_a_document_that_is_missing_or_lacks_a_language_is_refused() -> None:
    texts = [parse_file(name, content) for name, content in FILES.items()]
    with pytest.raises(ShippedFileWrong, match="no text for"):
        shipped_versions(text for text in texts if text.kind is not DocumentKind.GROUP)
    with pytest.raises(ShippedFileWrong, match="not the same"):
        shipped_versions(text for text in texts if (text.kind, text.language) != (DocumentKind.GROUP, "es"))
