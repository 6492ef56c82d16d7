"""A couples therapist treats neither partner individually: rule R1 of docs/domain.md. Pure."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from clinic.errors import Refused
from clinic.ids import PersonId

__all__ = ["Assignment", "CareRole", "check_couples_therapist", "check_own_clinician"]


class CareRole(enum.Enum):
    """A clinician's role for one client. A couples therapist is assigned to the couple, not to either partner."""

    INDIVIDUAL_THERAPIST = "individual_therapist"
    SUD_COUNSELOR = "sud_counselor"
    PRESCRIBER = "prescriber"
    CASE_MANAGER = "case_manager"


APART = frozenset({CareRole.INDIVIDUAL_THERAPIST, CareRole.SUD_COUNSELOR})
"""In these roles a clinician hears secrets that a couples therapist must not hold."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A clinician in one role for one client."""

    clinician: PersonId
    client: PersonId
    role: CareRole


def check_couples_therapist(
    clinician: PersonId, partners: Iterable[PersonId], assignments: Iterable[Assignment]
) -> None:
    """Check that the clinician may become this couple's therapist.

    Args:
        assignments: All current ones; those of other clients are ignored.

    Raises:
        Refused: ``care_team.couples_therapist``: they are a partner's own therapist or counselor (R1); ``reason`` is
            the role, never the partner.
    """
    couple = frozenset(partners)
    for held in assignments:
        if held.clinician == clinician and held.client in couple and held.role in APART:
            raise Refused("care_team.couples_therapist", held.role.value)


def check_own_clinician(proposed: Assignment, couples_therapists: Iterable[PersonId]) -> None:
    """Check the same rule from the other side: whether the client may be assigned this clinician in this role.

    Args:
        couples_therapists: The therapists of the client's couple; empty if there is none.

    Raises:
        Refused: ``care_team.own_clinician``: they are the couple's therapist (R1).
    """
    if proposed.role in APART and proposed.clinician in frozenset(couples_therapists):
        raise Refused("care_team.own_clinician", proposed.role.value)
