import pytest

from app.access.people.finding import (
    find_client,
    find_known,
    find_staff,
    knows_clients,
    named_client,
    named_staff,
)
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.support.service.clinics import open_clinic

NOBODY = PersonId("pt_nobody")


@pytest.mark.parametrize("role", StaffRole)
async def test_everybody_but_auditors_knows_clients(place: Place, role: StaffRole) -> None:
    assert knows_clients(await place.staff(role)) is (role is not StaffRole.AUDITOR)


async def test_a_client_is_as_unknown_to_an_auditor_as_nobody(place: Place) -> None:
    ana, auditor = await place.clinic.client(), await place.staff(StaffRole.AUDITOR)
    async with place.write() as unit:
        for person in (ana, NOBODY):
            async with refused("person.unknown"):
                await find_known(unit, auditor, person)
        assert (await find_known(unit, auditor, auditor.person)).id == auditor.person


async def test_who_knows_nobody_is_refused_before_anybody_is_looked_for(place: Place) -> None:
    ana = await place.clinic.client()
    async with place.write() as unit:
        for person in (ana, NOBODY):
            async with refused("access.denied", "people.read"):
                await find_known(unit, place.client(ana), person)


async def test_another_clinics_people_are_unknown(place: Place) -> None:
    there = await open_clinic(place.clinic.store, "there", NOW)
    stranger, colleague = await there.client(), await there.staff("Strange Colleague")
    owner = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        for person in (stranger, colleague):
            async with refused("person.unknown"):
                await find_known(unit, owner, person)
        async with refused("person.unknown"):
            await find_client(unit, stranger)
        async with refused("person.unknown"):
            await find_staff(unit, colleague)
        async with invalid(client="field.unknown"):
            await named_client(unit, "client", stranger)
        async with invalid(clinician="field.unknown"):
            await named_staff(unit, "clinician", colleague)


async def test_clients_and_staff_are_not_each_other(place: Place) -> None:
    ana, dana = await place.clinic.client(), (await place.staff(StaffRole.CLINICIAN)).person
    async with place.write() as unit:
        async with refused("person.unknown"):
            await find_client(unit, dana)
        async with refused("person.unknown"):
            await find_staff(unit, ana)
        assert (await find_client(unit, ana)).id == ana
        assert (await named_staff(unit, "clinician", dana)).id == dana


async def test_a_form_cannot_name_somebody_who_is_archived(place: Place) -> None:
    ana = await place.clinic.client()
    async with place.write() as unit:
        await unit.people.archive(ana, NOW)
        async with invalid(client="field.unknown"):
            await named_client(unit, "client", ana)
