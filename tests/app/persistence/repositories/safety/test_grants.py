"""What clients signed, as stored."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.persistence.models.safety.consents import ConsentGrantRow
from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Acknowledgement, Method, withdraw
from tests.app.persistence.repositories.conftest import NOW, Clinics
from tests.support.consents import granted, terms_for, version_of
from tests.support.schedule.series import plan_session

RELEASE = version_of(DocumentKind.RELEASE)


async def people(clinics: Clinics) -> tuple[PersonId, PersonId]:
    return await clinics.here.client("Ana"), await clinics.here.staff("Dana")


async def test_a_grant_is_kept_whole_and_its_terms_are_encrypted(clinics: Clinics) -> None:
    ana, dana = await people(clinics)
    terms = terms_for(dana, Category.MEASURES, Category.PARTICIPATION)
    grant = granted(RELEASE, ana, NOW, id="gr_1", episode=None, terms=terms)
    spoken = granted(
        version_of(),
        ana,
        NOW - timedelta(hours=1),
        id="gr_2",
        episode=None,
        method=Method.VERBAL,
        heard_by=dana,
    )
    async with clinics.write() as unit:
        await unit.grants.add(grant)
        await unit.grants.add(spoken)
    async with clinics.write() as unit:
        assert await unit.grants.of([ana]) == [grant, spoken]
        assert await unit.grants.find("gr_2") == spoken
        stored = await unit.session.scalar(select(ConsentGrantRow.terms).where(ConsentGrantRow.id == "gr_1"))
    assert stored is not None
    assert "plan" not in stored
    assert "measures" not in stored


async def test_grants_to_somebody_are_found_until_they_end(clinics: Clinics) -> None:
    ana, dana = await people(clinics)
    grant = granted(RELEASE, ana, NOW, episode=None, terms=terms_for(dana, Category.MEASURES))
    async with clinics.write() as unit:
        await unit.grants.add(grant)
        assert await unit.grants.to(dana, [ana], NOW) == [grant]
        assert await unit.grants.to(dana, [dana], NOW) == []
        assert await unit.grants.to(ana, [ana], NOW) == []
        assert await unit.grants.to(dana, [ana], NOW + timedelta(days=90)) == []
        ended = withdraw(grant, ana, NOW)
        assert await unit.grants.withdraw(ended)
        assert not await unit.grants.withdraw(ended), "once"
        assert await unit.grants.to(dana, [ana], NOW) == []
        assert await unit.grants.find(grant.id) == ended


async def test_another_clinic_finds_and_changes_nothing(clinics: Clinics) -> None:
    ana, dana = await people(clinics)
    grant = granted(RELEASE, ana, NOW, episode=None, terms=terms_for(dana, Category.MEASURES))
    async with clinics.write() as unit:
        await unit.grants.add(grant)
    async with clinics.write(clinics.there) as unit:
        assert await unit.grants.find(grant.id) is None
        assert await unit.grants.of([ana]) == []
        assert await unit.grants.to(dana, [ana], NOW) == []
        assert not await unit.grants.withdraw(withdraw(grant, ana, NOW))
    async with clinics.write() as unit:
        assert await unit.grants.find(grant.id) == grant


async def test_confirmations_belong_to_one_session(clinics: Clinics) -> None:
    ana, _ = await people(clinics)
    given = Acknowledgement(ana, replace(version_of()).id, AppointmentId("ss_1"), NOW)
    async with clinics.write() as unit:
        await plan_session(unit, NOW, {ana: "member"})
        await unit.grants.acknowledge(given)
        assert await unit.grants.acknowledged(ana, given.appointment) == [given]
        assert await unit.grants.acknowledged(ana, AppointmentId("ss_2")) == []
    async with clinics.write(clinics.there) as unit:
        assert await unit.grants.acknowledged(ana, given.appointment) == []
