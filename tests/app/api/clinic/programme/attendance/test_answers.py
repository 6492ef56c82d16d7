"""What weeks of clients and groups answer, and to whom."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.runtime.ids import new_assignment_id
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import PersonId
from tests.app.api.clinic.programme.attendance.conftest import Morning
from tests.support.schedule.afterwards.attended import hold
from tests.support.schedule.world import World
from tests.support.service.clinics import Visitor

MONDAY = "2025-11-24"


async def week_of(who: Visitor, person: PersonId, **query: str) -> dict[str, Any]:
    answer = await who.get(f"/people/{person}/attendance", **{"monday": MONDAY, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def assign(world: World, who: Visitor, client: PersonId, role: CareTeamRole) -> None:
    held = Assignment(who.person, role, Period(world.clinic.now - timedelta(days=9)), client=client)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))


async def test_a_week_has_its_days_and_its_sessions(morning: Morning) -> None:
    found = await week_of(morning.world.coordinator, morning.cleo, weeks="3")
    assert [week["monday"] for week in found["weeks"]] == ["2025-11-10", "2025-11-17", MONDAY]
    week = found["weeks"][-1]
    assert (week["present_min"], week["planned_min"], week["behind_min"]) == (85, 120, 35)
    assert [day["present_min"] for day in week["days"]] == [85, 0, 0, 0, 0, 0, 0]
    (session,) = found["sessions"]
    assert (session["id"], session["counts"], session["corrected"]) == (morning.id, True, False)
    assert found["is_limited"] is False


async def test_a_clients_own_therapist_reads_their_week_and_others_do_not(morning: Morning) -> None:
    world = morning.world
    refused = await world.elena.get(f"/people/{morning.cleo}/attendance", monday=MONDAY)
    assert refused.json()["code"] == "person.unknown"
    await assign(world, world.elena, morning.cleo, CareTeamRole.INDIVIDUAL_THERAPIST)
    found = await week_of(world.elena, morning.cleo)
    assert found["weeks"][-1]["present_min"] == 85
    assert found["is_limited"] is True
    session = (await world.elena.get(f"/appointments/{morning.id}/attendance")).json()
    assert [one["person"]["id"] for one in session["people"] if one["role"] == "member"] == [morning.cleo]
    assert (session["participants"], session["may_correct"], session["seats"]) == (None, False, [])


async def test_the_therapist_does_not_read_of_the_substance_use_track(morning: Morning) -> None:
    world, clinic = morning.world, morning.world.clinic
    await assign(world, world.elena, morning.cleo, CareTeamRole.INDIVIDUAL_THERAPIST)
    before = await week_of(world.elena, morning.cleo)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        people = {world.dana.person: "facilitator", morning.cleo: "member"}
        held = await hold(
            unit,
            "sud",
            clinic.now - timedelta(minutes=25),
            20,
            people,
            {morning.cleo: [(0, 20)]},
            track="sud",
        )
    assert await week_of(world.elena, morning.cleo) == before
    refused = await world.elena.get(f"/appointments/{held}/attendance")
    assert refused.json()["code"] == "appointment.unknown"
    assert (await week_of(world.coordinator, morning.cleo))["weeks"][-1]["present_min"] == 105


async def test_a_client_reads_their_own_minutes_and_nothing_about_others(
    morning: Morning, client: httpx.AsyncClient
) -> None:
    cleo = await morning.world.clinic.sign_in_client(client, morning.cleo)
    answer = await cleo.get("/me/attendance", monday=MONDAY)
    found = answer.json()
    assert found["weeks"][-1]["present_min"] == 85
    (session,) = found["sessions"]
    assert set(session) == {"begins_at", "ends_at", "leader", "is_over", "present_min"}
    assert session["leader"]["name"] == "Dana Rivera"
    assert (await morning.world.dana.get("/me/attendance", monday=MONDAY)).json()["code"] == "access.denied"


async def test_a_correction_tells_its_client_nothing_but_the_minutes(
    morning: Morning, client: httpx.AsyncClient
) -> None:
    body = morning.correction((0, 30), note="She slept.")
    await morning.world.dana.post(f"/appointments/{morning.id}/attendance/{morning.cleo}", body)
    cleo = await morning.world.clinic.sign_in_client(client, morning.cleo)
    text = (await cleo.get("/me/attendance", monday=MONDAY)).text
    assert '"present_min":30' in text.replace(" ", "")
    assert "slept" not in text
    assert "correct" not in text


@pytest.mark.parametrize("path", ["/people/{person}/attendance", "/me/attendance"])
async def test_a_week_begins_on_a_monday(morning: Morning, client: httpx.AsyncClient, path: str) -> None:
    who = morning.world.coordinator
    if path.startswith("/me"):
        who = await morning.world.clinic.sign_in_client(client, morning.cleo)
    answer = await who.get(path.format(person=morning.cleo), monday="2025-11-25")
    assert answer.json()["errors"] == [{"field": "monday", "code": "schedule.not_monday"}]


async def test_a_clients_file_is_of_one_time_and_of_sessions_that_are_over(morning: Morning) -> None:
    world = morning.world
    path = f"/people/{morning.cleo}/attendance.csv"
    answer = await world.coordinator.get(path, first="2025-11-01", last="2025-11-24")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["present_minutes"], row["private_minutes"], row["participants"]) == ("85", "20", "2")
    assert "Cleo" not in answer.text
    assert (await world.coordinator.get(path, first="2025-11-25", last="2025-11-24")).status_code == 422
    assert (await world.coordinator.get(path, first="2020-11-25", last="2025-11-24")).status_code == 422
