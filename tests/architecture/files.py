"""Lists our own files for the tests in this folder."""

import subprocess
from functools import cache
from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "client_files", "pages", "python_files", "text_files"]

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "signaling", "rooms", "clinic", "media", "bench", "migrations")
_NOT_OURS = {"node_modules", "dist", "vendor", "__pycache__"}
_TEXT = {".c", ".conf", ".css", ".js", ".json", ".md", ".mjs", ".py", ".service", ".sh", ".toml", ".yml"}
_TEXT_NAMES = {"Caddyfile", "Dockerfile", "Makefile"}


def python_files(*folders: str) -> list[Path]:
    """Return every Python file below the folders, relative to the root."""
    return _files(folders, {".py"})


def client_files() -> list[Path]:
    """Return every script and style sheet of the browser client, without vendored ones."""
    return _files(("app/web",), {".js", ".css"})


def pages() -> list[Path]:
    """Return every page written for people."""
    top = [path.relative_to(ROOT) for path in ROOT.glob("*.md")]
    return top + _files((*PACKAGES, "docs", "deploy"), {".md"})


@cache
def text_files() -> tuple[Path, ...]:
    """Return every text file that git tracks or would add; without git, every one in our folders and at the top."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        found = sorted({Path(line) for line in listed.splitlines()})
    except (OSError, subprocess.CalledProcessError):
        top = [path.relative_to(ROOT) for path in ROOT.iterdir()]
        found = top + _files((*PACKAGES, "docs", "deploy", "scripts", "tests"), _TEXT)
    return tuple(path for path in found if _is_text(path) and (ROOT / path).is_file())


def _is_text(path: Path) -> bool:
    return (path.suffix in _TEXT or path.name in _TEXT_NAMES) and not _NOT_OURS.intersection(path.parts)


def _files(folders: tuple[str, ...], suffixes: set[str]) -> list[Path]:
    found = (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*"))
    return sorted(
        path for path in found if path.suffix in suffixes and not _NOT_OURS.intersection(path.parts)
    )
