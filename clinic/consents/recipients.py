"""Organisations outside the clinic that records may go to, and whose protected records may go there. Pure.

42 CFR Part 2 lets nothing of a protected track leave without the client's own signed consent that names who receives it
(§ 2.31). A consent names an organisation by its id in `Terms.recipient`, as it names one of the staff.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic.care_team.reading import Category
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import PersonId, RecipientId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Grant, GrantState, state_at
from clinic.people.fields.text import text_problem, tidy

__all__ = [
    "LONGEST_NAME",
    "REDISCLOSURE_NOTICE",
    "Recipient",
    "RecipientKind",
    "check_recipient",
    "disclosable",
    "disclosing",
]

LONGEST_NAME: Final = 120

REDISCLOSURE_NOTICE: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The statement of 42 CFR 2.32(a)(2). It goes, in these words, with everything that leaves by a Part 2 consent."""


class RecipientKind(StrEnum):
    """What an organisation is."""

    PAYER = "payer"
    EHR = "ehr"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that a clinic sends records to.

    Attributes:
        archived_at: From when nobody may name it in a new consent; what was signed before stays what it is.
    """

    id: RecipientId
    name: str
    kind: RecipientKind
    archived_at: datetime | None = None
    version: int = 1


def check_recipient(name: str) -> str:
    """Return the name as it is kept. Raises Invalid: it is empty, too long, or has signs that no name has."""
    tidied = tidy(name)
    if problem := text_problem(tidied, LONGEST_NAME, required=True):
        raise Invalid([FieldError("name", problem)])
    return tidied


def disclosing(
    grants: Iterable[Grant], recipient: RecipientId, now: datetime, category: Category = Category.SUD_TRACK
) -> dict[PersonId, Grant]:
    """Return, by client, the Part 2 consent that lets this category go to this recipient now; the newest of each.

    Being in a session of a protected track tells of `Category.SUD_TRACK`: it is what every line of such a session needs.
    """
    found: dict[PersonId, Grant] = {}
    for grant in sorted(grants, key=lambda each: (each.signed_at, each.id)):
        if (
            grant.key.kind is DocumentKind.PART2
            and grant.terms is not None
            and grant.terms.recipient == recipient
            and category in grant.terms.categories
            and grant.signed_at <= now
            and state_at(grant, now) is GrantState.IN_FORCE
        ):
            found[grant.person] = grant
    return found


def disclosable(
    grants: Iterable[Grant], recipient: RecipientId, now: datetime, category: Category = Category.SUD_TRACK
) -> frozenset[PersonId]:
    """Return the clients whose protected records of this category may go to this recipient now."""
    return frozenset(disclosing(grants, recipient, now, category))
