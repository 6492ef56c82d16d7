"""What 42 CFR Part 2 protects: it leaves for whom a consent names, and for nobody else (scenario 23)."""

import json
from typing import Any

import httpx

from app.access.records.exports.writing import ExportWriter
from app.exports.fhir.ids import fhir_id, person_in_session
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from clinic.care_team.period import Period
from clinic.care_team.reading import Category
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.consents.documents import DocumentKind
from clinic.consents.recipients import REDISCLOSURE_NOTICE
from tests.app.api.fhir.conftest import Programme
from tests.app.conftest import WebService
from tests.support.schedule.world import World
from tests.support.service.systems import Ehr, connect_ehr

PROTECTED = {"R", "42CFRPart2", "ETH", "NORDSCLCD"}


def labels(record: dict[str, Any]) -> set[str]:
    return {each["code"] for each in record["meta"]["security"]}


def told(bundle: dict[str, Any]) -> int | None:
    issues = bundle["entry"][-1]["resource"]["issue"]
    found = [each["extension"][0]["valueUnsignedInt"] for each in issues if "extension" in each]
    return found[0] if found else None


def texts(bundle: dict[str, Any]) -> set[str]:
    return {each["diagnostics"] for each in bundle["entry"][-1]["resource"]["issue"]}


async def export(ehr: Ehr, service: WebService, path: str) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Ask for files, let them be written, and fetch them."""
    asked = await ehr.get(path)
    assert asked.status_code == 202, asked.text
    writer = ExportWriter(service.store, service.clock)
    while await writer.step():
        pass
    status = await ehr.get(asked.headers["content-location"])
    assert status.status_code == 200, status.text
    manifest = status.json()
    files: dict[str, list[Any]] = {}
    for each in [*manifest["output"], *manifest["error"]]:
        lines = (await ehr.get(each["url"])).text.splitlines()
        assert len(lines) == each["count"]
        files.setdefault(each["type"], []).extend(json.loads(line) for line in lines)
    return manifest, files


async def test_scenario_23_a_protected_groups_encounters_leave_with_consent_alone(
    programme: Programme, web_service: WebService
) -> None:
    ehr, group = programme.ehr, fhir_id(programme.protected)
    path = f"Group/{group}/$export?_type=Encounter,Provenance,Consent"
    manifest, files = await export(ehr, web_service, path)
    assert manifest["extension"] == {"left-out": 2}, "Eve and Dev, as a number"
    assert [each["subject"]["reference"] for each in files["Encounter"]] == [
        f"Patient/{fhir_id(programme.dev)}"
    ], "of his session in the open group"
    assert "Left out here: 2." in {each["diagnostics"] for each in files["OperationOutcome"][0]["issue"]}
    assert fhir_id(programme.eve) not in json.dumps(files)

    await programme.consent(programme.eve)
    manifest, files = await export(ehr, web_service, path)
    assert manifest["extension"] == {"left-out": 1}
    protected = [each for each in files["Encounter"] if "42CFRPart2" in labels(each)]
    assert [each["id"] for each in protected] == [person_in_session(programme.sud, programme.eve)]
    assert labels(protected[0]) == PROTECTED
    statement = [each for each in files["Provenance"] if each["id"] == protected[0]["id"]]
    assert REDISCLOSURE_NOTICE in statement[0]["text"]["div"]
    assert [(each["patient"]["reference"], each["status"]) for each in files["Consent"]] == [
        (f"Patient/{fhir_id(programme.eve)}", "active")
    ]
    assert REDISCLOSURE_NOTICE in {each["diagnostics"] for each in files["OperationOutcome"][0]["issue"]}


async def test_pages_tell_the_number_and_carry_the_statement(programme: Programme) -> None:
    ehr = programme.ehr
    bundle = (await ehr.get("Encounter")).json()
    assert told(bundle) == 2
    assert REDISCLOSURE_NOTICE not in texts(bundle)
    await programme.consent(programme.eve)
    await programme.consent(programme.dev)
    bundle = (await ehr.get("Encounter")).json()
    assert told(bundle) == 0
    assert REDISCLOSURE_NOTICE in texts(bundle)


async def test_a_search_for_somebody_does_not_tell_that_there_is_something(programme: Programme) -> None:
    ehr = programme.ehr
    hidden = (await ehr.get("Encounter", patient=fhir_id(programme.eve))).json()
    nobody = (await ehr.get("Encounter", patient="pt.-nobody000000")).json()
    assert hidden["entry"] == nobody["entry"]
    assert told(hidden) is None
    by_id = (await ehr.get("Patient", _id=fhir_id(programme.eve))).json()
    assert told(by_id) is None
    assert (await ehr.get(f"Patient/{fhir_id(programme.eve)}")).json() == (
        await ehr.get("Patient/pt.-nobody000000")
    ).json()


async def test_whose_care_is_all_protected_is_not_named_and_the_others_are(programme: Programme) -> None:
    patients = {each["id"] for each in await programme.ehr.found("Patient")}
    assert fhir_id(programme.eve) not in patients
    assert fhir_id(programme.dev) in patients
    group = [
        each for each in await programme.ehr.found("Group") if each["id"] == fhir_id(programme.protected)
    ]
    assert "member" not in group[0]
    await programme.consent(programme.eve)
    patient = (await programme.ehr.get(f"Patient/{fhir_id(programme.eve)}")).json()
    assert labels(patient) == PROTECTED
    group = [
        each for each in await programme.ehr.found("Group") if each["id"] == fhir_id(programme.protected)
    ]
    assert [each["entity"]["reference"] for each in group[0]["member"]] == [
        f"Patient/{fhir_id(programme.eve)}"
    ]


async def test_a_consent_that_was_taken_back_or_names_another_opens_nothing(
    programme: Programme, world: World, client: httpx.AsyncClient
) -> None:
    await programme.consent(programme.eve, withdrawn=True)
    await programme.consent(programme.dev)
    another = await connect_ehr(world.clinic, client)
    id_ = person_in_session(programme.sud, programme.eve)
    assert (await programme.ehr.get(f"Encounter/{id_}")).status_code == 404
    of_dev = person_in_session(programme.sud, programme.dev)
    assert (await programme.ehr.get(f"Encounter/{of_dev}")).status_code == 200
    assert (await another.get(f"Encounter/{of_dev}")).status_code == 404
    assert await another.found("Consent") == [], "that he agreed tells of his treatment"


async def test_a_consent_for_one_category_opens_no_other(programme: Programme) -> None:
    await programme.consent(programme.eve, Category.MEASURES)
    id_ = person_in_session(programme.sud, programme.eve)
    assert (await programme.ehr.get(f"Encounter/{id_}")).status_code == 404


async def test_a_release_within_the_clinic_opens_nothing(programme: Programme) -> None:
    await programme.consent(programme.eve, Category.SUD_TRACK, kind=DocumentKind.RELEASE)
    id_ = person_in_session(programme.sud, programme.eve)
    assert (await programme.ehr.get(f"Encounter/{id_}")).status_code == 404


async def test_a_counselor_is_named_with_consent_alone(programme: Programme) -> None:
    world, clinic = programme.world, programme.world.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        for number, (who, role) in enumerate(
            (
                (world.dana.person, CareTeamRole.INDIVIDUAL_THERAPIST),
                (world.elena.person, CareTeamRole.SUD_COUNSELOR),
            )
        ):
            assignment = Assignment(who, role, Period(clinic.now), programme.dev)
            await unit.assignments.add(AssignmentRecord(f"as_{number}", assignment))
    team = (await programme.ehr.get(f"CareTeam/{fhir_id(programme.dev)}")).json()
    assert [each["role"][0]["text"] for each in team["participant"]] == ["Individual therapist"]
    assert told((await programme.ehr.get("CareTeam", _count=1)).json()) == 0
    await programme.consent(programme.dev)
    team = (await programme.ehr.get(f"CareTeam/{fhir_id(programme.dev)}")).json()
    assert len(team["participant"]) == 2
    assert labels(team) == PROTECTED


async def test_what_becomes_open_is_new_to_the_recipient(
    programme: Programme, web_service: WebService
) -> None:
    before = (await programme.ehr.found("Encounter"))[0]["meta"]["lastUpdated"]
    web_service.clock.time += 60
    await programme.consent(programme.eve)
    new = await programme.ehr.found("Encounter", _lastUpdated=f"gt{before}")
    assert [each["id"] for each in new] == [person_in_session(programme.sud, programme.eve)]
