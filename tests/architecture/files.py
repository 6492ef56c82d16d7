"""Which files are ours, for the tests of this folder."""

from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "client_files", "pages", "python_files"]

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "signaling", "rooms", "clinic", "media", "bench", "migrations")
_NOT_OURS = {"node_modules", "vendor", "__pycache__"}


def python_files(*folders: str) -> list[Path]:
    """Every Python file below the folders, relative to the root."""
    return _files(folders, {".py"})


def client_files() -> list[Path]:
    """Every script and style sheet of the browser client, without what it vendors."""
    return _files(("app/web",), {".js", ".css"})


def pages() -> list[Path]:
    """Every page that is written for people."""
    top = [path.relative_to(ROOT) for path in ROOT.glob("*.md")]
    return top + _files((*PACKAGES, "docs", "deploy"), {".md"})


def _files(folders: tuple[str, ...], suffixes: set[str]) -> list[Path]:
    found = (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*"))
    return sorted(
        path for path in found if path.suffix in suffixes and not _NOT_OURS.intersection(path.parts)
    )
