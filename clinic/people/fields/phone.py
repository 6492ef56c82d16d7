"""Telephone numbers in the form of E.164: a plus, a country code, at most 15 digits in all. Pure."""

import re
import unicodedata

from clinic.people.fields.text import tidy

__all__ = ["phone_problem", "tidy_phone"]

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")
_SEPARATORS = frozenset(" -.()/\u2010\u2011\u2012\u2013\u2212")
_TRUNK = re.compile(r"^(\+[0-9]{1,3} ?)\(0\)")
"""The zero in ``+44 (0)20 …`` is dialled inside the country only."""


def tidy_phone(text: str) -> str:
    """Return the number as ``+12025550123``, from any usual spelling and from digits of any script.

    A number without a country is North American if it has the length of one. What cannot be read stays as it is, for
    `phone_problem` to find.
    """
    typed = tidy(text)
    if phone_problem(typed) is None:
        return typed
    digits = _digits(_TRUNK.sub(r"\1", typed).removeprefix("+"))
    if digits is None:
        return typed
    if typed.startswith("+"):
        return f"+{digits}"
    for prefix in ("011", "00"):
        if digits.startswith(prefix):
            return f"+{digits.removeprefix(prefix)}"
    if len(digits) == 10:
        return f"+1{digits}"
    return f"+{digits}" if len(digits) == 11 and digits.startswith("1") else typed


def phone_problem(number: str) -> str | None:
    """Return ``field.phone`` for a tidied number that cannot be dialled, else None."""
    rule = _NORTH_AMERICAN if number.startswith("+1") else _NUMBER
    return None if rule.fullmatch(number) else "field.phone"


def _digits(text: str) -> str | None:
    found = []
    for sign in text:
        if (value := unicodedata.decimal(sign, None)) is not None:
            found.append(str(value))
        elif sign not in _SEPARATORS:
            return None
    return "".join(found) or None
