"""What a client has signed. Whom a consent names inside the clinic, and why it was given, stays here."""

from datetime import datetime
from typing import Final

from app.exports.fhir.ids import fhir_id
from app.exports.fhir.labels import labelled
from app.exports.fhir.made import Content, concept, instant, made, reference
from app.exports.fhir.statement import REDISCLOSURE
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Grant, GrantState, state_at

__all__ = ["consent"]

_TITLES: Final = {
    DocumentKind.AGREEMENT: "Confidentiality agreement",
    DocumentKind.TELEHEALTH: "Consent to treatment by video",
    DocumentKind.PART2: "Consent to disclosure of records protected by 42 CFR part 2",
    DocumentKind.GROUP: "Consent to meeting in a group",
    DocumentKind.COUPLES: "Consent to meeting as a couple",
    DocumentKind.OBSERVERS: "Consent to observers",
    DocumentKind.RELEASE: "Release of records within the clinic",
}
_DISCLOSES: Final = frozenset({DocumentKind.PART2, DocumentKind.RELEASE})


def consent(grant: Grant, clinic: str, recipient: str, now: datetime) -> Content:
    """Return a signature.

    Args:
        recipient: The organisation that it names; empty if it names none, or somebody inside the clinic.
    """
    kind = grant.key.kind
    protected = kind is DocumentKind.PART2
    scope = "patient-privacy" if kind in _DISCLOSES else "treatment"
    return made(
        {
            "resourceType": "Consent",
            "id": fhir_id(grant.id),
            "meta": labelled(protected=protected),
            "text": {
                "status": "additional",
                "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{REDISCLOSURE}</div>',
            }
            if protected
            else None,
            "status": "active" if state_at(grant, now) is GrantState.IN_FORCE else "inactive",
            "scope": concept("", "http://terminology.hl7.org/CodeSystem/consentscope", scope),
            "category": [concept(_TITLES[kind], "http://loinc.org", "59284-0")],
            "patient": reference("Patient", fhir_id(grant.person)),
            "dateTime": instant(grant.signed_at),
            "organization": [{"display": clinic}],
            "policyRule": concept(f"{_TITLES[kind]}, version {grant.number}"),
            "provision": _provision(grant, recipient),
        }
    )


def _provision(grant: Grant, recipient: str) -> Content:
    ends = [each for each in (grant.withdrawn_at, grant.terms and grant.terms.expires_at) if each]
    until = {"end": instant(min(ends))} if ends else {}
    actor = {
        "role": concept("", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
        "reference": {"display": recipient},
    }
    return {
        "type": "permit",
        "period": {"start": instant(grant.signed_at), **until},
        "actor": [actor] if recipient else [],
    }
