"""Texts promise nothing that the service does not do: it pages people about a help signal alone, and nothing said aloud
is private.
"""

import re
from pathlib import Path

import pytest

from tests.architecture.files import ROOT

_WORDS = sorted(
    path for part in ("shared", "clinic") for path in (ROOT / "app/web" / part / "words").rglob("*.js")
)
_OF_HELP_SIGNALS = {"alerts.js", "safety.js"}
"""Here people are paged (decision 0070)."""
_LIBRARY = sorted((ROOT / "rooms/library").glob("*/*.toml"))
_PAGES = sorted((ROOT / "docs/facilitation").glob("*.md"))
_READ = [*_WORDS, *_LIBRARY, *_PAGES, ROOT / "docs/facilitation.md"]

_FALSE = {
    "somebody is called or told outside the room": (
        r"\bpag(ed|ing)\b|on call is|is being asked|help is called|being called|will contact you"
        r"|se llama a emergencias|se avisa a (nadie|alguien)|le están llamando|avisamos a"
    ),
    "what is said stays secret": r"[Ss]tays? here|se quedan? aquí|[Nn]obody will know|nadie lo sabrá",
    "a private answer is asked for aloud": r"\b[Aa]sk aloud|[Pp]regunte en voz alta",
}


@pytest.mark.parametrize("promise", _FALSE)
def test_no_text_promises(promise: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in _READ
        if path.name not in _OF_HELP_SIGNALS or "outside the room" not in promise
        for line in path.read_text().splitlines()
        # The key of a word is no text.
        if re.search(_FALSE[promise], re.sub(r"^\s*\w+: ", "", line))
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", [path for path in _READ if "988" in path.read_text()], ids=lambda path: path.name
)
def test_danger_is_911_before_988_is_for_talking(path: Path) -> None:
    for line in re.split(r"\n\s*\n|\n(?=export|const)", path.read_text()):
        if "988" not in line:
            continue
        assert "911" in line, line
        assert line.index("911") < line.index("988"), line
        assert re.search(r"ABROAD|[Oo]utside the United States|[Ff]uera de (los )?Estados Unidos", line), line
