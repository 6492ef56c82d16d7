import json
from tests.app.api.fhir.conftest import Programme
from app.exports.fhir.search import TYPES
from app.access.exports.pages import SOURCES


async def test_smoke(programme: Programme) -> None:
    await programme.consent(programme.eve)
    clinic = programme.world.clinic
    from app.persistence.repositories.care_team.assignments import AssignmentRecord
    from clinic.care_team.roles import Assignment, CareTeamRole
    from clinic.care_team.period import Period

    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.assignments.add(
            AssignmentRecord(
                "as_1",
                Assignment(
                    programme.world.dana.person,
                    CareTeamRole.INDIVIDUAL_THERAPIST,
                    Period(clinic.now),
                    programme.eve,
                ),
            )
        )
        await unit.assignments.add(
            AssignmentRecord(
                "as_2",
                Assignment(
                    programme.world.elena.person,
                    CareTeamRole.SUD_COUNSELOR,
                    Period(clinic.now),
                    programme.eve,
                ),
            )
        )
    with open("/tmp/fv/out.ndjson", "w") as f:
        for t in SOURCES:
            a = await programme.ehr.get(t)
            assert a.status_code == 200, a.text
            for e in a.json()["entry"]:
                f.write(json.dumps(e["resource"]) + "\n")
        f.write((await programme.ehr.get("metadata")).text + "\n")
        f.write((await programme.ehr.get("Encounter")).text + "\n")
