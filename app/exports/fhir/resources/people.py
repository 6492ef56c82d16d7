"""Patients and staff. Little is said of a client: no address, telephone or e-mail, since others may answer there."""

from collections.abc import Collection
from typing import Final

from app.exports.fhir.ids import fhir_id
from app.exports.fhir.labels import labelled
from app.exports.fhir.made import OWN, Content, concept, made, reference
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from clinic.people.person import PersonFields

__all__ = ["patient", "practitioner", "practitioner_role"]

_ROLES: Final = {
    StaffRole.OWNER: "Owner",
    StaffRole.ADMIN: "Administrator",
    StaffRole.CLINICAL_DIRECTOR: "Clinical director",
    StaffRole.CLINICIAN: "Clinician",
    StaffRole.CARE_COORDINATOR: "Care coordinator",
    StaffRole.TECH_HOST: "Technical host",
    StaffRole.AUDITOR: "Auditor",
}


def patient(person: PersonId, fields: PersonFields, *, active: bool, protected: bool) -> Content:
    """Return a client.

    Args:
        protected: Whether all their care is on tracks that 42 CFR Part 2 protects.
    """
    return made(
        {
            "resourceType": "Patient",
            "id": fhir_id(person),
            "meta": labelled(protected=protected),
            "identifier": [_identifier(person)],
            "active": active,
            "name": [{"use": "official", "text": fields.legal_name or fields.display_name}],
        }
    )


def practitioner(person: PersonId, fields: PersonFields, *, active: bool) -> Content:
    """Return a member of staff."""
    return made(
        {
            "resourceType": "Practitioner",
            "id": fhir_id(person),
            "identifier": [_identifier(person)],
            "active": active,
            "name": [{"text": fields.legal_name or fields.display_name}],
        }
    )


def practitioner_role(
    person: PersonId, name: str, roles: Collection[StaffRole], clinic: str, *, active: bool
) -> Content:
    """Return what a member of staff does in the clinic."""
    return made(
        {
            "resourceType": "PractitionerRole",
            "id": fhir_id(person),
            "active": active,
            "practitioner": reference("Practitioner", fhir_id(person), name),
            "organization": {"display": clinic},
            "code": [concept(_ROLES[each]) for each in sorted(roles)],
        }
    )


def _identifier(person: PersonId) -> Content:
    return {"system": f"{OWN}person", "value": person}
