"""What speaks against sessions, as those who plan them are told. The rules themselves are tested in tests/clinic."""

from datetime import date, timedelta

import httpx
import pytest

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.care_team.overrides import OverrideRecord
from app.runtime.ids import new_assignment_id, new_override_id
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import PersonId
from tests.support.schedule.world import MONDAY, Json, World

COUPLES = {"kind": "couples", "track": "couples", "duration_min": 50}


async def check(world: World, **changed: object) -> list[tuple[str, str]]:
    answer = await world.coordinator.post("/appointments/check", world.body(**changed))
    assert answer.status_code == 200, answer.text
    return [(each["code"], each["severity"]) for each in answer.json()["conflicts"]]


async def assign(world: World, clinician: PersonId, role: CareTeamRole, client: PersonId) -> None:
    held = Assignment(clinician, role, Period(world.clinic.now - timedelta(days=9)), client)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))


def listed(answer: httpx.Response) -> list[Json]:
    assert answer.status_code == 409, answer.text
    found: list[Json] = answer.json()["conflicts"]
    return found


async def test_a_session_in_order_has_no_conflict(world: World) -> None:
    assert await check(world) == []


async def test_a_client_in_two_sessions_is_refused_with_names_and_the_other_session(world: World) -> None:
    (first,) = await world.plan()
    body = world.body(
        starts_local=f"{MONDAY}T09:30", attendees=[world.leader(world.elena), {"person": world.clients[2]}]
    )
    (conflict,) = listed(await world.coordinator.post("/appointments", body))
    assert conflict == {
        "code": "schedule.double_booked",
        "severity": "refuse",
        "people": [{"id": world.clients[2], "name": "Cleo Marsh"}],
        "at": "2025-12-01T14:30:00Z",
        "other": first["id"],
    }
    assert len(await world.listed(MONDAY, "2025-12-02")) == 1


async def test_one_session_that_meets_another_keeps_a_whole_series_from_being_planned(world: World) -> None:
    await world.plan(starts_local="2025-12-15T09:30")
    rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=4"
    conflicts = listed(await world.coordinator.post("/appointments", world.body(rule=rule)))
    assert {each["at"] for each in conflicts} == {"2025-12-15T14:00:00Z"}
    assert len(await world.listed(MONDAY, "2025-12-30")) == 1


async def test_sessions_of_one_series_do_not_meet_each_other_when_one_is_moved(world: World) -> None:
    series = await world.plan(rule="FREQ=DAILY;COUNT=3", duration_min=120)
    refused = await world.change(series[0], {"starts_local": "2025-12-02T10:00"})
    assert {each["code"] for each in listed(refused)} == {"schedule.double_booked"}


async def test_people_from_the_day_before_are_seen_past_midnight(world: World) -> None:
    await world.plan(starts_local="2025-11-30T20:00", duration_min=720)
    assert await check(world, starts_local=f"{MONDAY}T07:30") == [("schedule.double_booked", "refuse")] * 2
    assert await check(world, starts_local=f"{MONDAY}T08:00") == []


async def test_staff_beside_the_facilitator_are_only_pointed_out(world: World) -> None:
    await world.plan()
    both = [world.leader(world.elena), world.leader(role="tech_host"), {"person": world.clients[3]}]
    found = await check(world, attendees=both)
    assert found == [("schedule.double_booked", "refuse")], "Dana leads the other one"
    await world.plan(starts_local=f"{MONDAY}T12:00", attendees=both)
    again = [world.leader(role="co_facilitator"), world.leader(world.elena, "tech_host")]
    found = await check(world, starts_local=f"{MONDAY}T12:30", attendees=again)
    assert ("schedule.double_booked", "warn") in found


@pytest.mark.parametrize(
    ("kind", "members", "code"), [("individual", 2, "schedule.people"), ("couples", 3, "schedule.people")]
)
async def test_more_clients_than_the_policy_allows_are_refused(
    world: World, kind: str, members: int, code: str
) -> None:
    people = world.people(*world.clients[2 : 2 + members])
    assert (code, "refuse") in await check(world, kind=kind, track="individual", attendees=people)


async def test_a_session_needs_a_facilitator_and_as_many_staff_as_the_clinic_wants(world: World) -> None:
    assert await world.refusal(attendees=[{"person": world.clients[2]}]) == "schedule.no_facilitator"
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        settings = {"min_staff": {"group": 2}}
        await unit.clinics.change(
            unit.clinic.id, unit.clinic.version, name="Here", time_zone="America/New_York", settings=settings
        )
    assert await world.refusal() == "schedule.staff_minimum"
    two = [world.leader(), world.leader(world.elena, "trainee"), {"person": world.clients[2]}]
    assert len(await world.plan(attendees=two)) == 1


async def test_a_licence_that_ends_within_a_series_refuses_it(world: World) -> None:
    fred = await world.clinic.staff("Fred Foster")
    await world.license(fred, until=date(2025, 12, 10))
    people = [{"person": fred, "role": "facilitator"}, {"person": world.clients[2]}]
    rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=3"
    answer = await world.coordinator.post("/appointments", world.body(rule=rule, attendees=people))
    assert [(each["code"], each["at"]) for each in listed(answer)] == [
        ("schedule.licence_ended", "2025-12-15T14:00:00Z")
    ]
    with_dana = [*people, world.leader(role="co_facilitator")]
    assert await check(world, rule=rule, attendees=with_dana) == [("schedule.licence_ended", "warn")]


async def test_partners_are_apart_in_a_group_unless_its_policy_allows_them(world: World) -> None:
    both = world.people(*world.clients[:2])
    assert await world.refusal(attendees=both) == "schedule.partners_together"
    assert await check(world, attendees=both, policy={"partners": "allow"}) == []


async def test_nobody_leads_a_couples_session_who_treats_a_partner_alone(world: World) -> None:
    """R1, on planning and on substitution."""
    await assign(world, world.elena.person, CareTeamRole.SUD_COUNSELOR, world.clients[1])
    people = [world.leader(world.elena), *({"person": each} for each in world.clients[:2])]
    assert await world.refusal(**COUPLES, attendees=people) == "schedule.own_clinician"
    (session,) = await world.plan(**COUPLES, attendees=world.people(*world.clients[:2]))
    path = f"/appointments/{session['id']}/substitute"
    refused = await world.coordinator.post(path, {"out": world.dana.person, "in": world.elena.person})
    assert refused.json()["code"] == "schedule.own_clinician"


async def test_a_couples_therapist_leads_no_substance_use_group_of_a_partner(world: World) -> None:
    held = Assignment(
        world.elena.person,
        CareTeamRole.COUPLES_THERAPIST,
        Period(world.clinic.now - timedelta(days=9)),
        couple=world.couple,
    )
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))
    people = [world.leader(world.elena), {"person": world.clients[0]}]
    assert await world.refusal(track="sud", attendees=people) == "schedule.couples_therapist"
    assert await check(world, track="group", attendees=people) == []


async def test_an_override_permits_only_the_sessions_within_it(world: World) -> None:
    """R2: from the second acknowledgement until its end."""
    await assign(world, world.elena.person, CareTeamRole.INDIVIDUAL_THERAPIST, world.clients[0])
    partners = (world.clients[0], world.clients[1])
    key = ConflictKey(world.elena.person, world.couple, world.clients[0], CareTeamRole.INDIVIDUAL_THERAPIST)
    now = world.clinic.now
    override = ConflictOverride(key, partners, world.coordinator.person, "why", now, now + timedelta(days=10))
    record = OverrideRecord(new_override_id(), override)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, now) as unit:
        await unit.overrides.add(record)
        await unit.overrides.acknowledge(record.id, Acknowledgement(partners[0], now))
    people = [world.leader(world.elena), *({"person": each} for each in partners)]
    assert await check(world, **COUPLES, attendees=people) == [("schedule.own_clinician", "refuse")]
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, now) as unit:
        await unit.overrides.acknowledge(record.id, Acknowledgement(partners[1], now))
    assert await check(world, **COUPLES, attendees=people) == []
    late = await check(world, **COUPLES, attendees=people, starts_local="2025-12-04T12:00")
    assert late == [("schedule.own_clinician", "refuse")]


async def test_a_single_session_on_a_holiday_is_pointed_out(world: World) -> None:
    holiday = {"items": [{"day": MONDAY, "name": "Founders’ day"}]}
    assert (await world.coordinator.send("PUT", "/holidays", json=holiday)).status_code == 200
    assert await check(world) == [("schedule.holiday", "warn")]
    assert len(await world.plan()) == 1


async def test_a_session_that_would_be_replaced_does_not_speak_against_itself(world: World) -> None:
    series = await world.plan(rule="FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    later = world.body(starts_local=f"{MONDAY}T09:30")
    path = "/appointments/check"
    alone = await world.coordinator.post(path, later | {"appointment": series[0]["id"]})
    assert alone.json()["conflicts"] == []
    weekly = later | {"rule": "FREQ=WEEKLY;BYDAY=MO;COUNT=2"}
    every = await world.coordinator.post(path, weekly | {"appointment": series[0]["id"]})
    assert every.json()["conflicts"] == []
    one = await world.coordinator.post(path, weekly)
    assert len(one.json()["conflicts"]) == 4


async def test_a_client_can_always_be_taken_off_whatever_else_is_wrong(world: World) -> None:
    fred = await world.clinic.staff("Fred Foster")
    await world.license(fred, until=date(2025, 12, 5))
    people = [{"person": fred, "role": "facilitator"}, *({"person": each} for each in world.clients[2:4])]
    (session,) = await world.plan(attendees=people)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        (licence,) = await unit.licences.of([fred])
        await unit.licences.remove(licence.id)
    fewer = await world.change(session, {"attendees": people[:2]})
    assert fewer.status_code == 200
    (session,) = fewer.json()["appointments"]
    more = await world.change(session, {"attendees": people})
    assert more.json()["code"] == "schedule.no_licence"
