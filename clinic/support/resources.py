"""Resource cards: meals, housing, meetings and lines that people can turn to, as the clinic keeps them. Pure.

A card is a pointer: Attune books nothing and promises nothing, so each says when somebody last checked that it is right.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from clinic.common.errors import FieldError
from clinic.people.fields.locale import language_problem
from clinic.people.fields.phone import phone_problem
from clinic.people.fields.text import text_problem

__all__ = [
    "AREA_LIMIT",
    "LANGUAGE_LIMIT",
    "STALE_AFTER",
    "TITLE_LIMIT",
    "URL_LIMIT",
    "WHAT_LIMIT",
    "ResourceCard",
    "ResourceKind",
    "check_card",
    "is_stale",
]

TITLE_LIMIT: Final = 80
WHAT_LIMIT: Final = 400
AREA_LIMIT: Final = 80
URL_LIMIT: Final = 300
LANGUAGE_LIMIT: Final = 12
STALE_AFTER: Final = timedelta(days=90)
"""After so long somebody of the staff should check a card again."""


class ResourceKind(StrEnum):
    """What somebody needs."""

    LINE = "line"
    """Somebody to talk to now."""
    MEETING = "meeting"
    MEALS = "meals"
    HOUSING = "housing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """One card.

    Attributes:
        what: What one gets there, in a few sentences.
        phone: In the form of E.164, or a short number such as ``988``; empty if there is none.
        url: Over https; empty if there is none.
        area: Where it is, or whom it is for.
        language: The language tag of who answers there.
        checked_on: When somebody of the staff last checked that it is right.
    """

    id: str
    kind: ResourceKind
    title: str
    what: str
    phone: str
    url: str
    area: str
    language: str
    checked_on: date
    archived: bool = False
    version: int = 1


def check_card(card: ResourceCard, today: date) -> list[FieldError]:
    """Return what is wrong with a card, its texts tidied.

    ``resource.reach``: it has neither telephone nor link. ``resource.url``: the link is none over https.
    ``resource.checked``: the day is still to come. ``field.language``; as ``text_problem`` and ``phone_problem``.
    """
    checks = {
        "title": text_problem(card.title, TITLE_LIMIT, required=True),
        "what": text_problem(card.what, WHAT_LIMIT, required=True),
        "area": text_problem(card.area, AREA_LIMIT),
        "phone": None if not card.phone or _is_short(card.phone) else phone_problem(card.phone),
        "url": None if not card.url or _is_https(card.url) else "resource.url",
        "language": language_problem(card.language),
        "checked_on": "resource.checked" if card.checked_on > today else None,
    }
    if not card.phone and not card.url:
        checks["phone"] = "resource.reach"
    return [FieldError(name, code) for name, code in checks.items() if code]


def is_stale(card: ResourceCard, today: date) -> bool:
    """Return whether somebody should check it again."""
    return card.checked_on + STALE_AFTER < today


def _is_short(number: str) -> bool:
    return number.isascii() and number.isdigit() and 3 <= len(number) <= 6


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # Reading the port is what finds a wrong one.
        named = bool(parts.hostname) and "." in (parts.hostname or "") and parts.port in (None, 443)
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= URL_LIMIT
    return plain and parts.scheme == "https" and named and not parts.username and parts.password is None
