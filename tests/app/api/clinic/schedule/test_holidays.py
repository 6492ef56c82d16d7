"""Holidays as a whole list."""

import pytest

from tests.support.schedule.world import Json, World, codes


async def test_the_list_is_stored_whole_and_answered_in_order(world: World) -> None:
    body = {"items": [{"day": "2026-12-25", "name": "Christmas"}, {"day": "2026-01-01", "name": "New Year"}]}
    stored = await world.coordinator.send("PUT", "/holidays", json=body)
    assert [each["day"] for each in stored.json()["items"]] == ["2026-01-01", "2026-12-25"]
    assert (await world.dana.get("/holidays")).json() == stored.json()


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"day": "1999-12-31", "name": "x"}, "items.0.day"),
        ({"day": "2026-02-30", "name": "x"}, "items.0.day"),
        ({"day": "2026-01-01", "name": ""}, "items.0.name"),
        ({"day": "2026-01-01", "name": "x" * 101}, "items.0.name"),
        ({"day": "2026-01-01", "name": "x", "more": 1}, "items.0.more"),
    ],
)
async def test_a_day_is_a_day_of_our_time_with_a_short_name(world: World, item: Json, field: str) -> None:
    answer = await world.coordinator.send("PUT", "/holidays", json={"items": [item]})
    assert field in {name for name, _ in codes(answer)}
