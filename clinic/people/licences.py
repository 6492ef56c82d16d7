"""What staff are qualified for, and where their licences let them treat: by the state the client is in. Pure.

Which states belong to a compact changes by law, so nothing here knows it: whoever records a privilege names the states
that it reaches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic.common.errors import FieldError
from clinic.people.fields.states import STATES
from clinic.people.fields.text import text_problem

__all__ = [
    "Compact",
    "CompactPrivilege",
    "Credentials",
    "Licence",
    "LicenceType",
    "Qualification",
    "check_licence",
    "is_qualified",
    "licensed_on",
    "reach_of",
]

NUMBER_LIMIT = 40


class Qualification(StrEnum):
    """What a member of staff may be asked to do."""

    LICENSED_CLINICIAN = "licensed_clinician"
    COUPLES_THERAPIST = "couples_therapist"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    SUD_COUNSELOR = "sud_counselor"
    CARE_COORDINATOR = "care_coordinator"
    EDUCATOR = "educator"
    PEER_HOST = "peer_host"


_NEEDS_LICENCE = frozenset(
    {
        Qualification.LICENSED_CLINICIAN,
        Qualification.COUPLES_THERAPIST,
        Qualification.PRESCRIBER,
        Qualification.NURSE,
    }
)


class LicenceType(StrEnum):
    """The profession that a state licenses; its title differs from state to state."""

    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social_worker"
    MARRIAGE_FAMILY_THERAPIST = "marriage_family_therapist"
    PROFESSIONAL_COUNSELOR = "professional_counselor"
    ADDICTION_COUNSELOR = "addiction_counselor"
    PHYSICIAN = "physician"
    PHYSICIAN_ASSISTANT = "physician_assistant"
    NURSE_PRACTITIONER = "nurse_practitioner"
    NURSE = "nurse"


class Compact(StrEnum):
    """An agreement between states under which one licence reaches others."""

    PSYPACT = "psypact"
    COUNSELING = "counseling"
    SOCIAL_WORK = "social_work"
    NURSE_LICENSURE = "nurse_licensure"
    MEDICAL_LICENSURE = "medical_licensure"


@dataclass(frozen=True, slots=True)
class CompactPrivilege:
    """The right to treat clients in other states under a compact, as long as the licence behind it is valid, too."""

    compact: Compact
    states: frozenset[str]
    expires: date
    """Its last valid day."""


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence of one clinician."""

    state: str
    """Two letters, a key of ``STATES``."""
    type: LicenceType
    number: str
    expires: date
    """Its last valid day."""
    privileges: tuple[CompactPrivilege, ...] = ()


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one member of staff has to show."""

    qualifications: frozenset[Qualification] = frozenset()
    licences: tuple[Licence, ...] = ()


def check_licence(licence: Licence) -> list[FieldError]:
    """Return everything that is wrong with a licence as typed: ``field.state``, and what texts may have.

    An expired one is not wrong: it is kept, and covers nothing.
    """
    found = [] if licence.state in STATES else [FieldError("state", "field.state")]
    if code := text_problem(licence.number, NUMBER_LIMIT, required=True):
        found.append(FieldError("number", code))
    found.extend(
        FieldError(f"privileges.{index}.states", "field.state")
        for index, privilege in enumerate(licence.privileges)
        if not privilege.states or not privilege.states <= STATES.keys()
    )
    return found


def licensed_on(licences: Iterable[Licence], day: date) -> bool:
    """Return whether any licence is valid on the day, wherever it is from."""
    return any(day <= licence.expires for licence in licences)


def reach_of(licence: Licence) -> list[tuple[str, date]]:
    """Return the states in which a licence lets its holder treat, by itself or a compact, each with its last day."""
    return [
        (licence.state, licence.expires),
        *(
            (state, min(licence.expires, privilege.expires))
            for privilege in licence.privileges
            for state in sorted(privilege.states)
        ),
    ]


def is_qualified(credentials: Credentials, wanted: Qualification, day: date) -> bool:
    """Return whether a member of staff has the qualification, and on that day the licence that it may need."""
    if wanted not in credentials.qualifications:
        return False
    return wanted not in _NEEDS_LICENCE or licensed_on(credentials.licences, day)
