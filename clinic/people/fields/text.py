"""Text that people type: tidied, and refused where it would hide or reorder what others read. Pure.

Names are written in every script, so nothing is refused for its letters: only control characters, what Unicode keeps
for programs, and the embeddings, overrides and isolates of UAX #9 (2.1 to 2.3), which can turn a line around. The marks
that Arabic and Hebrew need (LRM, RLM, ALM) and the joiners of Persian and of emoji stay.
"""

import re
import unicodedata

__all__ = ["is_blank", "text_problem", "tidy"]

_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\U0001fffe\U0001ffff]"
)
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that draw nothing; categories do not tell."""


def tidy(text: str) -> str:
    """Return the text in normal form C (UAX #15), trimmed, with single spaces. Tidying twice changes nothing."""
    if text.isascii() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def is_blank(text: str) -> bool:
    """Return whether nothing of the text would be seen: spaces, joiners and marks without a letter to stand on."""
    return not any(unicodedata.category(sign)[0] in "LNPS" and sign not in _INVISIBLE for sign in text)


def text_problem(text: str, limit: int, *, required: bool = False) -> str | None:
    """Return what is wrong with a tidied text, or None.

    Args:
        limit: The most characters (code points) it may have.
        required: Whether it has to say something.

    Returns:
        ``field.required``, ``field.too_long``, ``field.control``, ``field.bidi``, or None.
    """
    if len(text) > limit:
        return "field.too_long"
    if text.isascii() and text.isprintable():
        return "field.required" if required and not text else None
    if _CONTROL.search(text):
        return "field.control"
    if _BIDI.search(text):
        return "field.bidi"
    if is_blank(text) and (required or text):
        return "field.required" if required else "field.control"
    return None
