"""Cells that a spreadsheet would run as a formula: found in what comes in, made harmless in what goes out. Pure.

Source: OWASP, CSV Injection. A cell is harmless with an apostrophe before it, and that apostrophe is taken off again
when the file comes back, so that nothing changes on the way out and in.
"""

import re

__all__ = ["is_formula", "neutral", "original"]

_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NEUTRAL = re.compile(rf"'+\s*{_FORMULA.pattern}")


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet may run the cell; spaces before it do not stop every one of them."""
    return _FORMULA.match(cell) is not None or _FORMULA.match(cell.strip()) is not None


def neutral(cell: str) -> str:
    """Return the cell as it is written: with one more apostrophe if it is a formula, or looks like one made harmless."""
    return f"'{cell}" if is_formula(cell) or _NEUTRAL.match(cell) else cell


def original(cell: str) -> str:
    """Return the cell as it was before `neutral`."""
    return cell[1:] if _NEUTRAL.match(cell) else cell
