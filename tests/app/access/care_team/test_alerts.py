from app.access.care_team.alerts import alert_directors
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import Place


class Told:
    """Remembers who was told."""

    def __init__(self) -> None:
        self.people: list[PersonId] = []

    async def emergency_access(self, unit: ClinicUnit, person: PersonId) -> bool:
        self.people.append(person)
        return True


async def test_every_director_is_told_and_the_audit_names_them(place: Place) -> None:
    ana, told = await place.clinic.client(), Told()
    dana = await place.staff(StaffRole.CLINICIAN)
    directors = sorted(
        [(await place.staff(StaffRole.CLINICAL_DIRECTOR, name=name)).person for name in ("I", "J")]
    )
    async with place.write() as unit:
        await alert_directors(unit, ana, dana.person, told)
    assert told.people == directors
    assert await place.noted() == [("director.alert", (ana, dana.person, *directors))]


async def test_a_director_is_not_told_of_what_they_did(place: Place) -> None:
    ana, told = await place.clinic.client(), Told()
    one, other = [await place.staff(StaffRole.CLINICAL_DIRECTOR, name=name) for name in ("I", "J")]
    async with place.write() as unit:
        await alert_directors(unit, ana, one.person, told)
    assert told.people == [other.person]
