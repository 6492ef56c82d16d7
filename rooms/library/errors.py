"""Errors in library files, with their position."""

from dataclasses import dataclass

from rooms.library.lines import Path, find_line

__all__ = ["LibraryError", "Page"]


class LibraryError(Exception):
    """A library file is invalid.

    Args:
        file: The file's name, as its reader gave it.
        line: The line to look at, from 1; always a line of the file.
        field: The invalid field, such as ``prompts.3.text`` (lists count from 1); ``file`` for the whole file.
        reason: Why, in plain words.
    """

    def __init__(self, file: str, line: int, field: str, reason: str) -> None:
        super().__init__(f"{file}:{line}: {field}: {reason}")
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    """A file's name and text, kept so that later checks can still report the line."""

    file: str
    text: str

    def error(self, path: Path, reason: str) -> LibraryError:
        """Return an error at ``path``; if that does not exist, the enclosing table gives the line."""
        field = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "file"
        return LibraryError(self.file, find_line(self.text, path), field, reason)
