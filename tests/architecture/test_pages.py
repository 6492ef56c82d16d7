"""Everything that pages point to exists: moving a file means updating its references."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.files import PACKAGES, ROOT, pages

TOPS = (*PACKAGES, "docs", "tests", "scripts", "deploy")
PATH = re.compile(rf"`((?:{'|'.join(TOPS)})/[a-z0-9_./-]*)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def named(page: Path) -> Iterator[Path]:
    """Find the files and folders that a page names from the root, and those that it links to relative to itself."""
    text = (ROOT / page).read_text()
    yield from (ROOT / path for path in PATH.findall(text))
    yield from (ROOT / page.parent / path for path in LINK.findall(text))


MADE = {"app/web/dist", "app/web/node_modules"}
"""Do not exist before the first check and the first run."""


@pytest.mark.parametrize("page", pages(), ids=str)
def test_what_a_page_names_is_there(page: Path) -> None:
    missing = {path for path in named(page) if not path.exists()} - {ROOT / path for path in MADE}
    assert missing == set()


PICTURE_MAX_BYTES = 150_000
FIRST_DAY = ROOT / "docs" / "images" / "first-day"


def test_the_pictures_of_the_first_day_are_small_and_each_is_shown_once_in_their_order() -> None:
    shown = re.findall(
        r"!\[[^\]]+\]\(images/first-day/([0-9a-z-]+\.png)\)", (ROOT / "docs/first-day.md").read_text()
    )
    assert shown == sorted(path.name for path in FIRST_DAY.glob("*.png"))
    assert [path.name for path in FIRST_DAY.glob("*") if path.stat().st_size > PICTURE_MAX_BYTES] == []
