"""Files and functions stay small enough to be read in one sitting."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.files import PACKAGES, ROOT, client_files, python_files

FILE_LINES = 400
GENERATED = Path("app/web/room/core/wire-view.js")
"""Written by `python -m signaling.schema`; nobody reads it from top to bottom."""
FUNCTION_LINES = 80
SIBLINGS = 12


def test_files_fit_their_budget() -> None:
    lines = {
        path: len((ROOT / path).read_text().splitlines())
        for path in [*python_files(*PACKAGES, "tests"), *client_files()]
    }
    lines.pop(GENERATED)
    assert {path: count for path, count in lines.items() if count > FILE_LINES} == {}, "split them by idea"


def test_functions_fit_their_budget() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files(*PACKAGES, "tests")
        for node in functions(ast.parse((ROOT / path).read_text()).body)
        if (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def functions(body: Iterable[ast.AST]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk through statements alone: to look into every expression takes ten times as long."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        inside = (child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))
        yield from functions(inside)


def siblings() -> dict[Path, int]:
    """Return the number of modules and folders side by side, by folder. Mirrored test folders are not counted."""
    found: dict[Path, set[str]] = {}
    for path in [*python_files(*PACKAGES, "tests/support", "tests/e2e"), *client_files()]:
        if path.name == "__init__.py":
            continue
        for child in (path, *path.parents[:-1]):
            found.setdefault(child.parent, set()).add(child.name)
    return {folder: len(names) for folder, names in found.items()}


def test_folders_have_few_siblings() -> None:
    full = {folder: count for folder, count in siblings().items() if count > SIBLINGS}
    full.pop(Path("migrations/versions"), None)
    assert full == {}, "make folders that are layers or subjects"
