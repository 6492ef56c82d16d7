"""What staff read about a client: every role, and everything that may bind them, against the table."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import product

import pytest

from app.access.reading import LED_AFTER, LED_BEFORE, PLANNERS, couple_reader, is_planner, relations
from app.persistence.repositories.care_team.relations import GlassBreak
from clinic.care_team.reading import READS_AS, TABLE, Access, Category, ReaderRole
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import OPENABLE, withdraw
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place
from tests.support.consents import granted, terms_for, version_of
from tests.support.schedule.series import plan_session

HOUR = timedelta(hours=1)
OPENS: Mapping[ReaderRole, frozenset[Access]] = {
    role: frozenset({Access.YES, Access.SCHEDULING} if role is ReaderRole.COORDINATOR else {Access.YES})
    for role in ReaderRole
}
"""Cells that open without consents, outside any session."""

BINDINGS: tuple[CareTeamRole | str | None, ...] = (None, "leads", *CareTeamRole)
CELLS = list(product(StaffRole, BINDINGS, Category))


def expected(
    role: StaffRole,
    binding: CareTeamRole | str | None,
    consented: frozenset[Category] = frozenset(),
    *,
    part2: bool = False,
) -> set[Category]:
    reads_as = set()
    if role in PLANNERS:
        reads_as.add(ReaderRole.COORDINATOR)
    if binding == "leads":
        reads_as.add(ReaderRole.FACILITATOR)
    elif isinstance(binding, CareTeamRole) and binding in READS_AS:
        reads_as.add(READS_AS[binding])
    cells = [(category, TABLE[category][one]) for one in reads_as for category in Category]
    never = {category for category, access in cells if access is Access.NEVER}
    opened = {category for one in reads_as for category in Category if TABLE[category][one] in OPENS[one]}
    waits = {Access.CONSENT, *([Access.PART2_CONSENT] if part2 else [])}
    opened |= {category for one in reads_as for category in consented if TABLE[category][one] in waits}
    return opened - never


async def bind(place: Place, viewer: PersonId, client: PersonId, binding: CareTeamRole | str | None) -> None:
    if binding == "leads":
        await lead(place, viewer, client, NOW + HOUR, NOW + 2 * HOUR)
    elif binding is CareTeamRole.COUPLES_THERAPIST:
        partner = await place.clinic.client("Ben Lopez")
        await place.assign(viewer, binding, couple=await place.couple(client, partner))
    elif binding in (CareTeamRole.CLINICAL_DIRECTOR, CareTeamRole.ON_CALL):
        await place.assign(viewer, CareTeamRole(binding))
    elif binding is not None:
        await place.assign(viewer, CareTeamRole(binding), client=client)


async def lead(
    place: Place,
    viewer: PersonId,
    client: PersonId,
    begins: datetime,
    ends: datetime,
    role: str = "facilitator",
) -> None:
    async with place.write() as unit:
        await plan_session(unit, begins, {viewer: role, client: "member"}, lasts=ends - begins)


async def readable(place: Place, viewer: Principal, client: PersonId, now: datetime = NOW) -> set[Category]:
    async with place.write(now) as unit:
        reader = await relations(unit, viewer, client)
    return {category for category in Category if reader.may(category)}


@pytest.mark.parametrize("role", StaffRole)
async def test_staff_read_what_the_table_says(place: Place, role: StaffRole) -> None:
    viewer = await place.staff(role)
    found, wanted = {}, {}
    for binding in BINDINGS:
        client = await place.clinic.client()
        await bind(place, viewer.person, client, binding)
        found[binding] = await readable(place, viewer, client)
        wanted[binding] = expected(role, binding)
    assert found == wanted


async def consent(place: Place, giver: PersonId, to: PersonId, kind: DocumentKind, *which: Category) -> str:
    """Let a client consent that somebody reads these categories."""
    grant = granted(
        version_of(kind), giver, NOW - HOUR, id=f"gr_{giver}_{kind}"[:40], episode=None,
        terms=terms_for(to, *which),
    )  # fmt: skip
    async with place.write() as unit:
        await unit.grants.add(grant)
    return grant.id


@pytest.mark.parametrize("kind", [DocumentKind.RELEASE, DocumentKind.PART2])
@pytest.mark.parametrize("role", StaffRole)
async def test_a_consent_opens_exactly_the_cells_that_wait_for_it_and_only_to_whom_it_names(
    place: Place, role: StaffRole, kind: DocumentKind
) -> None:
    viewer, other = await place.staff(role), await place.staff(role, name="Somebody Else")
    part2 = kind is DocumentKind.PART2
    found, wanted, strangers, later = {}, {}, {}, {}
    for binding in BINDINGS:
        client = await place.clinic.client()
        await bind(place, viewer.person, client, binding)
        grant_id = await consent(place, client, viewer.person, kind, *OPENABLE[kind])
        found[binding] = await readable(place, viewer, client)
        wanted[binding] = expected(role, binding, OPENABLE[kind], part2=part2)
        strangers[binding] = await readable(place, other, client)
        async with place.write() as unit:
            grant = await unit.grants.find(grant_id)
            assert grant is not None
            await unit.grants.withdraw(withdraw(grant, client, NOW))
        later[binding] = await readable(place, viewer, client)
    assert found == wanted
    assert strangers == dict.fromkeys(BINDINGS, expected(role, None))
    assert later == {binding: expected(role, binding) for binding in BINDINGS}, "at once"


async def test_a_consent_ends_by_itself(place: Place) -> None:
    viewer, client = await place.staff(StaffRole.CLINICIAN), await place.clinic.client()
    await bind(place, viewer.person, client, CareTeamRole.INDIVIDUAL_THERAPIST)
    await consent(place, client, viewer.person, DocumentKind.PART2, Category.SUD_TRACK)
    ends = NOW + timedelta(days=90)
    assert Category.SUD_TRACK in await readable(place, viewer, client, ends - timedelta(seconds=1))
    assert Category.SUD_TRACK not in await readable(place, viewer, client, ends)


async def test_r5_a_couples_records_open_to_a_partners_therapist_when_both_agreed_and_only_to_be_read(
    place: Place,
) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    own = await place.staff(StaffRole.CLINICIAN, name="Own")
    await place.assign(own.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    seen = []
    for giver in (None, ana, ben):
        if giver is not None:
            await consent(place, giver, own.person, DocumentKind.RELEASE, Category.COUPLE_RECORDS)
        async with place.write() as unit:
            found = await unit.couples.find(couple)
            assert found is not None
            reader = await couple_reader(unit, own, found.unit)
        seen.append((reader.may(Category.COUPLE_RECORDS), reader.may_by_role(Category.COUPLE_RECORDS)))
    assert seen == [(False, False), (False, False), (True, False)]


def test_the_table_is_tried_in_all_its_cells() -> None:
    assert len(CELLS) == 7 * 9 * 13


async def test_planners_are_those_who_plan_and_directors() -> None:
    assert {
        StaffRole.OWNER,
        StaffRole.ADMIN,
        StaffRole.CLINICAL_DIRECTOR,
        StaffRole.CARE_COORDINATOR,
    } == PLANNERS


async def test_clients_are_nothing_to_each_other_here(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    await place.couple(ana, ben)
    assert await readable(place, place.client(ana), ben) == set()
    assert not is_planner(place.client(ana))


@pytest.mark.parametrize(
    ("begins", "ends", "reads"),
    [
        (NOW + LED_BEFORE - HOUR, NOW + LED_BEFORE, True),
        (NOW + LED_BEFORE, NOW + LED_BEFORE + HOUR, False),
        (NOW - LED_AFTER - HOUR, NOW - LED_AFTER + HOUR, True),
        (NOW - LED_AFTER - HOUR, NOW - LED_AFTER, False),
    ],
)
async def test_who_leads_a_session_reads_from_a_week_before_it_until_a_day_after(
    place: Place, begins: datetime, ends: datetime, reads: bool
) -> None:
    ana, viewer = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    await lead(place, viewer.person, ana, begins, ends)
    assert (Category.IDENTITY in await readable(place, viewer, ana)) is reads


@pytest.mark.parametrize("role", ["tech_host", "observer", "trainee", "interpreter"])
async def test_who_only_attends_a_session_reads_nothing_of_its_members(place: Place, role: str) -> None:
    ana, viewer = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    await lead(place, viewer.person, ana, NOW, NOW + HOUR, role)
    assert await readable(place, viewer, ana) == set()


async def test_an_assignment_opens_nothing_before_it_begins_or_after_it_ended(place: Place) -> None:
    ana, viewer = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    await place.assign(viewer.person, CareTeamRole.SUD_COUNSELOR, client=ana, since=NOW, until=NOW + HOUR)
    assert await readable(place, viewer, ana, NOW - timedelta(seconds=1)) == set()
    assert Category.SUD_TRACK in await readable(place, viewer, ana, NOW)
    assert await readable(place, viewer, ana, NOW + HOUR) == set()


async def test_a_couple_that_ended_binds_its_therapist_no_longer(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    viewer = await place.staff(StaffRole.CLINICIAN)
    couple = await place.couple(ana, ben, until=NOW)
    await place.assign(viewer.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    assert await readable(place, viewer, ana) == set()


async def test_broken_glass_opens_the_identity_of_one_client_for_a_while_and_no_way_to_write(
    place: Place,
) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    viewer = await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        await unit.relations.break_glass(
            GlassBreak("bg_1", viewer.person, ana, NOW, NOW + HOUR), "She called in distress."
        )
    for client, now, opened in (
        (ana, NOW, True),
        (ana, NOW + HOUR, False),
        (ben, NOW, False),
    ):
        async with place.write(now) as unit:
            reader = await relations(unit, viewer, client)
        assert (reader.sees_identity, reader.sees_contact) == (opened, False)
        assert not reader.may(Category.IDENTITY), "the table itself stays as it is"


@pytest.mark.parametrize(
    ("binding", "contact"),
    [
        (CareTeamRole.INDIVIDUAL_THERAPIST, True),
        (CareTeamRole.SUD_COUNSELOR, True),
        (CareTeamRole.COUPLES_THERAPIST, True),
        (CareTeamRole.CARE_COORDINATOR, True),
        ("leads", False),
        (CareTeamRole.PRESCRIBER, False),
        (None, False),
    ],
)
async def test_who_looks_after_a_client_may_write_to_them_and_who_leads_a_session_may_not(
    place: Place, binding: CareTeamRole | str | None, contact: bool
) -> None:
    ana, viewer = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    await bind(place, viewer.person, ana, binding)
    async with place.write() as unit:
        assert (await relations(unit, viewer, ana)).sees_contact is contact


async def test_a_partners_own_therapist_does_not_read_the_couple(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    own, theirs = [await place.staff(StaffRole.CLINICIAN, name=name) for name in ("Own", "Theirs")]
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    await place.assign(own.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    await place.assign(theirs.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    async with place.write() as unit:
        found = await unit.couples.find(couple)
        assert found is not None
        seen = [
            (await couple_reader(unit, viewer, found.unit)).may(Category.COUPLE_RECORDS)
            for viewer in (own, theirs, coordinator)
        ]
    assert seen == [False, True, True]
