import asyncio
from datetime import timedelta

import pytest

from app.access.people.roles import put_roles
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from clinic.common.errors import Refused
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place, refused
from tests.app.conftest import DATA_KEY
from tests.support.service.clinics import open_clinic

CLINICIAN, HOST = StaffRole.CLINICIAN, StaffRole.TECH_HOST


async def put(place: Place, by: Principal, person: Principal, *roles: StaffRole, version: int = 1) -> None:
    async with place.write() as unit:
        view = await put_roles(unit, by, person.person, version, frozenset(roles))
        assert view.roles == frozenset(roles)


async def test_roles_are_replaced_and_the_change_is_noted(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(CLINICIAN)
    await put(place, admin, dana, HOST, StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        assert await unit.roles.of(dana.person) == {HOST, StaffRole.CARE_COORDINATOR}
    assert await place.noted() == [("roles.change", (dana.person,))]


async def test_putting_the_same_roles_changes_nothing(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(CLINICIAN)
    await put(place, admin, dana, CLINICIAN)
    await put(place, admin, dana, CLINICIAN)
    assert (await place.record(dana.person)).version == 1
    assert await place.noted() == []


async def test_an_admin_makes_no_owner_and_the_last_owner_stays(place: Place) -> None:
    admin, owner = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.OWNER)
    async with refused("roles.not_grantable", "owner"):
        await put(place, admin, await place.staff(CLINICIAN), StaffRole.OWNER)
    async with refused("roles.last_owner"):
        await put(place, owner, owner, StaffRole.ADMIN)
    async with refused("roles.own"):
        await put(place, admin, admin, StaffRole.ADMIN, HOST)


async def test_a_change_of_roles_that_somebody_else_changed_is_refused(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(CLINICIAN)
    await put(place, admin, dana, HOST)
    async with refused("version.other"):
        await put(place, admin, dana, CLINICIAN)


async def test_only_staff_who_are_here_have_roles(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(CLINICIAN)
    ana = place.client(await place.clinic.client())
    async with refused("person.unknown"):
        await put(place, admin, ana, HOST)
    async with place.write() as unit:
        await unit.people.archive(dana.person, NOW)
    async with refused("people.archived"):
        await put(place, admin, dana, HOST, version=2)


async def test_a_fresh_proof_is_needed(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await place.staff(CLINICIAN)
    stale = place.principal(admin.person, StaffRole.ADMIN, proved_at=NOW - timedelta(minutes=6))
    async with refused("access.proof_needed", "staff.manage"):
        await put(place, stale, dana, HOST)


async def test_two_owners_who_take_each_others_role_at_once_leave_one(database: Database) -> None:
    clinic = await open_clinic(ClinicStore(database, InstallationKey(DATA_KEY)), "here", NOW)
    place = Place(clinic)
    one, other = [await place.staff(StaffRole.OWNER, name=name) for name in ("One", "Other")]

    async def take(by: Principal, person: Principal) -> str:
        try:
            async with clinic.store.write(clinic.id, Actor(by.person), NOW) as unit:
                await put_roles(unit, by, person.person, 1, frozenset())
        except Refused as error:
            return error.code
        return "taken"

    answers = await asyncio.gather(take(one, other), take(other, one))
    assert sorted(answers) == ["roles.last_owner", "taken"]


@pytest.mark.parametrize("role", [one for one in StaffRole if one not in (StaffRole.OWNER, StaffRole.ADMIN)])
async def test_other_roles_change_nobodys(place: Place, role: StaffRole) -> None:
    by, dana = await place.staff(role, name="By"), await place.staff(CLINICIAN)
    async with refused("access.denied", "staff.manage"):
        await put(place, by, dana, HOST)
