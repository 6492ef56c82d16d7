"""What pays for a client's care."""

from dataclasses import dataclass, field
from datetime import date

from app.exports.fhir.ids import fhir_id
from app.exports.fhir.labels import labelled
from app.exports.fhir.made import Content, made, reference
from clinic.common.ids import PersonId

__all__ = ["Covered", "coverage"]


@dataclass(frozen=True, slots=True)
class Covered:
    """A coverage as the clinic has entered it.

    Attributes:
        since: The first day.
        until: The last day; None if it is open.
    """

    id: str
    person: PersonId
    payer: str
    plan: str
    member: str = field(repr=False)
    since: date
    until: date | None = None
    protected: bool = False


def coverage(one: Covered, day: date) -> Content:
    """Return a coverage as it is on a day. Days that contradict each other are left out, as FHIR wants."""
    ended = one.until is not None and one.until < day
    ordered = one.until if one.until is None or one.since <= one.until else None
    return made(
        {
            "resourceType": "Coverage",
            "id": fhir_id(one.id),
            "meta": labelled(protected=one.protected),
            "status": "cancelled" if ended else "active",
            "subscriberId": one.member,
            "beneficiary": reference("Patient", fhir_id(one.person)),
            "period": {
                "start": one.since.isoformat(),
                "end": ordered.isoformat() if ordered else None,
            },
            "payor": [{"display": one.payer}],
            "class": [_class(one.plan)] if one.plan else [],
        }
    )


def _class(plan: str) -> Content:
    kind = {"system": "http://terminology.hl7.org/CodeSystem/coverage-class", "code": "plan"}
    return {"type": {"coding": [kind]}, "value": plan}
