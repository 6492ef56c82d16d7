from app.access.care_team.alerts import AuditedAlerts
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import Place


async def test_the_audit_names_every_director_who_is_to_know(place: Place) -> None:
    ana = await place.clinic.client()
    dana = await place.staff(StaffRole.CLINICIAN)
    directors = sorted(
        [(await place.staff(StaffRole.CLINICAL_DIRECTOR, name=name)).person for name in ("I", "J")]
    )
    async with place.write() as unit:
        await AuditedAlerts().director_alerted(unit, ana, dana.person)
    assert await place.noted() == [("director.alert", (ana, dana.person, *directors))]
