"""Programmes on the wire."""

import pytest

from tests.app.access.programme.weeks import add_program
from tests.support.schedule.world import Json, World, codes


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"level": "asam_9"}, "level"),
        ({"target_min": -1}, "target_min"),
        ({"target_min": 10081}, "target_min"),
        ({"id": "pg_mine"}, "id"),
    ],
)
async def test_a_programme_beyond_its_limits_is_malformed(world: World, wrong: Json, field: str) -> None:
    answer = await world.coordinator.post("/programs", {"name": "A", "level": "asam_1"} | wrong)
    assert {name for name, _ in codes(answer)} == {field}


async def test_programmes_come_by_name_page_by_page(world: World) -> None:
    for name in ("C", "A", "B"):
        await add_program(world, name=name)
    first = (await world.coordinator.get("/programs", limit=2)).json()
    second = (await world.coordinator.get("/programs", limit=2, cursor=first["next"])).json()
    assert [each["name"] for each in first["items"] + second["items"]] == ["A", "B", "C"]
    assert second["next"] is None
    broken = await world.coordinator.get("/programs", cursor="!!")
    assert (broken.status_code, broken.json()["code"]) == (400, "page.cursor")


async def test_a_repeated_request_adds_one_programme(world: World) -> None:
    body = {"name": "A", "level": "asam_1"}
    answers = [
        await world.coordinator.post("/programs", body, **{"idempotency-key": "a-key-of-mine"})
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    other = await world.coordinator.post(
        "/programs", body | {"name": "B"}, **{"idempotency-key": "a-key-of-mine"}
    )
    assert other.json()["code"] == "repeat.other_request"


async def test_levels_of_care_are_listed_with_their_hours(world: World) -> None:
    items = (await world.dana.get("/levels")).json()["items"]
    assert {one["level"]: (one["low_min"], one["high_min"]) for one in items} == {
        "asam_1": (0, 539),
        "asam_2_1": (540, 1140),
        "asam_2_5": (1200, None),
        "aftercare": (0, None),
    }
