"""Enrolment and discharge."""

from tests.app.access.programme.test_minutes import enrol
from tests.app.access.programme.weeks import add_cohort, add_program
from tests.support.schedule.world import World, codes


async def test_a_client_is_in_one_programme_once_at_a_time(world: World) -> None:
    episode = await enrol(world, world.clients[2])
    assert (episode["until"], episode["version"]) == (None, 1)
    again = {name: episode[name] for name in ("client", "program", "since", "level", "target_min")}
    refused = await world.coordinator.post("/episodes", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "programme.enrolled")
    for changed, code in (
        ({"client": world.dana.person}, "people.not_a_client"),
        ({"client": "pt_nobody"}, "person.unknown"),
        ({"program": "pg_nothing"}, "program.unknown"),
        ({"until": "2025-11-01"}, "programme.period"),
    ):
        assert (await world.coordinator.post("/episodes", again | changed)).json()["code"] == code


async def test_discharge_ends_memberships_of_the_programme_and_their_sessions(world: World) -> None:
    cleo = world.clients[2]
    program = await add_program(world)
    cohorts = [await add_cohort(world, program), await add_cohort(world, name="Alumni")]
    for number, cohort in enumerate(cohorts):
        await world.coordinator.post(
            f"/cohorts/{cohort['id']}/members", {"person": cleo, "since": "2025-11-10"}
        )
        await world.plan(
            rule="FREQ=WEEKLY;COUNT=3",
            cohort=cohort["id"],
            attendees=[world.leader()],
            starts_local=f"2025-12-01T{10 + number}:00",
        )
    episode = await enrol(world, cleo, program=program["id"])
    path = f"/episodes/{episode['id']}"
    ended = await world.coordinator.change("PATCH", path, {"until": "2025-12-08"}, 1)
    assert (ended.json()["until"], ended.json()["version"]) == ("2025-12-08", 2)
    expected = {cohorts[0]["id"]: [1, 0, 0], cohorts[1]["id"]: [1, 1, 1]}
    for cohort, counts in expected.items():
        sessions = await world.listed("2025-12-01", "2025-12-30", cohort=cohort)
        assert [len(each["attendees"]) - 1 for each in sessions] == counts
    listed = await world.coordinator.get(f"/cohorts/{cohorts[0]['id']}/members")
    assert [each["until"] for each in listed.json()["items"]] == ["2025-12-08"]


async def test_level_and_target_change_for_whoever_has_seen_the_last_version(world: World) -> None:
    episode = await enrol(world, world.clients[2])
    path = f"/episodes/{episode['id']}"
    changed = await world.coordinator.change("PATCH", path, {"level": "asam_1", "target_min": 120}, 1)
    assert (changed.json()["level"], changed.json()["target_min"]) == ("asam_1", 120)
    late = await world.coordinator.change("PATCH", path, {"target_min": 60}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")
    unknown = await world.coordinator.change("PATCH", "/episodes/ep_nothing", {}, 1)
    assert unknown.json()["code"] == "episode.unknown"
    assert codes(await world.coordinator.change("PATCH", path, {"target_min": 99999}, 2)) == {
        ("target_min", "form.less_than_equal")
    }


async def test_episodes_come_by_their_first_days_page_by_page(world: World) -> None:
    for client, since in ((2, "2025-11-03"), (3, "2025-10-06"), (4, "2025-11-03")):
        await enrol(world, world.clients[client], since=since)
    first = (await world.coordinator.get("/episodes", limit=2)).json()
    second = (await world.coordinator.get("/episodes", limit=2, cursor=first["next"])).json()
    assert [each["since"] for each in first["items"]] == ["2025-10-06", "2025-11-03"]
    assert (len(second["items"]), second["next"]) == (1, None)
    of_one = (await world.coordinator.get("/episodes", client=world.clients[3])).json()
    assert [each["client"] for each in of_one["items"]] == [world.clients[3]]
    broken = await world.coordinator.get("/episodes", cursor="WyJ4IiwgInkiXQ")
    assert (broken.status_code, broken.json()["code"]) == (400, "page.cursor")


async def test_other_staff_see_the_episodes_of_their_own_clients_alone(world: World) -> None:
    await enrol(world, world.clients[2])
    assert (await world.dana.get("/episodes")).json()["code"] == "access.denied"
    assert (await world.dana.get("/episodes", client=world.clients[2])).json()["code"] == "person.unknown"
