from datetime import datetime, timedelta

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from tests.app.persistence.repositories.conftest import NOW, Clinics

DAY = timedelta(days=1)
ROLE = CareTeamRole.CARE_COORDINATOR


async def put(
    clinics: Clinics,
    name: str,
    clinician: PersonId,
    since: datetime,
    until: datetime | None = None,
    client: PersonId | None = None,
    couple: CoupleId | None = None,
) -> AssignmentRecord:
    record = AssignmentRecord(f"as_{name}", Assignment(clinician, ROLE, Period(since, until), client, couple))
    async with clinics.write() as unit:
        await unit.assignments.add(record)
    return record


async def test_assignments_are_found_by_each_side_from_a_moment_on(clinics: Clinics) -> None:
    ana, ben, dana = (
        await clinics.here.client("A"),
        await clinics.here.client("B"),
        await clinics.here.staff("Dana"),
    )
    couple = CoupleUnit(CoupleId("cu_1"), clinics.here.id, (ana, ben), NOW)
    async with clinics.write() as unit:
        await unit.couples.add(couple)
    past = await put(clinics, "past", dana, NOW - 9 * DAY, NOW, client=ana)
    now = await put(clinics, "now", dana, NOW - DAY, client=ana)
    coming = await put(clinics, "coming", dana, NOW + DAY, NOW + 2 * DAY, couple=couple.id)
    on_call = await put(clinics, "on_call", dana, NOW + 5 * DAY)
    async with clinics.write() as unit:
        assert await unit.assignments.find(past.id) == past
        assert await unit.assignments.of_clients([ana, ben], NOW) == [now]
        assert await unit.assignments.of_clients([ana], NOW - DAY) == [past, now]
        assert await unit.assignments.of_couples([couple.id], NOW) == [coming]
        assert await unit.assignments.of_clinicians([dana], NOW) == [now, coming, on_call]
    async with clinics.write(clinics.there) as unit:
        assert await unit.assignments.find(now.id) is None
        assert await unit.assignments.of_clients([ana], NOW) == []
        assert await unit.assignments.of_clinicians([dana], NOW) == []


async def test_ending_leaves_what_has_ended_and_undoes_what_has_not_begun(clinics: Clinics) -> None:
    ana, dana = await clinics.here.client("A"), await clinics.here.staff("Dana")
    records = [
        await put(clinics, "past", dana, NOW - 9 * DAY, NOW - DAY, client=ana),
        await put(clinics, "now", dana, NOW - DAY, client=ana),
        await put(clinics, "coming", dana, NOW + DAY, client=ana),
    ]
    async with clinics.write(clinics.there) as unit:
        await unit.assignments.end([one.id for one in records], NOW - 5 * DAY)
    async with clinics.write() as unit:
        await unit.assignments.end([one.id for one in records], NOW)
    async with clinics.write() as unit:
        found = [await unit.assignments.find(one.id) for one in records]
        ends = [one.assignment.period.until for one in found if one]
        assert ends == [NOW - DAY, NOW, NOW + DAY]
        assert await unit.assignments.of_clients([ana], NOW) == found[2:]
        assert found[2] is not None
        assert found[2].assignment.period.is_empty
