"""The roles of a care team, and who holds one for whom and for how long. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from clinic.care_team.period import Period
from clinic.common.errors import Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.people.licences import Credentials, Qualification, is_qualified

__all__ = ["NEEDS", "Assignment", "CareTeamRole", "check_assignment"]


class CareTeamRole(StrEnum):
    """What a member of staff is to a client, to a couple, or to the whole clinic."""

    INDIVIDUAL_THERAPIST = "individual_therapist"
    COUPLES_THERAPIST = "couples_therapist"
    SUD_COUNSELOR = "sud_counselor"
    PRESCRIBER = "prescriber"
    CARE_COORDINATOR = "care_coordinator"
    CLINICAL_DIRECTOR = "clinical_director"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A member of staff in one role: for one client, for one couple, or for the clinic if neither is named."""

    clinician: PersonId
    role: CareTeamRole
    period: Period
    client: PersonId | None = None
    couple: CoupleId | None = None


NEEDS: Mapping[CareTeamRole, Qualification] = MappingProxyType(
    {
        CareTeamRole.INDIVIDUAL_THERAPIST: Qualification.LICENSED_CLINICIAN,
        CareTeamRole.COUPLES_THERAPIST: Qualification.COUPLES_THERAPIST,
        CareTeamRole.SUD_COUNSELOR: Qualification.SUD_COUNSELOR,
        CareTeamRole.PRESCRIBER: Qualification.PRESCRIBER,
        CareTeamRole.CLINICAL_DIRECTOR: Qualification.LICENSED_CLINICIAN,
        CareTeamRole.ON_CALL: Qualification.LICENSED_CLINICIAN,
    }
)
"""The qualification that a role asks for; a coordinator needs none."""

_FOR_THE_CLINIC = frozenset({CareTeamRole.CLINICAL_DIRECTOR, CareTeamRole.ON_CALL})


def check_assignment(proposed: Assignment, credentials: Credentials, day: date) -> None:
    """Check an assignment by itself; `separation` checks it beside the others.

    Args:
        credentials: The clinician's.
        day: The day on which it begins, or today if it began earlier.

    Raises:
        Refused: ``care_team.subject``: a couples therapist is for a couple, a director and who is on call for the
            clinic, a coordinator for a client or a couple, all others for a client; ``care_team.period``: it ends
            before it begins; ``care_team.unqualified``: ``reason`` is the qualification that is missing or without a
            valid licence.
    """
    if not _fits(proposed):
        raise Refused("care_team.subject")
    if proposed.period.is_empty:
        raise Refused("care_team.period")
    wanted = NEEDS.get(proposed.role)
    if wanted is not None and not is_qualified(credentials, wanted, day):
        raise Refused("care_team.unqualified", wanted.value)


def _fits(assignment: Assignment) -> bool:
    client, couple = assignment.client is not None, assignment.couple is not None
    if assignment.role in _FOR_THE_CLINIC:
        return not client and not couple
    if assignment.role is CareTeamRole.COUPLES_THERAPIST:
        return couple and not client
    if assignment.role is CareTeamRole.CARE_COORDINATOR:
        return client != couple
    return client and not couple
