"""All of a client's documents at once."""

from app.access.consents.overview import overview_of
from app.access.consents.signing import Request, sign_as_asked
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import GrantState, Method
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place
from tests.app.access.consents.conftest import SESSION, plan, put_in_force, shipped_id
from tests.support.service.clinics import CountedQueries

K = DocumentKind


async def test_what_sessions_to_come_ask_for_is_due_once(place: Place, ana: PersonId) -> None:
    record = await place.record(ana)
    async with place.write() as unit:
        alone = await overview_of(unit, record)
    assert [(each.document.kind, each.about) for each in alone.due] == [
        (K.AGREEMENT, None),
        (K.TELEHEALTH, None),
    ]
    await plan(place, ana)
    record = await place.record(ana)
    async with place.write() as unit:
        planned = await overview_of(unit, record)
    assert [(each.document.kind, each.about) for each in planned.due] == [
        (K.AGREEMENT, SESSION),
        (K.TELEHEALTH, SESSION),
        (K.GROUP, SESSION),
    ]


async def test_what_was_signed_stays_readable_as_it_was_signed(place: Place, ana: PersonId) -> None:
    async with place.write() as unit:
        await sign_as_asked(unit, ana, Request(shipped_id(K.AGREEMENT), "en"), NOW)
    await put_in_force(place, K.AGREEMENT)
    record = await place.record(ana)
    async with place.write() as unit:
        found = await overview_of(unit, record)
    (signed,) = found.signed
    assert (signed.text.title, signed.is_current) == ("Keeping this space private", False)
    assert signed.state is GrantState.IN_FORCE
    assert found.due[0].document.title == "Nuestras reglas"


async def test_those_who_look_after_a_client_or_their_couple_may_be_named(
    place: Place, ana: PersonId
) -> None:
    own, theirs, other = [
        await place.staff(StaffRole.CLINICIAN, name=name) for name in ("Own", "Theirs", "Other")
    ]
    couple = await place.couple(ana, await place.clinic.client("Ben"))
    await place.assign(own.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    await place.assign(theirs.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    record = await place.record(ana)
    async with place.write() as unit:
        found = await overview_of(unit, record)
    assert [each.id for each in found.team] == [own.person, theirs.person]
    assert other.person not in {each.id for each in found.team}


async def test_the_consent_under_part_2_is_offered_only_to_whom_it_concerns(
    place: Place, ana: PersonId
) -> None:
    record = await place.record(ana)
    async with place.write() as unit:
        before = await overview_of(unit, record)
        await sign_as_asked(unit, ana, Request(shipped_id(K.PART2), "en"), NOW)
        after = await overview_of(unit, record)
    assert [each.kind for each in before.offered] == [K.RELEASE]
    assert [each.kind for each in after.offered] == [K.RELEASE, K.PART2]


async def test_however_much_was_signed_it_takes_the_same_queries(place: Place, ana: PersonId) -> None:
    dana = await place.staff(StaffRole.CLINICIAN, name="Dana")
    await plan(place, ana)
    record, counts = await place.record(ana), []
    for kinds in ((K.AGREEMENT,), (K.TELEHEALTH, K.GROUP, K.OBSERVERS)):
        async with place.write() as unit:
            for kind in kinds:
                heard = Request(shipped_id(kind), "en", method=Method.VERBAL, heard_by=dana.person)
                await sign_as_asked(unit, ana, heard, NOW)
        async with place.write() as unit:
            with CountedQueries(place.clinic.store.database) as queries:
                found = await overview_of(unit, record)
            counts.append(queries.count)
        assert {each.names[dana.person] for each in found.signed} == {"Dana"}
    assert counts[0] == counts[1] <= 12
