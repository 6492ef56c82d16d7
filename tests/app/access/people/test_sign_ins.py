from app.access.people.sign_ins import end_sign_ins, list_sign_ins
from app.auth.one_time import make_secret
from clinic.common.ids import PersonId, SignInId
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import start
from tests.app.access.conftest import NOW, Place, refused
from tests.support.service.clinics import open_clinic


async def sign_in(place: Place, person: PersonId) -> None:
    secret = make_secret()
    one = start(
        SignInId(f"si_{secret.text[:9]}"),
        place.clinic.id,
        person,
        PrincipalKind.CLIENT,
        NOW,
        second_factor=False,
    )
    async with place.write() as unit:
        await unit.sign_ins.add(one, secret.hashed, "pin", "Safari, iPhone")


async def test_an_admin_sees_where_somebody_is_signed_in_and_signs_them_out(place: Place) -> None:
    admin, ana, ben = (
        await place.staff(StaffRole.ADMIN),
        await place.clinic.client(),
        await place.clinic.client(),
    )
    for person in (ana, ana, ben):
        await sign_in(place, person)
    async with place.write() as unit:
        assert [one.device for one in await list_sign_ins(unit, admin, ana)] == ["Safari, iPhone"] * 2
        await end_sign_ins(unit, admin, ana)
        assert await list_sign_ins(unit, admin, ana) == []
        assert len(await list_sign_ins(unit, admin, ben)) == 1, "nobody else is signed out"


async def test_owners_and_other_clinics_are_out_of_an_admins_reach(place: Place) -> None:
    admin, owner = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.OWNER)
    stranger = await (await open_clinic(place.clinic.store, "there", NOW)).client()
    async with place.write() as unit:
        async with refused("roles.not_grantable", "owner"):
            await end_sign_ins(unit, admin, owner.person)
        async with refused("person.unknown"):
            await list_sign_ins(unit, admin, stranger)
