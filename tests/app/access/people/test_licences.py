from dataclasses import replace
from datetime import date

import pytest

from app.access.people.licences import (
    Qualified,
    add_licence,
    list_licences,
    put_qualifications,
    read_qualifications,
    remove_licence,
    sees_numbers,
)
from clinic.identity.access import Action, may
from clinic.identity.roles import StaffRole
from clinic.people.licences import Compact, CompactPrivilege, Licence, LicenceType, Qualification
from tests.app.access.conftest import Place, invalid, refused

LICENCE = Licence(
    "NY",
    LicenceType.PSYCHOLOGIST,
    "012345",
    date(2027, 6, 30),
    (CompactPrivilege(Compact.PSYPACT, frozenset({"NJ", "CT"}), date(2026, 12, 31)),),
)


async def test_a_licence_is_kept_whole_until_it_is_removed(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        record = await add_licence(unit, admin, dana.person, LICENCE)
    async with place.write() as unit:
        assert await list_licences(unit, dana, dana.person) == [record]
        assert record.licence == LICENCE
        await remove_licence(unit, admin, record.id)
        assert await list_licences(unit, dana, dana.person) == []
        async with refused("licence.unknown"):
            await remove_licence(unit, admin, record.id)
    assert ("licence.add", (record.id, dana.person)) in await place.noted()
    assert ("licence.remove", (record.id, dana.person)) in await place.noted()


async def test_a_licence_of_no_state_or_without_a_number_is_refused(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.CLINICIAN)
    nowhere = CompactPrivilege(Compact.PSYPACT, frozenset({"XX"}), date(2026, 12, 31))
    async with place.write() as unit:
        async with invalid(state="field.state", number="field.required", privileges__0__states="field.state"):
            await add_licence(
                unit, admin, dana.person, replace(LICENCE, state="ZZ", number=" ", privileges=(nowhere,))
            )


@pytest.mark.parametrize("role", StaffRole)
async def test_numbers_are_for_those_who_check_licences(place: Place, role: StaffRole) -> None:
    viewer, dana = await place.staff(role), await place.staff(StaffRole.CLINICIAN, name="Dana")
    assert sees_numbers(viewer, dana.person) is may(viewer, Action.LICENCES_WRITE)
    assert sees_numbers(viewer, viewer.person)


async def test_qualifications_are_replaced(place: Place) -> None:
    director, dana = await place.staff(StaffRole.CLINICAL_DIRECTOR), await place.staff(StaffRole.CLINICIAN)
    names = [Qualification.NURSE, Qualification.EDUCATOR, Qualification.NURSE]
    async with place.write() as unit:
        put = await put_qualifications(unit, director, dana.person, 1, names)
        assert put == await read_qualifications(unit, dana, dana.person)
        assert put == Qualified(frozenset(names), 2)
        async with refused("version.other"):
            await put_qualifications(unit, director, dana.person, 1, [])
        await put_qualifications(unit, director, dana.person, 2, [])
        assert (await read_qualifications(unit, dana, dana.person)).qualifications == frozenset()


async def test_who_only_reads_them_changes_none(place: Place) -> None:
    dana, ana = await place.staff(StaffRole.CLINICIAN), await place.clinic.client()
    admin = await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        async with refused("access.denied", "licences.write"):
            await put_qualifications(unit, dana, dana.person, 1, [])
        async with refused("access.denied", "licences.write"):
            await add_licence(unit, dana, dana.person, LICENCE)
        async with refused("person.unknown"):
            await add_licence(unit, admin, ana, LICENCE)
