"""Everything that code, tests and pages refer to in our documents exists. `references` defines what a reference is."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.files import ROOT, text_files
from tests.architecture.references import Kind, Reference, anchors, find_references, headings

HERE = {Path("tests/architecture/references.py"), Path("tests/architecture/test_references.py")}
"""These contain references that are only examples."""


@cache
def defined() -> set[str]:
    """Return the rules and scenarios that exist: ``F1``, ``R1``, ``1``."""
    rules = re.findall(r"^\| ([FR]\d+) \|", (ROOT / "docs/domain.md").read_text(), re.MULTILINE)
    page = (ROOT / "docs/acceptance.md").read_text()
    return {*rules, *re.findall(r"^(?:\| |- )(\d+)[ .:]", page, re.MULTILINE)}


@cache
def decisions() -> set[str]:
    """Return the numbers of the decisions that exist."""
    return {path.name[:4] for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}


def located(name: str, source: Path) -> Path | None:
    """Return the document that a text means by a name, or None."""
    for base in (ROOT, (ROOT / source).parent):
        if (base / name).is_file():
            return base / name
    bare = [path for path in text_files() if path.name == name]
    return ROOT / bare[0] if bare else None


def exists(reference: Reference, source: Path) -> bool:
    """Return whether the reference's target exists."""
    match reference.kind:
        case Kind.DOCUMENT:
            return located(reference.target, source) is not None
        case Kind.DECISION:
            return reference.target in decisions()
        case Kind.RULE | Kind.SCENARIO:
            return reference.target in defined()
    path = located(reference.page, source) if reference.page else ROOT / source
    if path is None:
        return True  # The document itself is missing, which is reported separately.
    if reference.kind is Kind.ANCHOR:
        return reference.target in anchors(path.read_text())
    return has_section(path.read_text(), reference.target)


def has_section(page: str, target: str) -> bool:
    """Return whether a page has a heading of that number, or one whose words the target begins with."""
    for heading in headings(page):
        number, words = re.fullmatch(
            r"(?:(\d+(?:\.\d+)*)\.? )?(.*)", heading.replace("`", ""), re.DOTALL
        ).groups()  # type: ignore[union-attr]
        if target == number or re.match(rf"{re.escape(words)}(?!\w)", target):
            return True
    return False


def test_whatever_is_pointed_to_is_there() -> None:
    missing = [
        f"{source}:{reference.line}: {reference.kind.name.lower()} {reference.page} {reference.target}"
        for source in text_files()
        if source not in HERE
        for reference in find_references((ROOT / source).read_text(errors="replace"))
        if not exists(reference, source)
    ]
    assert not missing, "\n".join(["these point to nothing:", *missing])


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("see docs/gone.md for it", Kind.DOCUMENT, "docs/gone.md"),
        ("(domain.md 1.9)", Kind.SECTION, "1.9"),
        ("PROTOCOL.md, part 7", Kind.SECTION, "7"),
        ("docs/domain.md, Talk time).", Kind.SECTION, "Talk time)."),
        ('`docs/deploy.md`, "On Debian"', Kind.SECTION, 'On Debian"'),
        ("[doors](doors.md#at-home)", Kind.ANCHOR, "at-home"),
        ("as decision 12 says", Kind.DECISION, "0012"),
        ("(ADR-0004)", Kind.DECISION, "0004"),
        ("never moves (F13)", Kind.RULE, "F13"),
        ("scenarios 1, 4 and 6", Kind.SCENARIO, "6"),
    ],
)
def test_a_reference_is_found(text: str, kind: Kind, target: str) -> None:
    assert (kind, target) in {(each.kind, each.target) for each in find_references(text)}


@pytest.mark.parametrize(
    "text", ["RFC 7396, part 3", "NAME is *.md", "decision making", "#F1F2F3", "the R20x chip"]
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert list(find_references(text)) == []


def test_the_last_part_of_a_range_counts() -> None:
    targets = [each.target for each in find_references("Follows PROTOCOL.md parts 2 to 4.")]
    assert targets == ["PROTOCOL.md", "2", "4"]


def test_sections_are_found_by_number_and_by_words() -> None:
    page = "# Page\n\n## 3. The floor\n\n### 3.1 Turns\n\n```\n# no heading\n```\n"
    assert has_section(page, "3")
    assert has_section(page, "3.1")
    assert has_section(page, "Turns: how they end")
    assert not has_section(page, "Turnstile")
    assert not has_section(page, "4")
    assert not has_section(page, "no heading")
    assert anchors(page) == {"page", "3-the-floor", "31-turns"}
