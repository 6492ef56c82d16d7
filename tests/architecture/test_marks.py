"""No test is left out: those with a browser, or alone on the machine, lie where ``make test-service`` looks for them."""

import re

import pytest

from tests.architecture.files import ROOT

RUN = re.compile(r'-m "(?P<mark>browser|alone) and not [^"]*"(?P<folders>.*)$', re.MULTILINE)


@pytest.mark.parametrize("mark", ["browser", "alone"])
def test_what_is_marked_lies_where_it_is_run(mark: str) -> None:
    runs = {run["mark"]: run["folders"].split() for run in RUN.finditer((ROOT / "Makefile").read_text())}
    marked = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if f"mark.{mark}" in (text := path.read_text()) and "mark.slow" not in text
    ]
    # What is both is run alone.
    folders = [*runs[mark], *runs["alone"]]
    assert [path for path in marked if not any(path.is_relative_to(folder) for folder in folders)] == []
