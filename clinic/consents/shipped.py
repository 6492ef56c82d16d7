"""The texts that come with the release: how their files are read and checked. Pure: text in, versions out.

A file has one version of one document in one language. A file that was released is never changed, because people have
signed it; a better text is another file with the next number.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from clinic.consents.documents import LANGUAGES, DocumentKey, DocumentKind
from clinic.consents.reading_level import grade_of
from clinic.consents.texts import DocumentText, check_texts, tidy_text
from clinic.consents.versions import DocumentVersion, VersionId

__all__ = ["HARDEST", "ShippedFileWrong", "parse_file", "shipped_versions"]

HARDEST: Final = 8
"""The highest grade that a file may declare: terms of the law keep some of them there."""

_FIELDS: Final[Mapping[str, type]] = {
    "document": str,
    "version": int,
    "language": str,
    "effective": date,
    "reading_level": int,
    "reviewed": bool,
    "title": str,
    "body": str,
}


class ShippedFileWrong(Exception):
    """A file of the release cannot be used."""


@dataclass(frozen=True, slots=True)
class ShippedText:
    """What one file says."""

    kind: DocumentKind
    number: int
    language: str
    effective: date
    reviewed: bool
    text: DocumentText


def parse_file(name: str, content: str) -> ShippedText:
    """Return the text of a file such as ``agreement.1.en.toml``. Raises ShippedFileWrong."""
    try:
        found: dict[str, Any] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ShippedFileWrong(f"{name}: {error}") from None
    wrong = [field for field, kind in _FIELDS.items() if type(found.get(field)) is not kind]
    if wrong or found.keys() - _FIELDS:
        raise ShippedFileWrong(f"{name}: {sorted({*wrong, *(found.keys() - _FIELDS)})}")
    if name != f"{found['document']}.{found['version']}.{found['language']}.toml":
        raise ShippedFileWrong(f"{name}: named otherwise inside")
    if found["document"] not in set(DocumentKind) or found["language"] not in LANGUAGES:
        raise ShippedFileWrong(f"{name}: unknown document or language")
    text = tidy_text(DocumentText(found["title"], found["body"]))
    if problems := check_texts(dict.fromkeys(LANGUAGES, text)):
        raise ShippedFileWrong(f"{name}: {problems[0].code}")
    level = found["reading_level"]
    grade = grade_of(text.body, found["language"])
    if not grade <= level <= HARDEST:
        raise ShippedFileWrong(f"{name}: reads like grade {grade}, and promises {level}")
    return ShippedText(
        DocumentKind(found["document"]),
        found["version"],
        found["language"],
        found["effective"],
        found["reviewed"],
        text,
    )


def shipped_versions(texts: Iterable[ShippedText]) -> tuple[DocumentVersion, ...]:
    """Return the versions that the files make together. Raises ShippedFileWrong if a language or a kind is missing."""
    found: dict[tuple[DocumentKind, int], dict[str, ShippedText]] = {}
    for each in texts:
        found.setdefault((each.kind, each.number), {})[each.language] = each
    if missing := set(DocumentKind) - {kind for kind, _ in found}:
        raise ShippedFileWrong(f"no text for {sorted(missing)}")
    return tuple(_version(kind, number, by_language) for (kind, number), by_language in sorted(found.items()))


def _version(kind: DocumentKind, number: int, texts: Mapping[str, ShippedText]) -> DocumentVersion:
    days = {each.effective for each in texts.values()}
    if set(texts) != set(LANGUAGES) or len(days) != 1:
        raise ShippedFileWrong(f"{kind} {number}: not the same in every language")
    day = days.pop()
    return DocumentVersion(
        VersionId(f"dv_{kind}-{number}"),
        DocumentKey(kind),
        number,
        {language: each.text for language, each in texts.items()},
        day,
        effective_at=datetime.combine(day, time(), UTC),
        is_shipped=True,
    )
