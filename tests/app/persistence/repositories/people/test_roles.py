from clinic.identity.roles import StaffRole
from tests.app.persistence.repositories.conftest import Clinics


async def test_roles_are_replaced_as_a_whole(clinics: Clinics) -> None:
    dana = await clinics.here.staff("Dana", StaffRole.CLINICIAN, StaffRole.OWNER)
    async with clinics.write() as unit:
        assert await unit.roles.of(dana) == {StaffRole.CLINICIAN, StaffRole.OWNER}
        await unit.roles.put(dana, [StaffRole.OWNER, StaffRole.ADMIN])
        assert await unit.roles.of(dana) == {StaffRole.ADMIN, StaffRole.OWNER}
        await unit.roles.put(dana, [])
        assert await unit.roles.of(dana) == frozenset()


async def test_holders_of_a_role_are_those_of_the_clinic(clinics: Clinics) -> None:
    olga, otto = [await clinics.here.staff(name, StaffRole.OWNER) for name in ("Olga", "Otto")]
    await clinics.here.staff("Adam", StaffRole.ADMIN)
    stranger = await clinics.there.staff("Strange", StaffRole.OWNER)
    async with clinics.write() as unit:
        for lock in (False, True):
            assert await unit.roles.holders(StaffRole.OWNER, lock=lock) == {olga, otto}
        assert await unit.roles.of(stranger) == frozenset()
        await unit.roles.put(stranger, [])
    async with clinics.write(clinics.there) as unit:
        assert await unit.roles.of(stranger) == {StaffRole.OWNER}
