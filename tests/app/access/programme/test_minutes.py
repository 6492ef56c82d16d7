"""A client's week against the target, and who may see it."""

from datetime import timedelta

import pytest

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.care_team.overrides import OverrideRecord
from app.runtime.ids import new_assignment_id, new_override_id
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.identity.roles import StaffRole
from tests.app.access.programme.weeks import add_program, week
from tests.support.schedule.world import MONDAY, Json, World

THREE_MORNINGS = {"rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=3", "duration_min": 180, "break_min": 10}


async def enrol(world: World, client: str, **changed: object) -> Json:
    program = await add_program(world)
    body = {
        "client": client,
        "program": program["id"],
        "since": "2025-11-03",
        "level": "asam_2_1",
        "target_min": 540,
    }
    answer = await world.coordinator.post("/episodes", body | changed)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def test_three_mornings_of_three_hours_with_breaks_only_look_like_nine_hours(world: World) -> None:
    """Net minutes are what a payer counts."""
    cleo = world.clients[2]
    await enrol(world, cleo)
    await world.plan(**THREE_MORNINGS)
    found = await week(world, cleo)
    minutes = {name: value for name, value in found.items() if name != "appointments"}
    assert minutes == {
        "gross_min": 540,
        "net_min": 510,
        "uncounted_min": 0,
        "target_min": 540,
        "missing_min": 30,
        "only_looks_enough": True,
    }
    assert len(found["appointments"]) == 3


async def test_what_a_payer_counts_is_the_clinics_to_say(world: World) -> None:
    cleo = world.clients[2]
    await enrol(world, cleo)
    await world.plan(**THREE_MORNINGS)
    await world.plan(kind="individual", track="individual", starts_local="2025-12-02T09:00", duration_min=50)
    assert (await week(world, cleo))["net_min"] == 560
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        settings = {"counting": {"services": ["group"], "breaks": True}}
        await unit.clinics.change(
            unit.clinic.id, unit.clinic.version, name="Here", time_zone="America/New_York", settings=settings
        )
    found = await week(world, cleo)
    assert (found["gross_min"], found["net_min"], found["uncounted_min"]) == (540, 540, 50)


async def test_cancelled_sessions_and_those_one_only_hosts_make_no_minutes(world: World) -> None:
    cleo = world.clients[2]
    (session,) = await world.plan()
    await world.coordinator.post(f"/appointments/{session['id']}/cancel")
    found = await week(world, cleo)
    assert (found["gross_min"], found["target_min"]) == (0, 0)
    assert [each["status"] for each in found["appointments"]] == ["cancelled"]


async def test_a_week_begins_on_a_monday_of_a_client_of_this_clinic(world: World) -> None:
    tuesday = await world.coordinator.get(f"/people/{world.clients[2]}/week", monday="2025-12-02")
    assert tuesday.json()["errors"] == [{"field": "monday", "code": "schedule.not_monday"}]
    unknown = await world.coordinator.get("/people/pt_nobody/week", monday=MONDAY)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "person.unknown")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (CareTeamRole.INDIVIDUAL_THERAPIST, {"individual"}),
        (CareTeamRole.SUD_COUNSELOR, {"individual", "sud"}),
        (CareTeamRole.CARE_COORDINATOR, {"individual", "sud", "couples"}),
    ],
)
async def test_staff_see_of_a_week_what_the_table_of_reading_gives_them(
    world: World, role: CareTeamRole, seen: set[str]
) -> None:
    ana = world.clients[0]
    elena = {"attendees": [world.leader(world.elena), {"person": ana}], "kind": "individual"}
    for hour, track in ((9, "individual"), (11, "sud"), (13, "couples")):
        await world.plan(**elena, track=track, starts_local=f"{MONDAY}T{hour:02}:00")
    stranger = await world.dana.get(f"/people/{ana}/week", monday=MONDAY)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "person.unknown")
    held = Assignment(world.dana.person, role, Period(world.clinic.now - timedelta(days=1)), ana)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))
    found = await week(world, ana, who=world.dana)
    assert {each["track"] for each in found["appointments"]} == seen
    assert found["gross_min"] == 60 * len(seen)


async def test_a_client_has_their_next_session_their_week_and_what_is_to_do(world: World) -> None:
    ana, ben = world.clients[:2]
    await enrol(world, ana)
    (first,) = await world.plan(starts_local="2025-11-25T09:00", attendees=world.people(ana))
    (second,) = await world.plan(starts_local="2025-12-02T09:00", attendees=world.people(ana))
    await world.coordinator.post(f"/appointments/{first['id']}/cancel")
    visitor = await world.clinic.sign_in_client(world.web, ana)
    own = (await visitor.get("/me/programme")).json()
    assert own["next"]["id"] == second["id"]
    assert [each["status"] for each in own["week"]] == ["cancelled"]
    assert (own["target"]["target_min"], own["to_do"]) == (540, [])
    now = world.clinic.now
    key = ConflictKey(world.dana.person, world.couple, ben, CareTeamRole.INDIVIDUAL_THERAPIST)
    override = ConflictOverride(
        key, (ana, ben), world.coordinator.person, "why", now, now + timedelta(days=9)
    )
    record = OverrideRecord(new_override_id(), override)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, now) as unit:
        await unit.overrides.add(record)
    assert (await visitor.get("/me/programme")).json()["to_do"] == [{"code": "acknowledge_override"}]
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, now) as unit:
        await unit.overrides.acknowledge(record.id, Acknowledgement(ana, now))
    assert (await visitor.get("/me/programme")).json()["to_do"] == []


async def test_staff_have_no_programme_of_their_own(world: World) -> None:
    auditor = await world.clinic.sign_in(
        world.web, await world.clinic.staff("Aude Auditor", StaffRole.AUDITOR)
    )
    for who in (world.coordinator, world.dana, auditor):
        assert (await who.get("/me/programme")).status_code == 403
