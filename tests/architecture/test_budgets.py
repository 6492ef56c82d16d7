"""Files and functions stay small enough to be read in one go."""

import ast
from pathlib import Path

import pytest

from tests.architecture.files import PACKAGES, ROOT, client_files, python_files

FILE_LINES = 400
FUNCTION_LINES = 80


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
