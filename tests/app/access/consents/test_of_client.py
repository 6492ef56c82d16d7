"""A client's documents, for staff."""

import pytest

from app.access.consents.of_client import read_of_client, sign_for_client, withdraw_for_client
from app.access.consents.own import sign_own
from app.access.consents.signing import Request
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import GrantState, Method
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import Place, invalid, refused
from tests.app.access.consents.conftest import shipped_id

K = DocumentKind
AGREEMENT, PART2 = (Request(shipped_id(kind), "en") for kind in (K.AGREEMENT, K.PART2))


@pytest.fixture
async def dana(place: Place, ana: PersonId) -> Principal:
    dana = await place.staff(StaffRole.CLINICIAN, name="Dana Clinician")
    await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    return dana


async def kinds(place: Place, viewer: Principal, client: PersonId) -> set[DocumentKind]:
    async with place.write() as unit:
        return {each.grant.key.kind for each in (await read_of_client(unit, viewer, client)).signed}


async def test_what_a_client_said_is_noted_with_who_heard_it_and_taken_back_the_same_way(
    place: Place, ana: PersonId, dana: Principal
) -> None:
    async with place.write() as unit:
        signed = await sign_for_client(unit, dana, ana, AGREEMENT)
    assert (signed.grant.method, signed.grant.heard_by) == (Method.VERBAL, dana.person)
    assert signed.names[dana.person] == "Dana Clinician"
    async with place.write() as unit:
        ended = await withdraw_for_client(unit, dana, ana, signed.grant.id)
    assert (ended.state, ended.grant.withdrawn_by) == (GrantState.WITHDRAWN, dana.person)


async def test_a_consent_under_part_2_is_given_in_writing_and_seen_by_who_may_know(
    place: Place, ana: PersonId, dana: Principal
) -> None:
    async with invalid(method="consent.in_writing", terms="field.required"), place.write() as unit:
        await sign_for_client(unit, dana, ana, Request(shipped_id(K.RELEASE), "en"))
    async with place.write() as unit:
        signed = await sign_own(unit, place.client(ana), PART2)
    counselor = await place.staff(StaffRole.CLINICIAN, name="Cora Counselor")
    await place.assign(counselor.person, CareTeamRole.SUD_COUNSELOR, client=ana)
    assert await kinds(place, dana, ana) == set()
    assert await kinds(place, counselor, ana) == {K.PART2}
    async with refused("consent.unknown"), place.write() as unit:
        await withdraw_for_client(unit, dana, ana, signed.grant.id)


async def test_who_has_nothing_to_do_with_a_client_sees_nothing(place: Place, ana: PersonId) -> None:
    other = await place.staff(StaffRole.CLINICIAN, name="Olaf Other")
    async with refused("access.not_yours"), place.write() as unit:
        await read_of_client(unit, other, ana)
    async with refused("access.not_yours"), place.write() as unit:
        await sign_for_client(unit, other, ana, AGREEMENT)
    async with refused("person.unknown"), place.write() as unit:
        await read_of_client(unit, other, other.person)
    host = await place.staff(StaffRole.TECH_HOST)
    async with refused("access.denied"), place.write() as unit:
        await read_of_client(unit, host, ana)


async def test_every_look_is_noted(place: Place, ana: PersonId, dana: Principal) -> None:
    await kinds(place, dana, ana)
    assert ("consents.read", (ana,)) in await place.noted()
