"""What is wrong with a file of the library, and where it stands."""

from dataclasses import dataclass

from rooms.library.lines import Path, find_line

__all__ = ["LibraryError", "Page"]


class LibraryError(Exception):
    """A file of the library cannot be used.

    Args:
        file: The file's name, as its reader gave it.
        line: Where to look, counted from 1; always a line of the file.
        field: What is wrong, such as ``prompts.3.text`` (lists count from 1); ``file`` for the file as a whole.
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
    """A file's name and its text, kept so that whoever finds something wrong later can still say on which line."""

    file: str
    text: str

    def error(self, path: Path, reason: str) -> LibraryError:
        """Return the error of the field at ``path``; it has not to exist, the table around it will do."""
        field = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "file"
        return LibraryError(self.file, find_line(self.text, path), field, reason)
