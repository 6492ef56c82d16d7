"""Files and functions stay small enough to be read in one sitting."""

import ast
from pathlib import Path

import pytest

from tests.architecture.files import PACKAGES, ROOT, client_files, python_files

FILE_LINES = 400
FUNCTION_LINES = 80
SIBLINGS = 12


@pytest.mark.parametrize("path", [*python_files(*PACKAGES, "tests"), *client_files()], ids=str)
def test_a_file_fits_its_budget(path: Path) -> None:
    lines = len((ROOT / path).read_text().splitlines())
    assert lines <= FILE_LINES, f"{path} has {lines} lines: split it by idea"


@pytest.mark.parametrize("path", python_files(*PACKAGES, "tests"), ids=str)
def test_a_function_fits_its_budget(path: Path) -> None:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= FUNCTION_LINES, f"{path}:{node.lineno} {node.name} has {lines} lines"


def siblings() -> dict[Path, int]:
    """Return the number of modules and folders side by side, by folder. Mirrored test folders are not counted."""
    found: dict[Path, set[str]] = {}
    for path in [*python_files(*PACKAGES, "tests/support", "tests/e2e"), *client_files()]:
        if path.name == "__init__.py":
            continue
        for child in (path, *path.parents[:-1]):
            found.setdefault(child.parent, set()).add(child.name)
    return {folder: len(names) for folder, names in found.items()}


@pytest.mark.parametrize(("folder", "count"), siblings().items(), ids=str)
def test_a_folder_has_few_siblings(folder: Path, count: int) -> None:
    assert count <= SIBLINGS or folder == Path("migrations/versions"), (
        f"{folder} holds {count}: make folders that are layers or subjects"
    )
