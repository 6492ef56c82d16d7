"""Names that people choose for the support network, and what must not be in them. Pure.

Nothing can find every name that gives somebody away; what is known of them is compared, and what looks like a way to
reach them is refused.
"""

import re
import unicodedata
from typing import Final

from clinic.common.errors import FieldError
from clinic.people.fields.text import text_problem
from clinic.people.person import PersonFields

__all__ = ["LIMIT", "check_pseudonym"]

LIMIT: Final = 30
_DIGITS: Final = 5
"""So many in one name are a telephone number, a postal code or a date of birth."""
_ADDRESS: Final = re.compile(r"@|://|www\.|\.[a-z]{2,}\b", re.IGNORECASE)
_SHORTEST: Final = 2
"""Words of a legal name that are shorter, such as an initial, are no name."""


def check_pseudonym(name: str, own: PersonFields) -> list[FieldError]:
    """Return what is wrong with a tidied name, for the field ``name``.

    ``peer.name_own``: it holds a word of their legal name or of their e-mail address. ``peer.name_contact``: it holds
    what looks like an address or a number. Otherwise as ``text_problem``.
    """
    if problem := text_problem(name, LIMIT, required=True):
        return [FieldError("name", problem)]
    if _ADDRESS.search(name) or sum(sign.isdigit() for sign in name) >= _DIGITS:
        return [FieldError("name", "peer.name_contact")]
    known = _words(own.legal_name) | _words((own.email or "").partition("@")[0])
    return [FieldError("name", "peer.name_own")] if _words(name) & known else []


def _words(text: str | None) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", (text or "").casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    spaced = "".join(sign if sign.isalpha() else " " for sign in plain)
    return frozenset(word for word in spaced.split() if len(word) >= _SHORTEST)
