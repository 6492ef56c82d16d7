"""Those who lead a session read and say what they need about the people who wait; each act names what was seen."""

import pytest
from sqlalchemy import select

from app.access.callers import Caller
from app.access.consents import signing
from app.access.safety.admitting import DocumentState, confirm_aloud, enter_place, read_prepared, waive
from app.persistence.models.records.audit import AuditRow
from app.persistence.repositories.safety.clients import ClientSafety
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId, SignInId
from clinic.consents.documents import DocumentKind
from clinic.consents.versions import VersionId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.safety.preparation import Declined, Hold, PlaceSaid, Waived, WaiveReason
from tests.app.conftest import WebService
from tests.clinic.safety.people_there import OAK_STREET, RIVER_STREET
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World

K = DocumentKind


def caller(world: World, person: PersonId, *roles: StaffRole) -> Caller:
    now = world.clinic.now
    sign_in = SignInId("si_test")
    principal = Principal(
        world.clinic.id, person, PrincipalKind.STAFF, frozenset(roles or {StaffRole.CLINICIAN}), sign_in, now
    )
    return Caller(principal, None, now, world.clinic.store)


async def say(world: World, session: Prepared, place: PlaceSaid) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.preparations.add(
            session.id, session.cleo, place, by=session.cleo, seat=session.cleos, now=world.clinic.now
        )


async def test_the_place_is_read_on_demand_and_the_look_is_noted(world: World, session: Prepared) -> None:
    await say(world, session, PlaceSaid(RIVER_STREET))
    dana = caller(world, world.dana.person)
    async with dana.read() as unit:
        found = await read_prepared(unit, dana.principal, session.id, session.cleo)
    assert (found.name, found.known.place, found.known.version) == ("Cleo Marsh", RIVER_STREET, 1)
    async with dana.read() as unit:
        actions = await unit.session.scalars(
            select(AuditRow.action).where(AuditRow.actor == dana.principal.person)
        )
        assert "preparation.read" in set(actions)


async def test_it_is_kept_who_heard_the_address_and_when(world: World, session: Prepared) -> None:
    await say(world, session, PlaceSaid(OAK_STREET))
    dana = caller(world, world.dana.person)
    async with dana.write() as unit:
        found = await confirm_aloud(unit, dana.principal, session.id, session.cleo, 1)
    assert found.known.confirmed == (world.dana.person, world.clinic.now)


async def test_an_address_that_has_changed_since_is_not_confirmed(world: World, session: Prepared) -> None:
    await say(world, session, PlaceSaid(OAK_STREET))
    await say(world, session, PlaceSaid(RIVER_STREET))
    dana = caller(world, world.dana.person)
    with pytest.raises(Refused, match=r"version\.other"):
        async with dana.write() as unit:
            await confirm_aloud(unit, dana.principal, session.id, session.cleo, 1)


async def test_nothing_is_confirmed_before_a_place_is_known(world: World, session: Prepared) -> None:
    dana = caller(world, world.dana.person)
    with pytest.raises(Refused, match=r"preparation\.no_place"):
        async with dana.write() as unit:
            await confirm_aloud(unit, dana.principal, session.id, session.cleo, 0)


async def test_staff_enter_what_somebody_told_them(world: World, session: Prepared) -> None:
    await say(world, session, PlaceSaid(None))
    dana = caller(world, world.dana.person)
    async with dana.write() as unit:
        found = await enter_place(unit, dana.principal, session.id, session.cleo, 1, RIVER_STREET)
    assert (found.known.place, found.known.place_by) == (RIVER_STREET, world.dana.person)


async def test_a_hold_is_waived_only_for_its_reasons_and_some_never(world: World, session: Prepared) -> None:
    dana = caller(world, world.dana.person)
    waived = Waived(Hold.LICENCE, WaiveReason.SUPERVISOR)
    async with dana.write() as unit:
        found = await waive(unit, dana.principal, session.id, session.cleo, 0, waived)
    assert found.known.waived == {waived}
    async with dana.read() as unit:
        wrong = Waived(Hold.LICENCE, WaiveReason.ASKED)
        with pytest.raises(Invalid):
            await waive(unit, dana.principal, session.id, session.cleo, 1, wrong)
        never = Waived(Hold.DRIVING, WaiveReason.SAFETY)
        with pytest.raises(Refused, match=r"preparation\.must_hold"):
            await waive(unit, dana.principal, session.id, session.cleo, 1, never)


@pytest.mark.parametrize(
    ("role", "code"),
    [(StaffRole.CLINICIAN, "appointment.unknown"), (StaffRole.CLINICAL_DIRECTOR, "access.denied")],
)
async def test_only_those_who_lead_the_session_read_it(
    world: World, session: Prepared, role: StaffRole, code: str
) -> None:
    other = caller(world, world.elena.person, role)
    async with other.read() as unit:
        with pytest.raises(Refused, match=code.replace(".", r"\.")):
            await read_prepared(unit, other.principal, session.id, session.cleo)


async def test_whoever_is_not_expected_is_unknown(world: World, session: Prepared) -> None:
    dana = caller(world, world.dana.person)
    async with dana.read() as unit:
        for person in (world.clients[4], world.dana.person):
            with pytest.raises(Refused, match=r"person\.unknown"):
                await read_prepared(unit, dana.principal, session.id, person)


async def test_what_helps_somebody_take_part_is_read_with_the_place(world: World, session: Prepared) -> None:
    dana = caller(world, world.dana.person)
    async with dana.write() as unit:
        assert (await read_prepared(unit, dana.principal, session.id, session.cleo)).accommodations == ""
        assert await unit.safety.put(session.cleo, ClientSafety(accommodations="Captions"), 0)
        assert (
            await read_prepared(unit, dana.principal, session.id, session.cleo)
        ).accommodations == "Captions"


async def test_staff_see_which_document_is_signed_to_be_confirmed_missing_or_taken_back(
    web_service: WebService, world: World, session: Prepared
) -> None:
    later = await prepare_session(
        web_service, world, minutes=12, signed=False, also=[world.leader(world.elena, "observer")]
    )
    dana, cleo = caller(world, world.dana.person), later.cleo
    async with dana.write() as unit:
        (grant,) = [each for each in await unit.grants.of([cleo]) if each.key.kind is K.GROUP]
        await signing.withdraw(unit, grant, cleo, world.clinic.now)
        no = Declined(VersionId("dv_observers-1"))
        await unit.preparations.add(later.id, cleo, no, by=cleo, seat=later.cleos, now=world.clinic.now)
    async with dana.read() as unit:
        found = await read_prepared(unit, dana.principal, later.id, cleo)
    assert found.documents == {
        K.AGREEMENT: DocumentState.TO_ACKNOWLEDGE,
        K.GROUP: DocumentState.WITHDRAWN,
        K.OBSERVERS: DocumentState.DECLINED,
    }
    async with dana.write() as unit:
        place = await enter_place(unit, dana.principal, later.id, cleo, 1, RIVER_STREET)
    assert place.documents[K.TELEHEALTH] is DocumentState.SIGNED, "once it is known where she is"
    async with dana.read() as unit:
        partner = await read_prepared(unit, dana.principal, later.id, later.ana)
    assert partner.documents[K.OBSERVERS] is DocumentState.TO_SIGN, "what one did says nothing of another"


async def test_nobody_is_let_in_without_an_agreement_for_any_reason(world: World, session: Prepared) -> None:
    dana = caller(world, world.dana.person)
    for hold in (Hold.AGREEMENTS_PRIVATE, Hold.AGREEMENTS_UNKNOWN):
        for reason in WaiveReason:
            with pytest.raises(Refused, match=r"preparation\.must_hold"):
                async with dana.write() as unit:
                    await waive(unit, dana.principal, session.id, session.cleo, 0, Waived(hold, reason))
