"""Groups, and who may know their members."""

from tests.app.access.programme.weeks import add_cohort, add_program
from tests.support.schedule.world import World, codes


async def test_a_group_has_its_members_by_name(world: World) -> None:
    cohort = await add_cohort(world)
    for client in (world.clients[3], world.clients[2]):
        body = {"person": client, "since": "2025-11-10"}
        assert (await world.coordinator.post(f"/cohorts/{cohort['id']}/members", body)).status_code == 201
    listed = (await world.coordinator.get(f"/cohorts/{cohort['id']}/members")).json()["items"]
    assert [each["person"]["name"] for each in listed] == ["Cleo Marsh", "Dev Patel"]
    assert (await world.coordinator.get(f"/cohorts/{cohort['id']}")).json()["members"] == 2


async def test_joining_is_refused_as_the_rules_say(world: World) -> None:
    closed = await add_cohort(world, admission="closed", starts_on="2025-11-10", capacity=1)
    path = f"/cohorts/{closed['id']}/members"
    for person, since, code in (
        (world.clients[2], "2025-11-20", "programme.cohort_closed"),
        (world.dana.person, "2025-11-10", "people.not_a_client"),
        ("pt_nobody", "2025-11-10", "person.unknown"),
        (world.clients[2], "2025-11-10", None),
        (world.clients[2], "2025-11-10", "programme.already_member"),
        (world.clients[3], "2025-11-10", "programme.cohort_full"),
    ):
        answer = await world.coordinator.post(path, {"person": person, "since": since})
        assert answer.json().get("code") == code
    unknown = await world.coordinator.post(
        "/cohorts/co_nothing/members", {"person": world.clients[2], "since": "2025-11-10"}
    )
    assert (unknown.status_code, unknown.json()["code"]) == (404, "cohort.unknown")


async def test_members_are_known_to_planners_and_to_those_who_lead_the_group(world: World) -> None:
    cohort = await add_cohort(world)
    path = f"/cohorts/{cohort['id']}/members"
    assert (await world.dana.get(path)).json() == (await world.dana.get("/cohorts/co_x/members")).json()
    body = world.body(cohort=cohort["id"], attendees=[world.leader()])
    refused = await world.dana.post("/appointments", body)
    assert refused.json()["code"] == "cohort.unknown", "a first session of a group is planned by a planner"
    await world.plan(cohort=cohort["id"], attendees=[world.leader()])
    assert (await world.dana.get(path)).status_code == 200
    assert (await world.elena.get(path)).status_code == 404


async def test_a_group_changes_for_whoever_has_seen_the_last_version(world: World) -> None:
    cohort = await add_cohort(world, starts_on="2025-11-10")
    path = f"/cohorts/{cohort['id']}"
    changed = await world.coordinator.change("PATCH", path, {"name": "B", "starts_on": None}, 1)
    assert (changed.json()["name"], changed.json()["starts_on"]) == ("B", None)
    archived = await world.coordinator.change("PATCH", path, {"archived": True}, 2)
    assert (archived.json()["archived"], archived.json()["name"]) == (True, "B")
    late = await world.coordinator.change("PATCH", path, {"name": "C"}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")
    wrong = {"name": "\t", "starts_on": "2025-12-01", "ends_on": "2025-11-01"}
    assert codes(await world.coordinator.change("PATCH", path, wrong, 3)) == {
        ("name", "programme.name"),
        ("ends_on", "programme.period"),
    }


async def test_groups_come_by_name_page_by_page(world: World) -> None:
    program = await add_program(world)
    for name in ("C", "A", "B"):
        await add_cohort(world, program, name=name)
    await add_cohort(world, name="Other")
    first = (await world.coordinator.get("/cohorts", program=program["id"], limit=2)).json()
    second = (
        await world.coordinator.get("/cohorts", program=program["id"], limit=2, cursor=first["next"])
    ).json()
    assert [each["name"] for each in first["items"] + second["items"]] == ["A", "B", "C"]
    assert second["next"] is None
