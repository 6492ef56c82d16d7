"""Every decision is listed once, under its own title, with its date and status."""

import re
from pathlib import Path

import pytest

from tests.architecture.files import ROOT

FOLDER = ROOT / "docs/decisions"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
LISTED = re.findall(r"^- \[(\d{4})\]\(([^)]+)\) (.+)$", (FOLDER / "README.md").read_text(), re.MULTILINE)


def test_every_decision_is_listed_once() -> None:
    assert DECISIONS
    assert sorted(name for _, name, _ in LISTED) == [path.name for path in DECISIONS]


@pytest.mark.parametrize(("number", "name", "words"), LISTED, ids=[number for number, _, _ in LISTED])
def test_a_decision_is_listed_by_its_number_and_title(number: str, name: str, words: str) -> None:
    first = (FOLDER / name).read_text().splitlines()[0]
    found = re.fullmatch(r"# (\d{4}) (.+)", first)
    assert found
    assert found[1] == number == name[:4]
    assert words.startswith(f"{found[2]}: "), f"the list calls {number} otherwise than {first}"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_a_decision_says_when_it_was_made_and_what_became_of_it(path: Path) -> None:
    assert re.match(r"20\d\d-\d\d-\d\d, (accepted|superseded by \[)", path.read_text().splitlines()[2])


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_what_is_superseded_names_its_successor_and_the_other_way_round(path: Path) -> None:
    status = path.read_text().splitlines()[2]
    for number in re.findall(r"supersedes [^;]*?\[(\d{4})\]", status):
        (older,) = FOLDER.glob(f"{number}-*.md")
        assert re.search(rf"superseded by \[{path.name[:4]}\]", older.read_text().splitlines()[2]), number
