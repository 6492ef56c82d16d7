import asyncio
from datetime import date, datetime, timedelta

import pytest

from app.access.care_team.assignments import Proposal, assign, end_assignment, team_of_client, team_of_couple
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.people.licences import LicenceRecord
from app.persistence.unit_of_work import Database
from clinic.care_team.roles import CareTeamRole
from clinic.common.errors import Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.people.licences import Licence, LicenceType, Qualification
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.app.conftest import DATA_KEY
from tests.support.service.clinics import open_clinic

DAY = timedelta(days=1)
COUNSELOR, COUPLES = CareTeamRole.SUD_COUNSELOR, CareTeamRole.COUPLES_THERAPIST
COORDINATOR, THERAPIST = CareTeamRole.CARE_COORDINATOR, CareTeamRole.INDIVIDUAL_THERAPIST


async def qualified(
    place: Place, *names: Qualification, name: str = "Dana", expires: date = date(2027, 1, 1)
) -> Principal:
    dana = await place.staff(StaffRole.CLINICIAN, name=name)
    async with place.write() as unit:
        await unit.licences.put_qualifications(dana.person, names)
        licence = Licence("NY", LicenceType.PSYCHOLOGIST, "1", expires)
        await unit.licences.add(LicenceRecord(f"li_{dana.person}", dana.person, licence))
    return dana


def proposal(
    clinician: PersonId,
    role: CareTeamRole,
    *,
    client: PersonId | None = None,
    couple: CoupleId | None = None,
    since: datetime = NOW,
    until: datetime | None = None,
) -> Proposal:
    return Proposal(clinician, role, since, until, client, couple)


async def put(place: Place, by: Principal, asked: Proposal) -> str:
    async with place.write() as unit:
        member = await assign(unit, by, asked)
    return member.record.id


async def test_an_assignment_holds_until_it_is_ended(place: Place) -> None:
    ana, dana = await place.clinic.client(), await qualified(place, Qualification.SUD_COUNSELOR)
    admin = await place.staff(StaffRole.ADMIN)
    one = await put(place, admin, proposal(dana.person, COUNSELOR, client=ana))
    async with place.write() as unit:
        (member,) = await team_of_client(unit, dana, ana)
        assert (member.record.id, member.clinician.name) == (one, "Dana")
        await end_assignment(unit, admin, one)
        assert await team_of_client(unit, dana, ana) == []
        async with refused("assignment.unknown"):
            await end_assignment(unit, admin, "as_none")
    assert [action for action, _ in await place.noted()] == [
        "assignment.add",
        "care_team.read",
        "assignment.end",
        "care_team.read",
    ]


async def test_an_assignment_that_has_not_begun_never_holds_when_it_is_ended(place: Place) -> None:
    ana, dana = await place.clinic.client(), await qualified(place, Qualification.SUD_COUNSELOR)
    admin = await place.staff(StaffRole.ADMIN)
    later = NOW + 7 * DAY
    one = await put(place, admin, proposal(dana.person, COUNSELOR, client=ana, since=later))
    async with place.write() as unit:
        await end_assignment(unit, admin, one)
        found = await unit.assignments.find(one)
        assert found is not None
        assert found.assignment.period.is_empty


async def test_a_role_asks_for_its_qualification_and_licence_on_the_first_day(place: Place) -> None:
    ana, admin = await place.clinic.client(), await place.staff(StaffRole.ADMIN)
    nurse = await qualified(place, Qualification.NURSE, name="Nora")
    late = await qualified(place, Qualification.LICENSED_CLINICIAN, name="Lana", expires=date(2026, 3, 5))
    async with refused("care_team.unqualified", "licensed_clinician"):
        await put(place, admin, proposal(nurse.person, THERAPIST, client=ana))
    async with refused("care_team.unqualified", "licensed_clinician"):
        await put(place, admin, proposal(late.person, THERAPIST, client=ana, since=NOW + 4 * DAY))
    await put(place, admin, proposal(late.person, THERAPIST, client=ana))


async def test_r1_holds_in_both_directions(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    admin = await place.staff(StaffRole.ADMIN)
    both = (Qualification.SUD_COUNSELOR, Qualification.COUPLES_THERAPIST)
    dana, hugo = [await qualified(place, *both, name=name) for name in ("Dana", "Hugo")]
    await put(place, admin, proposal(dana.person, COUNSELOR, client=ben))
    async with refused("care_team.couples_therapist", "sud_counselor"):
        await put(place, admin, proposal(dana.person, COUPLES, couple=couple))
    await put(place, admin, proposal(hugo.person, COUPLES, couple=couple))
    async with refused("care_team.own_clinician"):
        await put(place, admin, proposal(hugo.person, COUNSELOR, client=ana))


async def test_r1_holds_for_assignments_that_meet_later_only(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    admin = await place.staff(StaffRole.ADMIN)
    dana = await qualified(place, Qualification.SUD_COUNSELOR, Qualification.COUPLES_THERAPIST)
    await put(place, admin, proposal(dana.person, COUNSELOR, client=ben, since=NOW + 5 * DAY))
    await put(place, admin, proposal(dana.person, COUPLES, couple=couple, until=NOW + 5 * DAY))
    async with refused("care_team.couples_therapist"):
        await put(place, admin, proposal(dana.person, COUPLES, couple=couple, since=NOW + 5 * DAY))


async def test_r1_holds_when_both_assignments_are_made_at_once(database: Database) -> None:
    clinic = await open_clinic(ClinicStore(database, InstallationKey(DATA_KEY)), "here", NOW)
    place = Place(clinic)
    ana, ben = await clinic.client("Ana"), await clinic.client("Ben")
    couple, admin = await place.couple(ana, ben), await place.staff(StaffRole.ADMIN)
    dana = await qualified(place, Qualification.SUD_COUNSELOR, Qualification.COUPLES_THERAPIST)

    async def attempt(asked: Proposal) -> str:
        try:
            async with clinic.store.write(clinic.id, Actor(admin.person), NOW) as unit:
                await assign(unit, admin, asked)
        except Refused as error:
            return error.code.partition(".")[0]
        return "assigned"

    answers = await asyncio.gather(
        attempt(proposal(dana.person, COUNSELOR, client=ben)),
        attempt(proposal(dana.person, COUPLES, couple=couple)),
    )
    assert sorted(answers) == ["assigned", "care_team"]


async def test_nobody_is_made_a_director_or_assigned_to_strangers(place: Place) -> None:
    admin, dana = await place.staff(StaffRole.ADMIN), await qualified(place, Qualification.LICENSED_CLINICIAN)
    there = await open_clinic(place.clinic.store, "there", NOW)
    stranger = await there.client()
    strange_couple = await Place(there).couple(stranger, await there.client())
    async with invalid(role="field.choice"):
        await put(place, admin, proposal(dana.person, CareTeamRole.CLINICAL_DIRECTOR))
    async with invalid(client="field.unknown"):
        await put(place, admin, proposal(dana.person, THERAPIST, client=stranger))
    async with invalid(couple="field.unknown"):
        await put(place, admin, proposal(dana.person, COORDINATOR, couple=strange_couple))
    async with invalid(clinician="field.unknown"):
        await put(place, admin, proposal(stranger, THERAPIST, client=await place.clinic.client()))
    await put(place, admin, proposal(dana.person, CareTeamRole.ON_CALL))


async def test_a_couple_that_will_have_ended_gets_no_therapist(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben, until=NOW + DAY)
    admin, dana = await place.staff(StaffRole.ADMIN), await qualified(place, Qualification.COUPLES_THERAPIST)
    async with invalid(couple="field.unknown"):
        await put(place, admin, proposal(dana.person, COUPLES, couple=couple, since=NOW + DAY))


@pytest.mark.parametrize(
    ("viewer", "told"),
    [
        (StaffRole.ADMIN, {THERAPIST, COUNSELOR, COORDINATOR, CareTeamRole.PRESCRIBER}),
        (THERAPIST, {THERAPIST, COORDINATOR, CareTeamRole.PRESCRIBER}),
        (COUNSELOR, {THERAPIST, COUNSELOR, COORDINATOR, CareTeamRole.PRESCRIBER}),
        (COUPLES, {COORDINATOR}),
        (CareTeamRole.PRESCRIBER, {CareTeamRole.PRESCRIBER}),
        (None, set[CareTeamRole]()),
    ],
)
async def test_a_care_team_tells_nobody_more_than_they_may_know(
    place: Place, viewer: StaffRole | CareTeamRole | None, told: set[CareTeamRole]
) -> None:
    """That somebody has a counselor is a fact under Part 2: a couples therapist does not learn it (R3, R7)."""
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    members = {}
    for role in (THERAPIST, COUNSELOR, COORDINATOR, CareTeamRole.PRESCRIBER):
        members[role] = await place.staff(StaffRole.CLINICIAN, name=role)
        await place.assign(members[role].person, role, client=ana)
    members[COUPLES] = await place.staff(StaffRole.CLINICIAN, name=COUPLES)
    await place.assign(members[COUPLES].person, COUPLES, couple=couple)
    if isinstance(viewer, CareTeamRole):
        principal = members[viewer]
    else:
        principal = await place.staff(viewer or StaffRole.CLINICIAN, name="Viewer")
    async with place.write() as unit:
        team = await team_of_client(unit, principal, ana)
    assert {one.record.assignment.role for one in team} == told


async def test_a_couples_care_team_is_for_those_who_may_know_of_the_couple(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    dana, hugo = [await place.staff(StaffRole.CLINICIAN, name=name) for name in ("Dana", "Hugo")]
    await place.assign(dana.person, COUPLES, couple=couple)
    await place.assign(hugo.person, THERAPIST, client=ana)
    async with place.write() as unit:
        assert [one.clinician.name for one in await team_of_couple(unit, dana, couple)] == ["Dana"]
        async with refused("couple.unknown"):
            await team_of_couple(unit, hugo, couple)
