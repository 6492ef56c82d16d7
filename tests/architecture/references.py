"""Finds references to documents and to numbered things in a text. Pure; `test_references` checks that they exist.

What counts as a reference:

- a **document**: a path or name that ends in ``.md``. A path is resolved from the root and from the text's own folder; a
  bare name is enough if some page has it. In pages, links may add the ``#anchor`` of a heading. ``NAME`` stands for any
  name.
- a **section** after a document: ``NAME.md part 3``, ``NAME.md section 3``, ``NAME.md 3.1`` or ``NAME.md parts 2 to 4``
  mean headings of these numbers; ``NAME.md, Heading`` means a heading by its words, without its number. Words after a
  comma that do not begin with a capital letter are not a section.
- a **decision**: ``decision 12``, ``decisions/0012`` or ``ADR-0012``.
- a **rule**: F and a number, R and a number. RFC 7396 and the like are others' documents.
- a **scenario**: ``scenario 7``, ``scenarios 2, 3 and 5``, as docs/acceptance.md numbers them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["Kind", "Reference", "anchors", "find_references", "headings"]


class Kind(Enum):
    """What a reference points to."""

    DOCUMENT = auto()
    ANCHOR = auto()
    SECTION = auto()
    DECISION = auto()
    RULE = auto()
    SCENARIO = auto()


@dataclass(frozen=True)
class Reference:
    """One reference.

    Attributes:
        line: The line where it begins, from 1.
        target: A path, a number such as ``F8``, or a text that begins with the heading's words.
        page: The document of a section or an anchor; empty for the page itself.
    """

    kind: Kind
    line: int
    target: str
    page: str = ""


_DOCUMENT = re.compile(r"(?<![\w.*/-])((?:\.{1,2}/)*[\w-][\w./-]*\.md)\b(?:#([\w-]+))?")
_NUMBERED = re.compile(
    r"[`)]*,? (?:parts? |sections? )?(\d+(?:\.\d+)*)(?: (?:to|and) (\d+(?:\.\d+)*))?(?![\w.]*\d)"
)
_HEADED = re.compile(r"[`)]*, [\"“]?([A-Z].*)")
_OWN_ANCHOR = re.compile(r"\]\(#([\w-]+)\)")
_DECISION = re.compile(r"\b(?:[Dd]ecisions?[ /]|ADR-)(\d{1,4})\b")
_RULE = re.compile(r"(?<![\w#%&.-])([FR]\d{1,2})(?![\w.-])")
_SCENARIO = re.compile(r"\b[Ss]cenarios? (\d+(?:(?:, | and )\d+)*)")
_HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def find_references(text: str) -> Iterator[Reference]:
    """Find all references in a text, line by line."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from _of_documents(line, number)
        for found in _OWN_ANCHOR.finditer(line):
            yield Reference(Kind.ANCHOR, number, found[1])
        for found in _DECISION.finditer(line):
            yield Reference(Kind.DECISION, number, found[1].zfill(4))
        for found in _RULE.finditer(line):
            yield Reference(Kind.RULE, number, found[1])
        for found in _SCENARIO.finditer(line):
            for scenario in re.findall(r"\d+", found[1]):
                yield Reference(Kind.SCENARIO, number, scenario)


def _of_documents(line: str, number: int) -> Iterator[Reference]:
    for found in _DOCUMENT.finditer(line):
        page, rest = found[1], line[found.end() :]
        if page.endswith("NAME.md"):
            continue
        yield Reference(Kind.DOCUMENT, number, page)
        if found[2]:
            yield Reference(Kind.ANCHOR, number, found[2], page)
        if numbered := _NUMBERED.match(rest):
            for part in filter(None, numbered.groups()):
                yield Reference(Kind.SECTION, number, part, page)
        elif (headed := _HEADED.match(rest)) and not _RULE.match(headed[1]):
            yield Reference(Kind.SECTION, number, headed[1], page)


def headings(page: str) -> list[str]:
    """Return the words of a page's headings, numbers included."""
    return _HEADING.findall(_CODE.sub("", page))


def anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}
