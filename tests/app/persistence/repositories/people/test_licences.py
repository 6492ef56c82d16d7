from datetime import date

from sqlalchemy import select

from app.persistence.models.people import LicenceRow
from app.persistence.repositories.people.licences import LicenceRecord
from clinic.people.licences import (
    Compact,
    CompactPrivilege,
    Credentials,
    Licence,
    LicenceType,
    Qualification,
)
from tests.app.persistence.repositories.conftest import Clinics

PSYPACT = CompactPrivilege(Compact.PSYPACT, frozenset({"NJ", "CT"}), date(2026, 12, 31))
LATER = Licence("NY", LicenceType.PSYCHOLOGIST, "NY-012345", date(2027, 6, 30), (PSYPACT,))
SOONER = Licence("CA", LicenceType.NURSE, "CA-1", date(2026, 6, 30))


async def test_credentials_of_several_people_come_together(clinics: Clinics) -> None:
    dana, hugo = await clinics.here.staff("Dana"), await clinics.here.staff("Hugo")
    async with clinics.write() as unit:
        await unit.licences.add(LicenceRecord("li_1", dana, LATER))
        await unit.licences.add(LicenceRecord("li_2", dana, SOONER))
        await unit.licences.put_qualifications(dana, [Qualification.NURSE, Qualification.EDUCATOR])
        await unit.licences.put_qualifications(dana, [Qualification.NURSE])
    async with clinics.write() as unit:
        assert await unit.licences.credentials([dana, hugo]) == {
            dana: Credentials(frozenset({Qualification.NURSE}), (SOONER, LATER)),
            hugo: Credentials(),
        }
        assert [one.id for one in await unit.licences.of([dana])] == ["li_2", "li_1"]


async def test_numbers_are_encrypted_for_their_row(clinics: Clinics) -> None:
    dana = await clinics.here.staff("Dana")
    async with clinics.write() as unit:
        await unit.licences.add(LicenceRecord("li_1", dana, LATER))
        stored = await unit.session.scalar(select(LicenceRow.number))
        assert stored is not None
        assert "012345" not in stored
        assert unit.keys.open("licences.number", "li_1", stored) == "NY-012345"


async def test_a_clinic_has_its_own_licences_only(clinics: Clinics) -> None:
    dana = await clinics.here.staff("Dana")
    async with clinics.write() as unit:
        await unit.licences.add(LicenceRecord("li_1", dana, LATER))
        await unit.licences.put_qualifications(dana, [Qualification.NURSE])
    async with clinics.write(clinics.there) as unit:
        assert await unit.licences.find("li_1") is None
        assert await unit.licences.credentials([dana]) == {dana: Credentials()}
        await unit.licences.remove("li_1")
    async with clinics.write() as unit:
        assert await unit.licences.find("li_1") == LicenceRecord("li_1", dana, LATER)
        await unit.licences.remove("li_1")
        assert await unit.licences.find("li_1") is None
