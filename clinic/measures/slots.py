"""Slots for instruments that need a licence: what a clinic's own file has to look like. Pure.

Their texts are never in the release. A clinic that has a licence brings the file, and somebody says who gave the licence
and until when. Without a licence that holds, the instrument is asked of nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError
from clinic.common.ids import PersonId
from clinic.measures.instruments import Instrument
from clinic.people.fields.text import text_problem

__all__ = ["SLOTS", "Licence", "Slot", "licence_problems", "slot_problem"]

_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Slot:
    """What an instrument is known to be: how many items it has, and between which numbers they are answered."""

    title: str
    items: int
    lowest: int
    highest: int


SLOTS: Final[Mapping[str, Slot]] = MappingProxyType(
    {
        "wai_sr": Slot("WAI-SR", 12, 1, 5),
        "csq8": Slot("CSQ-8", 8, 1, 4),
        "gsrs": Slot("GSRS", 4, 0, 10),
        "gq": Slot("GQ", 30, 1, 7),
    }
)
"""By key. Which of them a clinic may use is between it and those who own them."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What somebody of the clinic has said about the right to use an instrument.

    Attributes:
        holder: Who gave the licence, with its number if it has one.
        until: Its last day; None if it has no end.
    """

    holder: str
    until: date | None
    stated_by: PersonId

    def holds(self, day: date) -> bool:
        """Return whether the instrument may be used on that day."""
        return self.until is None or day <= self.until


def slot_problem(instrument: Instrument) -> str | None:
    """Return the code of why an instrument is none that a clinic may bring, or None."""
    slot = SLOTS.get(instrument.key)
    if slot is None:
        return "measures.no_slot"
    found = (len(instrument.items), instrument.lowest, instrument.highest)
    return None if found == (slot.items, slot.lowest, slot.highest) else "measures.other_instrument"


def licence_problems(holder: str, until: date | None, today: date) -> list[FieldError]:
    """Return what is wrong with a statement about a licence."""
    errors = []
    if code := text_problem(holder, _LONGEST, required=True):
        errors.append(FieldError("holder", code))
    if until is not None and until < today:
        errors.append(FieldError("until", "field.past"))
    return errors
