"""Languages by BCP 47 (RFC 5646) and time zones by the IANA database. Pure."""

import re

from clinic.common.local_time import find_zone
from clinic.people.fields.text import tidy

__all__ = ["language_problem", "tidy_language", "zone_problem"]

_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|[0-9]{3}))?")


def tidy_language(text: str) -> str:
    """Return the tag as it is usually written: ``es``, ``en-US``, ``zh-Hant-TW`` (RFC 5646, section 2.1.1)."""
    first, *rest = tidy(text).replace("_", "-").split("-")
    return "-".join(
        [
            first.lower(),
            *(part.title() if len(part) == 4 and part.isalpha() else part.upper() for part in rest),
        ]
    )


def language_problem(tag: str) -> str | None:
    """Return ``field.language`` unless the tidied tag is a language, with a script and a region if need be."""
    return None if _LANGUAGE.fullmatch(tag) else "field.language"


def zone_problem(name: str) -> str | None:
    """Return ``field.time_zone`` unless this is a place of the IANA database such as ``America/Chicago``, or UTC."""
    return None if find_zone(name) else "field.time_zone"
