"""A group's week, and sessions in which a client could make up for what they missed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.persistence.repositories.programme.programme import StoredCohort
from app.runtime.ids import new_cohort_id, new_episode_id, new_program_id
from clinic.common.ids import CohortId, PersonId
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from tests.app.conftest import WebService
from tests.support.databases.built_once import BuiltOnce
from tests.support.schedule.afterwards.attended import hold, plan
from tests.support.schedule.world import World

MONDAY = "2025-11-24"
SINCE = date(2025, 11, 1)


@pytest.fixture
async def groups(world: World, built_once: BuiltOnce) -> tuple[CohortId, CohortId]:
    """Cleo and Ana are in the first; it met this morning, and Cleo came late. Dev is in the other one."""
    clinic, ana, cleo, dev = world.clinic, world.clients[0], world.clients[2], world.clients[3]

    async def make() -> tuple[CohortId, CohortId]:
        program = Program(new_program_id(), "Intensive", LevelOfCare.ASAM_2_1, 540)
        mornings, evenings = (
            Cohort(new_cohort_id(), program.id, Track.GROUP, name, Admission.ROLLING, 12)
            for name in ("Mornings", "Evenings")
        )
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            await unit.programme.add_program(program)
            for cohort in (mornings, evenings):
                await unit.programme.add_cohort(StoredCohort(cohort))
            for person, cohort in ((ana, mornings), (cleo, mornings), (dev, evenings)):
                await unit.programme.add_membership(Membership(cohort.id, person, SINCE))
                episode = Episode(new_episode_id(), person, program.id, SINCE, None, program.level, 540)
                await unit.programme.add_episode(episode)
            people = {world.dana.person: "facilitator", ana: "member", cleo: "member"}
            await hold(
                unit,
                "monday",
                clinic.now - timedelta(minutes=150),
                120,
                people,
                {ana: [(0, 120)], cleo: [(60, 120)]},
                cohort=mornings.id,
            )
        return mornings.id, evenings.id

    return await built_once.step("groups", make)


async def on_thursday(world: World, web_service: WebService) -> World:
    now = datetime.fromisoformat("2025-11-27T15:00:00+00:00")
    web_service.clock.time = now.timestamp()
    return await world.at(now)


async def offer(world: World, cohort: CohortId, name: str, *members: PersonId, **more: Any) -> str:
    """Plan a session of the other group for Friday at noon, which Elena leads."""
    people = {world.elena.person: "facilitator", **dict.fromkeys(members, "member")}
    begins = datetime.fromisoformat("2025-11-28T17:00:00+00:00")
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        return await plan(unit, name, begins, 180, people, cohort=cohort, **more)


async def suggested(world: World, client: PersonId) -> tuple[bool, list[str]]:
    found = (await world.coordinator.get(f"/people/{client}/attendance", monday=MONDAY)).json()
    return found["weeks"][-1]["warns"], [one["id"] for one in found["make_up"]]


async def test_members_are_listed_by_name_with_their_minutes(
    world: World, groups: tuple[CohortId, CohortId]
) -> None:
    for who in (world.coordinator, world.dana):
        found = (await who.get(f"/cohorts/{groups[0]}/attendance", monday=MONDAY)).json()
        assert [session["length_min"] for session in found["sessions"]] == [120]
        listed = [(one["person"]["name"], one["present_min"], one["total_min"]) for one in found["members"]]
        assert listed == [("Ana Lopez", [120], 120), ("Cleo Marsh", [60], 60)]
    refused = await world.elena.get(f"/cohorts/{groups[0]}/attendance", monday=MONDAY)
    assert refused.json()["code"] == "cohort.unknown"
    unknown = await world.coordinator.get("/cohorts/co_nothing/attendance", monday=MONDAY)
    assert unknown.json()["code"] == "cohort.unknown"


async def test_who_is_behind_by_thursday_is_offered_a_session_of_a_like_group(
    world: World, groups: tuple[CohortId, CohortId], web_service: WebService
) -> None:
    friday = await offer(world, groups[1], "friday", world.clients[3])
    later = await on_thursday(world, web_service)
    assert await suggested(later, world.clients[2]) == (True, [friday])
    assert await suggested(later, world.clients[0]) == (False, [])


async def test_a_session_with_their_partner_is_not_offered(
    world: World, groups: tuple[CohortId, CohortId], web_service: WebService
) -> None:
    """R8: Ana never came, and Ben is in the other group."""
    ana, ben = world.clients[:2]
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        people = {world.dana.person: "facilitator", ana: "member"}
        await hold(unit, "missed", world.clinic.now - timedelta(minutes=20), 15, people, {}, cohort=groups[0])
        await hold(unit, "gone", world.clinic.now + timedelta(minutes=20), 60, people, {}, cohort=groups[0])
    await offer(world, groups[1], "friday", ben)
    assert await suggested(await on_thursday(world, web_service), ana) == (True, [])


async def test_neither_a_full_session_nor_one_at_a_time_when_they_are_elsewhere_is_offered(
    world: World, groups: tuple[CohortId, CohortId], web_service: WebService
) -> None:
    cleo = world.clients[2]
    others = [await world.clinic.client(f"Client {number}") for number in range(12)]
    await offer(world, groups[1], "full", *others)
    later = await on_thursday(world, web_service)
    assert await suggested(later, cleo) == (True, [])
    await offer(world, groups[0], "own", cleo, kind="individual", track="individual")
    await offer(world, groups[1], "small", world.clients[3])
    assert await suggested(later, cleo) == (True, [])


async def test_sessions_of_couples_and_of_one_person_are_not_offered(
    world: World, groups: tuple[CohortId, CohortId], web_service: WebService
) -> None:
    for kind in ("couples", "individual", "alumni", "medical_visit"):
        await offer(world, groups[1], kind, kind=kind)
    assert await suggested(await on_thursday(world, web_service), world.clients[2]) == (True, [])
