"""Reads one table of a file: each read states what it expects, and keys that nothing reads are rejected. Pure."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from rooms.library.errors import LibraryError, Page
from rooms.library.lines import Path

__all__ = ["Table", "names_in"]

_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_KEY = re.compile(r"[a-z0-9_]+")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MAX_NAME = 60
_IN_QUOTES = "text in quotation marks"
_T = TypeVar("_T")


def names_in(sentence: str) -> list[str]:
    """Return the names in braces in a sentence."""
    return [found[1:-1] for found in _BRACES.findall(sentence)]


class Table:
    """A table of a page. Errors are raised as `LibraryError`.

    Args:
        page: The file.
        values: What tomllib parsed.
        path: Where the table is in the file.
        placeholders: The names that sentences may have in braces.
    """

    def __init__(
        self, page: Page, values: dict[str, Any], path: Path = (), placeholders: Collection[str] = ()
    ) -> None:
        self._page = page
        self._values = values
        self._path = path
        self._placeholders = placeholders
        self._asked: set[str] = set()

    def error(self, key: str, reason: str) -> LibraryError:
        """Return an error at one field."""
        return self._page.error((*self._path, key), reason)

    def allow(self, placeholders: Collection[str]) -> None:
        """Allow these names in braces from now on, in this table and in those read from it."""
        self._placeholders = placeholders

    def text(self, key: str, longest: int) -> str:
        """Return a non-empty sentence on one line, of at most ``longest`` characters."""
        return self._sentence(self._take(key, str, _IN_QUOTES), longest, key)

    def texts(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """Return a list of sentences, empty if it is missing."""
        self._asked.add(key)
        found = self._take(key, list, f"a list of {_IN_QUOTES}") if key in self._values else []
        if len(found) > most:
            raise self.error(key, f"there are {len(found)}; {most} are allowed")
        return tuple(self._sentence(text, longest, key, place) for place, text in enumerate(found))

    def forms(self, key: str, longest: int) -> dict[str, str]:
        """Return a sentence that may have several forms: ``{"text": …}``, or the content of the table of that name."""
        if not isinstance(self._values.get(key), dict):
            return {"text": self.text(key, longest)}
        table = self.table(key)
        return {form: table.text(form, longest) for form in table.keys(12)}

    def optional_text(self, key: str, longest: int) -> str | None:
        """Return a sentence, or None if it is missing."""
        self._asked.add(key)
        return self.text(key, longest) if key in self._values else None

    def language(self, key: str) -> str:
        """Return the code of a language (ISO 639), such as ``en``; which ones there are, files say."""
        value = self._take(key, str, _IN_QUOTES)
        if not _LANGUAGE.fullmatch(value):
            raise self.error(key, "must be the two or three small letters of a language, such as en")
        return value

    def name(self, key: str) -> str:
        """Return an id: lowercase letters, digits and underscores, in parts separated by dots."""
        value = self._take(key, str, _IN_QUOTES)
        if not _ID.fullmatch(value) or len(value) > _MAX_NAME:
            raise self.error(key, f"must be at most {_MAX_NAME} of a to z, 0 to 9, _ and dots between them")
        return value

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """Return one of the allowed words."""
        value = self._take(key, str, _IN_QUOTES)
        words = sorted(allowed)
        if value not in words:
            raise self.error(key, f"must be one of: {', '.join(words) or 'none'}")
        return value

    def whole(self, key: str, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``, inclusive."""
        value = self._take(key, int, "a whole number")
        # In Python, booleans are integers; here they are not.
        if isinstance(value, bool) or not least <= value <= most:
            raise self.error(key, f"must be a whole number from {least} to {most}")
        return value

    def flag(self, key: str) -> bool:
        """Return a boolean; False if it is missing."""
        self._asked.add(key)
        return self._take(key, bool, "true or false") if key in self._values else False

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._take(key, date, "a date without quotation marks, such as 2026-11-28")
        # In Python, a datetime is also a date; here it is not.
        if isinstance(value, datetime):
            raise self.error(key, "must be a date without a time of day")
        return value

    def has(self, key: str) -> bool:
        """Whether the key exists."""
        return key in self._values

    def table(self, key: str) -> "Table":
        """Return the table of this name, empty if it is missing."""
        self._asked.add(key)
        values = self._take(key, dict, "a table") if key in self._values else {}
        return Table(self._page, values, (*self._path, key), self._placeholders)

    def tables(self, most: int) -> dict[str, "Table"]:
        """Return all values not read yet; each must be a table."""
        return {key: self.table(key) for key in self.keys(most)}

    def items(self, key: str, least: int, most: int) -> list["Table"]:
        """Return the tables ``[[key]]``."""
        self._asked.add(key)
        items = self._take(key, list, f"a list: [[{key}]]") if key in self._values else []
        if not least <= len(items) <= most:
            raise self.error(key, f"there are {len(items)}; {least} to {most} are allowed")
        path = (*self._path, key)
        for place, item in enumerate(items):
            if not isinstance(item, dict):
                raise self._page.error((*path, place), f"must be a table: [[{key}]]")
        return [
            Table(self._page, item, (*path, place), self._placeholders) for place, item in enumerate(items)
        ]

    def keys(self, most: int) -> list[str]:
        """Return the keys not read yet."""
        keys = [key for key in self._values if key not in self._asked]
        for key in keys:
            if not _KEY.fullmatch(key) or len(key) > _MAX_NAME:
                raise self.error(key, "a name here is made of a to z, 0 to 9 and _")
        if len(keys) > most:
            raise self.error(keys[most], f"there are {len(keys)}; {most} are allowed")
        return keys

    def close(self) -> None:
        """Reject keys that nothing has read."""
        for key in self._values:
            if key not in self._asked:
                raise self.error(key, "is not a field here")

    def _sentence(self, value: object, longest: int, *path: str | int) -> str:
        def wrong(reason: str) -> LibraryError:
            return self._page.error((*self._path, *path), reason)

        if not isinstance(value, str):
            raise wrong(f"must be {_IN_QUOTES}")
        if not value.strip():
            raise wrong("is empty")
        if len(value) > longest:
            raise wrong(f"has {len(value)} characters; {longest} are allowed")
        if value != value.strip() or not value.isprintable():
            raise wrong("must be one line, without spaces at its ends and without invisible characters")
        for found in _BRACES.findall(value):
            if found[1:-1] not in self._placeholders:
                allowed = ", ".join(f"{{{name}}}" for name in sorted(self._placeholders)) or "none"
                raise wrong(f"{found} is no placeholder here; allowed: {allowed}")
        return value

    def _take(self, key: str, kind: type[_T], meant: str) -> _T:
        self._asked.add(key)
        if key not in self._values:
            raise self.error(key, "is missing")
        value = self._values[key]
        if not isinstance(value, kind):
            raise self.error(key, f"must be {meant}")
        return value
