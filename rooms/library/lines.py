"""Finds the line of a field in a TOML text. Pure.

tomllib reports no positions, but it can be probed: a field is where the shortest parsable prefix that contains it ends.
So headers inside strings, dotted keys and long lists need no special rules.
"""

import re
import tomllib
from typing import Any

__all__ = ["Path", "count_lines", "find_broken_line", "find_line"]

Path = tuple[str | int, ...]
"""Keys, and list indices from 0, that lead to a field."""

_AT_LINE = re.compile(r"at line (\d+)")


def count_lines(text: str) -> int:
    """Return the number of lines, at least 1."""
    return max(1, text.count("\n") + (not text.endswith("\n")))


def find_line(text: str, path: Path) -> int:
    """Return the line, from 1, where the field begins; if it does not exist, that of the nearest enclosing table.

    Args:
        text: Valid TOML.
        path: The path of the field.
    """
    lines = text.split("\n")
    path = path[: _depth(tomllib.loads(text), path)]
    if not path:
        return 1
    # The field is beyond the first `low` lines and within the first `high`.
    low, high = 0, len(lines)
    while True:
        found = _split(lines, low, high)
        if found is None:
            return low + 1
        count, values = found
        if _depth(values, path) == len(path):
            high = count
        else:
            low = count


def find_broken_line(text: str, error: Exception) -> int:
    """Return the line that tomllib's error names, otherwise where the statement begins that it could not parse."""
    named = _AT_LINE.search(str(error))
    if named:
        return int(named[1])
    lines = text.split("\n")
    readable = next(count for count in range(len(lines), -1, -1) if _read(lines[:count]) is not None)
    return min(readable + 1, count_lines(text))


def _split(lines: list[str], low: int, high: int) -> tuple[int, dict[str, Any]] | None:
    """Return a parsable prefix of ``low`` to ``high`` lines; those just below the middle are tried first."""
    middle = (low + high) // 2
    for count in (*range(middle, low, -1), *range(middle + 1, high)):
        values = _read(lines[:count])
        if values is not None:
            return count, values
    return None


def _read(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join([*lines, ""]))
    except (ValueError, RecursionError):
        return None


def _depth(values: object, path: Path) -> int:
    """Return how many elements of the path exist."""
    for depth, part in enumerate(path):
        match values, part:
            case dict(), str() if part in values:
                values = values[part]
            case list(), int() if part < len(values):
                values = values[part]
            case _:
                return depth
    return len(path)
