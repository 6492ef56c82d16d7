"""Every cell of the table of who may read what, at the endpoints that tell it: made from the table, role by role."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import groupby

import httpx
import pytest

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.runtime.ids import new_assignment_id
from clinic.care_team.period import Period
from clinic.care_team.reading import TABLE, Access, Category, ReaderRole, cells
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.identity.roles import StaffRole
from tests.support.schedule.clearance import CoupleCast, cast_couple
from tests.support.schedule.series import plan_session
from tests.support.service.clinics import Clinic, Visitor

Probe = Callable[[CoupleCast, Visitor], Awaitable[bool]]


async def reads_identity(cast: CoupleCast, who: Visitor) -> bool:
    answer = await who.get(f"/people/{cast.ana}")
    return answer.status_code == 200 and "legal_name" in answer.json()


async def reads_screening(cast: CoupleCast, who: Visitor) -> bool:
    return (await who.get(f"/people/{cast.ana}/screening")).status_code == 200


async def reads_clearance(cast: CoupleCast, who: Visitor) -> bool:
    if (await who.get(f"/couples/{cast.couple}/clearance")).status_code == 200:
        return True
    answer = await who.get(f"/people/{cast.ana}/screening")
    return answer.status_code == 200 and "both_cleared" in answer.json()


async def reads_agreements(cast: CoupleCast, who: Visitor) -> bool:
    return (await who.get(f"/people/{cast.ana}/agreements")).status_code == 200


async def reads_couple(cast: CoupleCast, who: Visitor) -> bool:
    return (await who.get(f"/couples/{cast.couple}")).status_code == 200


async def reads_presence(cast: CoupleCast, who: Visitor) -> bool:
    return (await who.get("/appointments/ss_1/attendance")).status_code == 200


async def reads_measures(cast: CoupleCast, who: Visitor) -> bool:
    return (await who.get(f"/people/{cast.ana}/measures")).status_code == 200


PROBES: Mapping[Category, Probe] = {
    Category.PRESENCE: reads_presence,
    Category.IDENTITY: reads_identity,
    Category.SCREENING: reads_screening,
    Category.MEASURES: reads_measures,
    Category.CLEARANCE: reads_clearance,
    Category.AGREEMENTS: reads_agreements,
    Category.COUPLE_RECORDS: reads_couple,
}
ELSEWHERE: Mapping[Category, str] = {
    Category.SHOWN_NAME: "beside the table: whoever works with the schedule sees names; tiles in tests/rooms/views",
    Category.PARTICIPATION: "no endpoint: only the live room has it, tests/rooms/views",
    Category.DISTRESS: "no endpoint of its own: the live room, and tasks in tests/app/access/safety/test_follow_ups.py",
    Category.SUD_TRACK: "what a task tells, tests/app/access/safety/test_follow_ups.py; consents in test_reading.py",
    Category.HELP_SIGNAL: "what a task tells, tests/app/access/safety/test_follow_ups.py; alerts in test_on_call.py",
    Category.INDIVIDUAL_SESSIONS: "what a task tells, tests/app/access/safety/test_follow_ups.py",
}
"""Rows that no endpoint of the programme tells by itself, and where they are tried."""


@pytest.fixture
async def cast(clinic: Clinic, client: httpx.AsyncClient) -> CoupleCast:
    return await cast_couple(clinic, client)


@pytest.fixture
async def readers(cast: CoupleCast, client: httpx.AsyncClient) -> dict[ReaderRole, Visitor]:
    """One visitor for each column, who is that to Ana, or in a session with her, and nothing else."""
    clinic = cast.clinic
    people = {
        role: await clinic.staff(f"Dr. {role.value}", StaffRole.CLINICIAN)
        for role in (ReaderRole.FACILITATOR, ReaderRole.SUD_COUNSELOR, ReaderRole.OBSERVER)
    }
    peer = await clinic.client("Zoe")
    counsels = Assignment(
        people[ReaderRole.SUD_COUNSELOR], CareTeamRole.SUD_COUNSELOR, Period(clinic.now), client=cast.ana
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), counsels))
        await plan_session(
            unit,
            clinic.now + timedelta(minutes=5),
            {
                people[ReaderRole.FACILITATOR]: "facilitator",
                people[ReaderRole.OBSERVER]: "observer",
                cast.ana: "member",
                peer: "member",
            },
        )
    planner = await clinic.staff("Carl Coordinator", StaffRole.CARE_COORDINATOR)
    return {
        ReaderRole.PEER: await clinic.sign_in_client(client, peer),
        ReaderRole.PARTNER: await clinic.sign_in_client(client, cast.ben),
        ReaderRole.COUPLES_THERAPIST: cast.cora,
        ReaderRole.INDIVIDUAL_THERAPIST: cast.ida,
        ReaderRole.COORDINATOR: await clinic.sign_in(client, planner),
        **{role: await clinic.sign_in(client, person) for role, person in people.items()},
    }


def opens(role: ReaderRole, access: Access) -> bool:
    """Return whether a cell opens without consents: coordinators read to plan."""
    return access is Access.YES or (access is Access.SCHEDULING and role is ReaderRole.COORDINATOR)


def test_every_row_is_tried_here_or_said_to_be_tried_elsewhere() -> None:
    assert PROBES.keys() | ELSEWHERE.keys() == set(Category)
    assert not PROBES.keys() & ELSEWHERE.keys()


@pytest.mark.parametrize("category", PROBES)
async def test_each_role_reads_at_the_endpoint_what_the_table_says(
    cast: CoupleCast, readers: dict[ReaderRole, Visitor], category: Category
) -> None:
    found = {role: await PROBES[category](cast, readers[role]) for role in ReaderRole}
    rows = {key: list(row) for key, row in groupby(cells(), key=lambda cell: cell.category)}
    assert found == {cell.role: opens(cell.role, cell.access) for cell in rows[category]}
    assert {cell.role: cell.access for cell in rows[category]} == dict(TABLE[category])
