"""The crisis card: what staff need to send help to one client, who may open it, and what is documented of it. Pure.

Opening it is a disclosure in a medical emergency (42 CFR 2.51), for which no consent is needed but a record is: who
disclosed to whom, when, and the nature of the emergency.
"""

from enum import StrEnum
from typing import Final

from clinic.people.fields.phone import tidy_phone
from clinic.people.fields.text import tidy
from clinic.people.person import EmergencyContact

__all__ = ["CRISIS_LINE", "POISON_CONTROL", "CardRight", "Nature", "Recipient", "is_partner"]

CRISIS_LINE: Final = "988"
POISON_CONTROL: Final = "1-800-222-1222"


class Nature(StrEnum):
    """The nature of an emergency."""

    HELP_SIGNAL = "help_signal"
    SUICIDE_RISK = "suicide_risk"
    VIOLENCE = "violence"
    OVERDOSE = "overdose"
    MEDICAL = "medical"
    UNREACHABLE = "unreachable"
    """The person has left all of a sudden and does not answer."""
    OTHER = "other"


class Recipient(StrEnum):
    """To whom something was disclosed."""

    STAFF = "staff"
    """Whoever has opened the card."""
    EMERGENCY_SERVICES = "emergency_services"
    CRISIS_LINE = "crisis_line"
    POISON_CONTROL = "poison_control"
    HOSPITAL = "hospital"
    EMERGENCY_CONTACT = "emergency_contact"
    OTHER_CLINICIAN = "other_clinician"


class CardRight(StrEnum):
    """By what right somebody opens a card."""

    LEADS = "leads"
    """They lead a session that the person is in now."""
    ANSWERED = "answered"
    """They have answered the person's alert."""
    BREAK_GLASS = "break_glass"


_PARTNER_WORDS: Final = frozenset(
    {
        *(
            "partner",
            "husband",
            "wife",
            "spouse",
            "boyfriend",
            "girlfriend",
            "fiance",
            "fiancé",
            "fiancee",
            "fiancée",
        ),
        *("pareja", "marido", "esposo", "esposa", "mujer", "cónyuge", "conyuge", "novio", "novia"),
        *("prometido", "prometida", "compañero", "compañera"),
    }
)


def is_partner(contact: EmergencyContact, names: frozenset[str], phone: str) -> bool:
    """Return whether the contact for emergencies seems to be the partner, who may be the danger.

    Args:
        names: What the partner in the couple is called, here and by law; none if there is no couple.
        phone: The partner's telephone, or nothing.
    """
    if not contact.name:
        return False
    words = tidy(contact.relation).casefold().replace("-", " ").replace("/", " ").split()
    if "ex" not in words and not _PARTNER_WORDS.isdisjoint(words):
        return True
    if phone and tidy_phone(contact.phone) == tidy_phone(phone):
        return True
    return tidy(contact.name).casefold() in {tidy(name).casefold() for name in names if name}
