"""What leaves is valid by HAPI FHIR's validator, which is not ours."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.access.records.exports.sources import measures
from app.exports.fhir.resources.coverage import Covered, coverage
from app.exports.fhir.resources.measures import Answered, observation, questionnaire_response
from app.exports.fhir.search import TYPES
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.consents.documents import DocumentKey, DocumentKind
from tests.app.api.fhir.conftest import Programme
from tests.support.described.fhir_validator import missing, validate

USUAL = (
    "Constraint failed: dom-6",  # Records need no text beside them.
    "CodeSystem is unknown",  # LOINC is not in the validator's box.
    "http://loinc.org",
    "'SecurityLabels'",  # The value set of R4 is older than the code.
    "No code provided",
)


async def everything(programme: Programme) -> list[dict[str, Any]]:
    """Return a bundle and records of every type, protected ones too."""
    world, clinic = programme.world, programme.world.clinic
    part2 = await programme.consent(programme.eve)
    await programme.consent(programme.dev)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        grant = await unit.grants.find(part2)
        assert grant is not None
        for number, kind in enumerate(DocumentKind):
            if kind is not DocumentKind.PART2:
                other = replace(
                    grant, id=f"gr_{number}", person=programme.cleo, key=DocumentKey(kind), terms=None
                )
                await unit.grants.add(other)
        for number, role in enumerate((CareTeamRole.INDIVIDUAL_THERAPIST, CareTeamRole.SUD_COUNSELOR)):
            assignment = Assignment(world.dana.person, role, Period(clinic.now), programme.dev)
            await unit.assignments.add(AssignmentRecord(f"as_{number}", assignment))
    found = [each for type_ in TYPES for each in await programme.ehr.found(type_)]
    for path in ("Encounter", "metadata", "Patient/nobody", "Encounter?date=x"):
        found.append((await programme.ehr.get(path)).json())
    at = datetime(2025, 11, 20, 15, tzinfo=UTC)
    for instrument, items in (("phq9", 9), ("gad7", 7)):
        answered = Answered("mr_1", programme.cleo, instrument, at, [1] * items, items, protected=True)
        found += [questionnaire_response(answered), observation(answered, items)]
    covered = Covered("cv_1", programme.cleo, "Blue", "Gold", "XYZ123", date(2025, 1, 1), date(2025, 6, 30))
    found += [coverage(covered, date(2025, 11, 24)), coverage(replace(covered, until=None), date(2025, 2, 1))]
    return found


async def test_there_is_something_of_every_type(programme: Programme) -> None:
    """The models of ``fhir.resources`` have checked each of them, or it would not have been made."""
    types = {each["resourceType"] for each in await everything(programme)}
    assert set(TYPES) <= types
    assert measures.QUESTIONNAIRES


@pytest.mark.slow
@pytest.mark.skipif(missing() != "", reason=missing() or "there")
@pytest.mark.timeout(900)
async def test_nothing_that_leaves_is_an_error_to_hapi(
    programme: Programme, record_property: Callable[[str, object], None]
) -> None:
    records = await everything(programme)
    said = validate(records)
    record_property("validated", Counter(each["resourceType"] for each in records))
    assert [each for each in said if each.severity in ("ERROR", "FATAL")] == []
    assert [each for each in said if not any(usual in each.text for usual in USUAL)] == []


def test_an_open_coverage_has_no_end() -> None:
    covered = Covered("cv_1", "pt_1", "Blue", "", "", date(2025, 1, 1))  # type: ignore[arg-type]
    assert coverage(covered, date(2025, 1, 1) + timedelta(days=1))["period"] == {"start": "2025-01-01"}
