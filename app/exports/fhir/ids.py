"""Ids as FHIR spells them: letters, digits, ``-`` and ``.``; ours have ``_`` as well.

What there is once for each person of a session has both ids, so that the same person's record of the same session is
always found under one address.
"""

import re
from typing import Final

from clinic.common.ids import AppointmentId, PersonId

__all__ = ["fhir_id", "own_id", "person_in", "person_in_session"]

_ESCAPE: Final = ".-"
_BETWEEN: Final = ".."
_SHAPE: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")


def fhir_id(own: str) -> str:
    """Return one of our ids as FHIR spells it."""
    return own.replace("_", _ESCAPE)


def own_id(text: str) -> str | None:
    """Return our id of such a text; None if no id of ours is spelled so."""
    if not _SHAPE.fullmatch(text) or "." in text.replace(_ESCAPE, ""):
        return None
    return text.replace(_ESCAPE, "_")


def person_in_session(appointment: AppointmentId, person: PersonId) -> str:
    """Return the id of what there is of one person in one session."""
    return f"{fhir_id(appointment)}{_BETWEEN}{fhir_id(person)}"


def person_in(text: str) -> tuple[AppointmentId, PersonId] | None:
    """Return session and person of such an id, or None."""
    first, between, second = text.partition(_BETWEEN)
    appointment, person = own_id(first), own_id(second)
    if len(text) > 64 or not between or appointment is None or person is None:
        return None
    return AppointmentId(appointment), PersonId(person)
