"""What a document's text may consist of: a small part of Markdown, in which nothing can be hidden. Pure.

A line ``## …`` is a heading, lines ``- …`` are a list, and what stands between empty lines is a paragraph. There is no
HTML, no link and no emphasis: a client reads exactly what the clinic wrote, and a copy is the same text.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from clinic.common.errors import FieldError
from clinic.consents.documents import LANGUAGES

__all__ = [
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "Block",
    "BlockKind",
    "DocumentText",
    "blocks_of",
    "check_texts",
    "fingerprint",
    "tidy_text",
]

LONGEST_TITLE: Final = 80
LONGEST_TEXT: Final = 5000
"""Characters. Longer ones are not read, and both languages have to fit into one request."""

_HEADING: Final = "## "
_ITEM: Final = "- "
_FORBIDDEN: Final = "<>`"
_MOST_BREAKS: Final = frozenset("\n")


class BlockKind(StrEnum):
    """A part of a text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text as it is shown: one line, or the items of a list."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A version's text in one language."""

    title: str
    body: str


def tidy_text(text: DocumentText) -> DocumentText:
    """Return the text with plain line ends, and without spaces at the ends of lines."""
    lines = [line.rstrip() for line in text.body.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return DocumentText(" ".join(text.title.split()), "\n".join(lines).strip())


def blocks_of(body: str) -> tuple[Block, ...]:
    """Return the parts of a text in order."""
    return tuple(_blocks(body))


def _blocks(body: str) -> Iterator[Block]:
    for kind, lines in groupby((line.strip() for line in body.split("\n")), key=_kind_of):
        if kind is None:
            continue
        if kind is BlockKind.LIST:
            yield Block(kind, tuple(line.removeprefix(_ITEM).strip() for line in lines))
        elif kind is BlockKind.PARAGRAPH:
            yield Block(kind, (" ".join(lines),))
        else:
            yield from (Block(kind, (line.removeprefix(_HEADING).strip(),)) for line in lines)


def _kind_of(line: str) -> BlockKind | None:
    if not line:
        return None
    if line.startswith(_HEADING):
        return BlockKind.HEADING
    return BlockKind.LIST if line.startswith(_ITEM) else BlockKind.PARAGRAPH


def check_texts(texts: Mapping[str, DocumentText]) -> list[FieldError]:
    """Return what is wrong with a version's texts, by field such as ``texts.es.text``.

    Codes: ``field.required``, ``field.too_long``, ``consent.characters`` (control characters and what HTML is made of),
    ``consent.markdown``: a line begins like Markdown that is not shown here.
    """
    found = list[FieldError]()
    for language in LANGUAGES:
        text = texts.get(language, DocumentText("", ""))
        for name, value, most in (
            ("title", text.title, LONGEST_TITLE),
            ("text", text.body, LONGEST_TEXT),
        ):
            if code := _problem(value, most):
                found.append(FieldError(f"texts.{language}.{name}", code))
    return found


def _problem(value: str, most: int) -> str | None:
    if not value.strip():
        return "field.required"
    if len(value) > most:
        return "field.too_long"
    if any(sign in _FORBIDDEN or not (sign.isprintable() or sign in _MOST_BREAKS) for sign in value):
        return "consent.characters"
    if any(_is_other_markdown(line.strip()) for line in value.split("\n")):
        return "consent.markdown"
    return None


def _is_other_markdown(line: str) -> bool:
    """Return whether a line means something else in Markdown: other headings, bullets, rules, tables, images."""
    if line.startswith("#"):
        return not line.startswith(_HEADING) or not line.removeprefix(_HEADING).strip()
    return line.startswith(("* ", "+ ", "|", "---", "![", "-\t")) or line == "-" or "**" in line


def fingerprint(text: DocumentText) -> str:
    """Return what tells whether a text is, to the letter, the one that was signed: SHA-256 in hexadecimal."""
    return hashlib.sha256(f"{text.title}\n\n{text.body}".encode()).hexdigest()
