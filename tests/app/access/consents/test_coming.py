"""What many clients have still to sign before their sessions to come."""

from datetime import timedelta

from app.access.consents.coming import coming_consents
from app.access.consents.signing import sign
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKind
from tests.app.access.conftest import NOW, Place
from tests.app.access.consents.conftest import SESSION, plan, put_in_force, shipped_id
from tests.support.service.clinics import CountedQueries

K = DocumentKind


async def coming(place: Place, *sessions: AppointmentId) -> list[tuple[PersonId, tuple[DocumentKind, ...]]]:
    async with place.write() as unit:
        planned = [await unit.appointments.find(one) for one in sessions or (SESSION,)]
        found = await coming_consents(unit, [one for one in planned if one is not None])
    return [(one.client, one.kinds) for one in found]


async def test_who_has_signed_nothing_is_told_with_all_of_it(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    assert await coming(place) == [(ana, (K.AGREEMENT, K.TELEHEALTH, K.GROUP))]


async def test_who_has_signed_everything_is_not_in_it_though_something_is_confirmed_each_time(
    place: Place, ana: PersonId
) -> None:
    await plan(place, ana)
    async with place.write() as unit:
        for kind in (K.AGREEMENT, K.TELEHEALTH, K.GROUP):
            await sign(unit, ana, shipped_id(kind), SESSION, "en", NOW)
    assert await coming(place) == []
    await put_in_force(place, K.GROUP, NOW - timedelta(days=1))
    assert await coming(place) == [(ana, (K.GROUP,))], "another text holds"


async def test_private_documents_are_left_out_whatever_the_session_is(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    before = await coming(place)
    async with place.write() as unit:
        found = await unit.appointments.find(SESSION)
        assert found is not None
        sud = await coming_consents(unit, [found])
    assert [(one.client, one.kinds) for one in sud] == before
    assert not {K.PART2, K.RELEASE} & {kind for _, kinds in before for kind in kinds}


async def test_without_sessions_nobody_is_asked_for_anything(place: Place) -> None:
    async with place.write() as unit:
        assert await coming_consents(unit, []) == []


async def test_the_queries_do_not_grow_with_the_clients(place: Place, ana: PersonId) -> None:
    await plan(place, ana, *[await place.clinic.client(f"Client {number}") for number in range(9)])
    async with place.write() as unit:
        found = await unit.appointments.find(SESSION)
        assert found is not None
        with CountedQueries(place.clinic.store.database) as queries:
            assert len(await coming_consents(unit, [found])) == 10
    assert queries.count <= 8
