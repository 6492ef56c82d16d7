from datetime import timedelta

from sqlalchemy import select

from app.persistence.models.care_team import OverrideRow
from app.persistence.repositories.care_team.overrides import OverrideRecord
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import CoupleId
from clinic.people.couples import CoupleUnit
from tests.app.persistence.repositories.conftest import NOW, Clinics

DAY = timedelta(days=1)


async def made(clinics: Clinics) -> OverrideRecord:
    ana, ben = await clinics.here.client("Ana"), await clinics.here.client("Ben")
    dana, iris = await clinics.here.staff("Dana"), await clinics.here.staff("Iris")
    couple = CoupleUnit(CoupleId("cu_1"), clinics.here.id, (ana, ben), NOW)
    key = ConflictKey(dana, couple.id, ben, CareTeamRole.SUD_COUNSELOR)
    override = ConflictOverride(key, (ana, ben), iris, "Nobody else is here.", NOW, NOW + 14 * DAY)
    record = OverrideRecord("ov_1", override)
    async with clinics.write() as unit:
        await unit.couples.add(couple)
        await unit.overrides.add(record)
    return record


async def test_an_override_comes_back_as_it_was_made(clinics: Clinics) -> None:
    record = await made(clinics)
    key = record.override.key
    async with clinics.write() as unit:
        assert await unit.overrides.find(record.id) == record
        assert await unit.overrides.of_couples([key.couple]) == [record]
        assert await unit.overrides.of_clinicians([key.clinician], NOW) == [record]
        for partner in record.override.partners:
            assert await unit.overrides.of_partner(partner, NOW) == [record]
        ended = record.override.until
        assert await unit.overrides.of_clinicians([key.clinician], ended) == []
        assert await unit.overrides.of_partner(key.client, ended) == []
        stored = await unit.session.scalar(select(OverrideRow.reason))
        assert stored is not None
        assert "Nobody" not in stored


async def test_acknowledgements_are_kept_in_order(clinics: Clinics) -> None:
    record = await made(clinics)
    ana, ben = record.override.partners
    given = (Acknowledgement(ben, NOW + DAY), Acknowledgement(ana, NOW + 2 * DAY))
    async with clinics.write() as unit:
        for one in reversed(given):
            await unit.overrides.acknowledge(record.id, one)
    async with clinics.write() as unit:
        found = await unit.overrides.find(record.id)
        assert found is not None
        assert found.override.acknowledged == given


async def test_an_end_is_kept(clinics: Clinics) -> None:
    record = await made(clinics)
    async with clinics.write(clinics.there) as unit:
        await unit.overrides.end(record.id, NOW)
        assert await unit.overrides.find(record.id) is None
        assert await unit.overrides.of_partner(record.override.partners[0], NOW) == []
    async with clinics.write() as unit:
        await unit.overrides.end(record.id, NOW + DAY)
    async with clinics.write() as unit:
        found = await unit.overrides.find(record.id)
        assert found is not None
        assert found.override.until == NOW + DAY
