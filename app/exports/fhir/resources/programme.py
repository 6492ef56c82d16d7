"""Groups, episodes of care, and who looks after a client."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from app.exports.fhir.ids import fhir_id
from app.exports.fhir.labels import labelled
from app.exports.fhir.made import OWN, Content, concept, dated, made, period, reference
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import PersonId
from clinic.programme.cohorts import Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program

__all__ = ["care_team", "episode_of_care", "group"]

_LEVELS: Final = {
    LevelOfCare.ASAM_1: "Outpatient (ASAM level 1)",
    LevelOfCare.ASAM_2_1: "Intensive outpatient (ASAM level 2.1)",
    LevelOfCare.ASAM_2_5: "Partial hospitalization (ASAM level 2.5)",
    LevelOfCare.AFTERCARE: "Aftercare",
}
_ROLES: Final = {
    CareTeamRole.INDIVIDUAL_THERAPIST: "Individual therapist",
    CareTeamRole.COUPLES_THERAPIST: "Couples therapist",
    CareTeamRole.SUD_COUNSELOR: "Substance use counselor",
    CareTeamRole.PRESCRIBER: "Prescriber",
    CareTeamRole.CARE_COORDINATOR: "Care coordinator",
    CareTeamRole.CLINICAL_DIRECTOR: "Clinical director",
    CareTeamRole.ON_CALL: "On call",
}


def group(
    cohort: Cohort, members: Sequence[Membership], day: date, *, active: bool, protected: bool
) -> Content:
    """Return a group with those of its members who may be named.

    Args:
        day: Today in the clinic; who is not a member on it is inactive.
    """
    return made(
        {
            "resourceType": "Group",
            "id": fhir_id(cohort.id),
            "meta": labelled(protected=protected),
            "active": active,
            "type": "person",
            "actual": True,
            "name": cohort.name,
            "member": [
                {
                    "entity": reference("Patient", fhir_id(each.person)),
                    "period": dated(each.since, each.until),
                    "inactive": not (each.since <= day and (each.until is None or day < each.until)),
                }
                for each in members
            ],
        }
    )


def episode_of_care(
    episode: Episode, program: Program, clinic: str, day: date, *, protected: bool
) -> Content:
    """Return a client's time in a programme."""
    status = "planned" if day < episode.since else "active" if episode.holds(day) else "finished"
    return made(
        {
            "resourceType": "EpisodeOfCare",
            "id": fhir_id(episode.id),
            "meta": labelled(protected=protected),
            "extension": [{"url": f"{OWN}weekly-target-min", "valueInteger": episode.target_min}],
            "status": status,
            "type": [concept(program.name), concept(_LEVELS[episode.level])],
            "patient": reference("Patient", fhir_id(episode.client)),
            "managingOrganization": {"display": clinic},
            "period": dated(episode.since, episode.until),
        }
    )


def care_team(
    client: PersonId,
    assignments: Sequence[Assignment],
    names: Mapping[PersonId, str],
    clinic: str,
    *,
    protected: bool,
) -> Content:
    """Return who looks after a client alone. A couple's clinicians are the couple's (R6)."""
    return made(
        {
            "resourceType": "CareTeam",
            "id": fhir_id(client),
            "meta": labelled(protected=protected),
            "status": "active",
            "subject": reference("Patient", fhir_id(client)),
            "managingOrganization": [{"display": clinic}],
            "participant": [
                {
                    "role": [concept(_ROLES[each.role])],
                    "member": reference(
                        "Practitioner", fhir_id(each.clinician), names.get(each.clinician, "")
                    ),
                    "period": period(each.period.since, each.period.until),
                }
                for each in assignments
            ],
        }
    )
