"""Every test and file named in docs/acceptance.md exists."""

import ast
import re

import pytest

from tests.architecture.files import ROOT

PAGE = (ROOT / "docs/acceptance.md").read_text()
TESTS = sorted(set(re.findall(r"`(tests/[a-z0-9_/]+\.py)::(\w+)`", PAGE)))
BUILT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25}


def functions(path: str) -> set[str]:
    """Return the names of a file's functions."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("path", "name"), TESTS, ids=lambda part: part.rpartition("/")[2])
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in functions(path), f"{path} has no {name}"


def test_every_scenario_has_a_test() -> None:
    rows = {int(number): row for number, row in re.findall(r"^\| (\d+) \| (.*)$", PAGE, re.MULTILINE)}
    assert set(rows) == BUILT
    assert [number for number, row in rows.items() if "::test_" not in row] == []


def test_every_scenario_that_a_test_is_named_after_is_on_the_page() -> None:
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for package in ("rooms", "clinic", "app")
        for path in (ROOT / "tests" / package).rglob("test_*.py")
        for name in functions(path.relative_to(ROOT).as_posix())
        if (found := re.match(r"test_scenario_(\d+)_", name)) and int(found[1]) in BUILT
    }
    assert named - set(TESTS) == set()


def test_the_files_that_check_random_evenings_are_there() -> None:
    files = set(re.findall(r"`(?:tests/rooms/random_room/)?([a-z_]+\.py)`", PAGE.partition("## Whatever")[2]))
    assert files
    assert [name for name in files if not (ROOT / "tests/rooms/random_room" / name).is_file()] == []
