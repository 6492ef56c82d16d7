"""Groups on the wire."""

import pytest

from tests.app.access.programme.weeks import add_cohort
from tests.support.schedule.world import Json, World, codes


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"capacity": 0}, "capacity"),
        ({"capacity": 501}, "capacity"),
        ({"admission": "open"}, "admission"),
        ({"track": "general"}, "track"),
        ({"starts_on": "1999-01-01"}, "starts_on"),
        ({"program": "none"}, "program"),
    ],
)
async def test_a_group_beyond_its_limits_is_malformed(world: World, wrong: Json, field: str) -> None:
    body = {"program": "pg_x", "name": "A", "track": "group", "admission": "closed", "capacity": 8}
    answer = await world.coordinator.post("/cohorts", body | wrong)
    assert {name for name, _ in codes(answer)} == {field}


async def test_what_a_change_leaves_out_stays_and_null_empties_a_day(world: World) -> None:
    cohort = await add_cohort(world, starts_on="2025-12-01", ends_on="2026-02-27", part2=True)
    path = f"/cohorts/{cohort['id']}"
    changed = await world.coordinator.change("PATCH", path, {"ends_on": None}, 1)
    assert changed.json() == cohort | {"ends_on": None, "version": 2}
    assert changed.headers["etag"] == '"2"'


async def test_a_member_who_left_is_gone_without_a_word(world: World) -> None:
    cohort = await add_cohort(world)
    path = f"/cohorts/{cohort['id']}/members"
    joined = await world.coordinator.post(path, {"person": world.clients[2], "since": "2025-11-03"})
    assert joined.json() == {
        "person": {"id": world.clients[2], "name": "Cleo Marsh"},
        "since": "2025-11-03",
        "until": None,
    }
    left = await world.coordinator.delete(f"{path}/{world.clients[2]}?until=2025-12-01")
    assert (left.status_code, left.content) == (204, b"")
    (member,) = (await world.coordinator.get(path)).json()["items"]
    assert member["until"] == "2025-12-01"
