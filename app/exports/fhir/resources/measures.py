"""Answers to a questionnaire (QuestionnaireResponse) and the score they make (Observation)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.exports.fhir.ids import fhir_id
from app.exports.fhir.labels import labelled
from app.exports.fhir.made import Content, concept, instant, made, reference
from clinic.common.ids import PersonId

__all__ = ["QUESTIONNAIRES", "Answered", "Coded", "observation", "questionnaire_response"]

_LOINC: Final = "http://loinc.org"


@dataclass(frozen=True, slots=True)
class Coded:
    """A questionnaire in LOINC: its panel, its total, and its items in order."""

    title: str
    panel: str
    total: str
    items: tuple[str, ...]


QUESTIONNAIRES: Final = {
    "phq9": Coded(
        "PHQ-9",
        "44249-1",
        "44261-6",
        (
            *("44250-9", "44255-8", "44259-0", "44254-1", "44251-7"),
            *("44258-2", "44252-5", "44253-3", "44260-8"),
        ),
    ),
    "gad7": Coded(
        "GAD-7",
        "69737-5",
        "70274-6",
        ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
    ),
}
"""By the name that the clinic gives an instrument. Others, such as the pulse after a session, do not leave."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A questionnaire that a client has answered.

    Attributes:
        instrument: A key of ``QUESTIONNAIRES``.
        answers: The number of each item, in order; None where it was passed.
        total: None if too much was passed.
    """

    id: str
    person: PersonId
    instrument: str
    at: datetime
    answers: Sequence[int | None]
    total: int | None
    protected: bool = False


def questionnaire_response(one: Answered) -> Content:
    """Return the answers."""
    coded = QUESTIONNAIRES[one.instrument]
    given = zip(coded.items, one.answers, strict=True)
    return made(
        {
            "resourceType": "QuestionnaireResponse",
            "id": fhir_id(one.id),
            "meta": labelled(protected=one.protected),
            "questionnaire": f"{_LOINC}/q/{coded.panel}",
            "status": "completed",
            "subject": reference("Patient", fhir_id(one.person)),
            "authored": instant(one.at),
            "source": reference("Patient", fhir_id(one.person)),
            "item": [
                {"linkId": code, "answer": [{"valueInteger": value}]}
                for code, value in given
                if value is not None
            ],
        }
    )


def observation(one: Answered, total: int) -> Content:
    """Return the score."""
    coded = QUESTIONNAIRES[one.instrument]
    return made(
        {
            "resourceType": "Observation",
            "id": fhir_id(one.id),
            "meta": labelled(protected=one.protected),
            "status": "final",
            "category": [concept("", "http://terminology.hl7.org/CodeSystem/observation-category", "survey")],
            "code": concept(f"{coded.title} total score", _LOINC, coded.total),
            "subject": reference("Patient", fhir_id(one.person)),
            "effectiveDateTime": instant(one.at),
            "performer": [reference("Patient", fhir_id(one.person))],
            "valueQuantity": {
                "value": total,
                "unit": "points",
                "system": "http://unitsofmeasure.org",
                "code": "1",
            },
            "derivedFrom": [reference("QuestionnaireResponse", fhir_id(one.id))],
        }
    )
