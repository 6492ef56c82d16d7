"""One's own documents."""

from datetime import timedelta

from app.access.consents.own import acknowledge_own, read_own, read_own_copy, sign_own, withdraw_own
from app.access.consents.signing import Request
from clinic.care_team.reading import Category
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import GrantState
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.app.access.consents.conftest import SESSION, plan, shipped_id
from tests.support.consents import terms_for

K = DocumentKind
AGREEMENT = Request(shipped_id(K.AGREEMENT), "en")


async def test_a_client_signs_keeps_a_copy_and_takes_it_back(place: Place, ana: PersonId) -> None:
    me = place.client(ana)
    async with place.write() as unit:
        signed = await sign_own(unit, me, AGREEMENT)
        copy = await read_own_copy(unit, me, signed.grant.id)
    assert copy.text.title == "Keeping this space private"
    async with place.write() as unit:
        ended = await withdraw_own(unit, me, signed.grant.id)
        assert ended.state is GrantState.WITHDRAWN
        assert K.AGREEMENT in {each.document.kind for each in (await read_own(unit, me)).due}
        assert (await read_own_copy(unit, me, signed.grant.id)).state is GrantState.WITHDRAWN


async def test_others_signatures_are_as_unknown_as_none(place: Place, ana: PersonId) -> None:
    ben = place.client(await place.clinic.client("Ben"))
    async with place.write() as unit:
        signed = await sign_own(unit, place.client(ana), AGREEMENT)
    for grant in (signed.grant.id, "gr_none"):
        async with refused("consent.unknown"), place.write() as unit:
            await read_own_copy(unit, ben, grant)
        async with refused("consent.unknown"), place.write() as unit:
            await withdraw_own(unit, ben, grant)


async def test_staff_have_no_documents_of_their_own(place: Place) -> None:
    dana = await place.staff(StaffRole.CLINICIAN)
    async with refused("access.denied"), place.write() as unit:
        await read_own(unit, dana)
    async with refused("access.denied"), place.write() as unit:
        await sign_own(unit, dana, AGREEMENT)


async def test_only_who_looks_after_somebody_may_be_named(place: Place, ana: PersonId) -> None:
    dana = await place.staff(StaffRole.CLINICIAN, name="Dana")
    asked = Request(
        shipped_id(K.RELEASE),
        "en",
        terms=terms_for(dana.person, Category.MEASURES, expires_at=NOW + timedelta(9)),
    )
    async with invalid(terms__recipient="field.unknown"), place.write() as unit:
        await sign_own(unit, place.client(ana), asked)
    await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    async with place.write() as unit:
        signed = await sign_own(unit, place.client(ana), asked)
    assert signed.names[dana.person] == "Dana"


async def test_a_session_is_confirmed_by_who_is_expected_there(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    me, ben = place.client(ana), place.client(await place.clinic.client("Ben"))
    async with place.write() as unit:
        await sign_own(unit, me, AGREEMENT)
        await acknowledge_own(unit, me, AGREEMENT.version, SESSION, "en")
        assert len(await unit.grants.acknowledged(ana, SESSION)) == 1
    for who, session in ((ben, SESSION), (me, AppointmentId("ss_none"))):
        async with refused("appointment.unknown"), place.write() as unit:
            await acknowledge_own(unit, who, AGREEMENT.version, session, "en")
