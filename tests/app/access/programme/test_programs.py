"""Programmes that clients enrol in."""

from tests.app.access.programme.weeks import add_cohort, add_program
from tests.support.schedule.world import World, codes


async def test_a_programme_has_nine_hours_a_week_unless_it_says_otherwise(world: World) -> None:
    program = await add_program(world)
    assert (program["target_min"], program["archived"], program["version"]) == (540, False, 1)
    found = await world.dana.get(f"/programs/{program['id']}")
    assert (found.json(), found.headers["etag"]) == (program, '"1"')


async def test_a_programme_changes_and_is_archived(world: World) -> None:
    program = await add_program(world)
    path = f"/programs/{program['id']}"
    changed = await world.coordinator.change("PATCH", path, {"target_min": 0, "archived": True}, 1)
    assert changed.json() == program | {"target_min": 0, "archived": True, "version": 2}
    back = await world.coordinator.change("PATCH", path, {"archived": False}, 2)
    assert back.json()["archived"] is False
    late = await world.coordinator.change("PATCH", path, {"name": "B"}, 2)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")


async def test_a_name_that_is_not_printed_is_refused(world: World) -> None:
    wrong = {"name": "A\u0007B", "level": "asam_2_1"}
    assert codes(await world.coordinator.post("/programs", wrong)) == {("name", "programme.name")}


async def test_clinicians_read_programmes_and_change_none(world: World) -> None:
    program = await add_program(world)
    assert [each["id"] for each in (await world.dana.get("/programs")).json()["items"]] == [program["id"]]
    refused = await world.dana.change("PATCH", f"/programs/{program['id']}", {"name": "B"}, 1)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.denied")


async def test_a_group_belongs_to_a_programme_of_its_clinic(world: World) -> None:
    body = {"program": "pg_nothing", "name": "A", "track": "group", "admission": "closed", "capacity": 8}
    answer = await world.coordinator.post("/cohorts", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "program.unknown")
    assert (await add_cohort(world))["members"] == 0
