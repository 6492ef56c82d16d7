"""Members of a group come to its sessions to come; what has begun stands."""

import httpx

from tests.app.access.programme.weeks import add_cohort
from tests.app.conftest import WebService
from tests.support.schedule.world import MONDAY, Json, World
from tests.support.service.clinics import CountedQueries

WEEKLY = "FREQ=WEEKLY;BYDAY=MO;COUNT={}"


async def join(world: World, cohort: Json, client: str, since: str = "2025-11-01") -> httpx.Response:
    return await world.coordinator.post(
        f"/cohorts/{cohort['id']}/members", {"person": client, "since": since}
    )


async def leave(world: World, cohort: Json, client: str, until: str = "") -> int:
    query = f"?until={until}" if until else ""
    answer = await world.coordinator.delete(f"/cohorts/{cohort['id']}/members/{client}{query}")
    return answer.status_code


async def plan(world: World, cohort: Json, count: int = 3) -> list[Json]:
    return await world.plan(rule=WEEKLY.format(count), cohort=cohort["id"], attendees=[world.leader()])


async def members(world: World) -> list[list[str]]:
    """Return the members of each session, those from the group in brackets."""
    return [
        [
            f"({each['person']['name']})" if each["from_cohort"] else each["person"]["name"]
            for each in session["attendees"]
            if each["role"] == "member"
        ]
        for session in await world.listed(MONDAY, "2025-12-30")
    ]


async def test_a_session_of_a_group_has_its_members_of_that_day(world: World) -> None:
    cohort = await add_cohort(world)
    await join(world, cohort, world.clients[2], "2025-12-08")
    await plan(world, cohort)
    assert await members(world) == [[], ["(Cleo Marsh)"], ["(Cleo Marsh)"]]


async def test_who_joins_or_leaves_joins_or_leaves_the_sessions_to_come(
    world: World, web_service: WebService
) -> None:
    cohort = await add_cohort(world)
    await plan(world, cohort)
    web_service.clock.set_by(7 * 86400 - 2 * 3600 + 60)
    later = await world.at(world.clinic.now.replace(month=12, day=1, hour=14, minute=1))
    assert (await join(later, cohort, world.clients[2])).status_code == 201
    assert await members(later) == [[], ["(Cleo Marsh)"], ["(Cleo Marsh)"]]
    assert await leave(later, cohort, world.clients[2], "2025-12-15") == 204
    assert await members(later) == [[], ["(Cleo Marsh)"], []]
    assert await leave(later, cohort, world.clients[2], "2025-12-16") == 409


async def test_who_is_invited_themselves_stays_when_they_leave_the_group(world: World) -> None:
    cohort = await add_cohort(world)
    await world.plan(cohort=cohort["id"], attendees=world.people(world.clients[2]))
    await join(world, cohort, world.clients[2])
    await leave(world, cohort, world.clients[2])
    assert await members(world) == [["Cleo Marsh"]]


async def test_a_member_taken_off_one_session_by_hand_is_off_that_one_alone(world: World) -> None:
    cohort = await add_cohort(world)
    await join(world, cohort, world.clients[2])
    series = await plan(world, cohort)
    await world.change(series[1], {"attendees": [world.leader()]})
    await join(world, cohort, world.clients[3])
    both = ["(Cleo Marsh)", "(Dev Patel)"]
    assert [sorted(each) for each in await members(world)] == [both, ["(Dev Patel)"], both]
    off_all = await world.change(await world.get(series[0]), {"attendees": [world.leader()]}, "all")
    assert off_all.json()["errors"] == [{"field": "attendees", "code": "schedule.cohort_member"}]


async def test_a_join_is_refused_when_the_client_is_elsewhere_at_that_time(world: World) -> None:
    cohort = await add_cohort(world)
    await plan(world, cohort)
    await world.plan(
        starts_local="2025-12-08T09:30", attendees=[world.leader(world.elena), {"person": world.clients[2]}]
    )
    refused = await join(world, cohort, world.clients[2])
    assert (refused.status_code, refused.json()["code"]) == (409, "schedule.double_booked")
    (conflict,) = refused.json()["conflicts"]
    assert conflict["at"] == "2025-12-08T14:00:00Z"
    listed = await world.coordinator.get(f"/cohorts/{cohort['id']}/members")
    assert listed.json()["items"] == []


async def test_partners_do_not_join_one_process_group(world: World) -> None:
    """R8."""
    cohort = await add_cohort(world)
    await plan(world, cohort)
    assert (await join(world, cohort, world.clients[0])).status_code == 201
    assert (await join(world, cohort, world.clients[1])).json()["code"] == "schedule.partners_together"


async def test_what_was_wrong_before_keeps_nobody_from_joining(world: World) -> None:
    cohort = await add_cohort(world)
    await plan(world, cohort)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        (licence,) = await unit.licences.of([world.dana.person])
        await unit.licences.remove(licence.id)
    assert (await join(world, cohort, world.clients[2])).status_code == 201


async def test_joining_takes_as_many_queries_for_forty_sessions_as_for_two(
    world: World, web_service: WebService
) -> None:
    counts = []
    for number, count in enumerate((2, 40)):
        cohort = await add_cohort(world, name=f"Group {number}")
        leader = [world.leader([world.dana, world.elena][number])]
        await world.plan(rule=WEEKLY.format(count), cohort=cohort["id"], attendees=leader)
        with CountedQueries(web_service.services.database) as counted:
            assert (await join(world, cohort, world.clients[2 + number])).status_code == 201
        counts.append(counted.count)
    assert counts[0] == counts[1] <= 40
