from datetime import timedelta

import pytest

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.care_team.relations import GlassBreak
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from tests.app.persistence.repositories.conftest import NOW, Clinics
from tests.support.schedule.series import plan_session

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def people(clinics: Clinics) -> tuple[PersonId, PersonId, PersonId]:
    """Ana and Ben, and Dana, who treats Ben alone and both of them together."""
    ana, ben, dana = (
        await clinics.here.client("A"),
        await clinics.here.client("B"),
        await clinics.here.staff("Dana"),
    )
    couple = CoupleUnit(CoupleId("cu_1"), clinics.here.id, (ana, ben), NOW - DAY, NOW + DAY)
    period = Period(NOW - HOUR, NOW + 2 * DAY)
    async with clinics.write() as unit:
        await unit.couples.add(couple)
        for name, one in (
            ("as_own", Assignment(dana, CareTeamRole.PRESCRIBER, period, client=ben)),
            ("as_couple", Assignment(dana, CareTeamRole.COUPLES_THERAPIST, period, couple=couple.id)),
        ):
            await unit.assignments.add(AssignmentRecord(name, one))
    return ana, ben, dana


async def test_assignments_bind_to_a_client_and_to_the_couple_they_are_in(
    clinics: Clinics, people: tuple[PersonId, PersonId, PersonId]
) -> None:
    ana, ben, dana = people
    couples, prescriber = CareTeamRole.COUPLES_THERAPIST, CareTeamRole.PRESCRIBER
    async with clinics.write() as unit:
        assert await unit.relations.assigned(dana, ana, NOW) == {couples}
        assert await unit.relations.assigned(dana, ben, NOW) == {couples, prescriber}
        assert await unit.relations.assigned(dana, ben, NOW + DAY) == {prescriber}, "the couple has ended"
        assert await unit.relations.assigned(dana, ben, NOW - 2 * HOUR) == frozenset()
        assert await unit.relations.assigned(ben, ana, NOW) == frozenset()
        assert await unit.relations.own_couples(dana, NOW) == ["cu_1"]
        assert await unit.relations.own_couples(dana, NOW + 2 * DAY) == []
    async with clinics.write(clinics.there) as unit:
        assert await unit.relations.assigned(dana, ben, NOW) == frozenset()
        assert await unit.relations.own_couples(dana, NOW) == []


@pytest.mark.parametrize(
    ("status", "role", "leads"),
    [
        ("planned", "facilitator", True),
        ("planned", "co_facilitator", True),
        ("planned", "trainee", False),
        ("cancelled", "facilitator", False),
    ],
)
async def test_a_planned_session_binds_those_who_lead_it(
    clinics: Clinics, people: tuple[PersonId, PersonId, PersonId], status: str, role: str, leads: bool
) -> None:
    ana, ben, dana = people
    async with clinics.write() as unit:
        await plan_session(unit, NOW, {dana: role, ana: "member"}, status=status)
    async with clinics.write() as unit:
        assert await unit.relations.leads(dana, ana, NOW + DAY, NOW) is leads
        assert not await unit.relations.leads(dana, ben, NOW + DAY, NOW)
        assert not await unit.relations.leads(dana, ana, NOW, NOW), "it begins no earlier than that"
        assert not await unit.relations.leads(dana, ana, NOW + DAY, NOW + HOUR), "it ends no later than that"
    async with clinics.write(clinics.there) as unit:
        assert not await unit.relations.leads(dana, ana, NOW + DAY, NOW)


async def test_broken_glass_is_one_viewers_for_one_client_and_a_while(
    clinics: Clinics, people: tuple[PersonId, PersonId, PersonId]
) -> None:
    ana, ben, dana = people
    async with clinics.write() as unit:
        for name, minutes in (("bg_1", 0), ("bg_2", 10)):
            began = NOW + timedelta(minutes=minutes)
            await unit.relations.break_glass(GlassBreak(name, dana, ana, began, began + HOUR), "In distress")
    async with clinics.write() as unit:
        assert await unit.relations.broken_glass(dana, ana, NOW) == "bg_2", "the newest"
        assert await unit.relations.broken_glass(dana, ana, NOW + timedelta(minutes=70)) is None
        assert await unit.relations.broken_glass(dana, ben, NOW) is None
        assert await unit.relations.broken_glass(ben, ana, NOW) is None
    async with clinics.write(clinics.there) as unit:
        assert await unit.relations.broken_glass(dana, ana, NOW) is None
