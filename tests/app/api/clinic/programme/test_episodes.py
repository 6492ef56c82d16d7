"""Episodes on the wire."""

import pytest

from tests.app.access.programme.test_minutes import enrol
from tests.support.schedule.world import Json, World, codes


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"client": "Ana"}, "client"),
        ({"since": "soon"}, "since"),
        ({"until": "2201-01-01"}, "until"),
        ({"level": "iop"}, "level"),
        ({"target_min": 10081}, "target_min"),
    ],
)
async def test_an_episode_beyond_its_limits_is_malformed(world: World, wrong: Json, field: str) -> None:
    body = {
        "client": "pt_x",
        "program": "pg_x",
        "since": "2025-11-03",
        "level": "asam_1",
        "target_min": 60,
    }
    answer = await world.coordinator.post("/episodes", body | wrong)
    assert {name for name, _ in codes(answer)} == {field}


async def test_a_change_is_tagged_with_the_new_version(world: World) -> None:
    episode = await enrol(world, world.clients[2])
    path = f"/episodes/{episode['id']}"
    changed = await world.coordinator.change("PATCH", path, {"target_min": 360}, 1)
    assert (changed.headers["etag"], changed.json()) == (
        '"2"',
        episode | {"target_min": 360, "usual_target": False, "version": 2},
    )
    assert episode["usual_target"] is True, "nine hours of intensive outpatient care"
