"""Series do not meet on holidays, and follow when days become holidays or stop being some."""

import httpx

from tests.support.schedule.world import Json, World, codes

DAILY = "FREQ=DAILY;COUNT=3"


async def put(world: World, *days: str, name: str = "Closed") -> httpx.Response:
    items = [{"day": day, "name": name} for day in days]
    return await world.coordinator.send("PUT", "/holidays", json={"items": items})


async def statuses(world: World) -> list[str]:
    return [each["status"] for each in await world.listed("2025-12-01", "2025-12-05")]


async def test_a_series_skips_the_holidays_there_are(world: World) -> None:
    assert (await put(world, "2025-12-02")).status_code == 200
    series = await world.plan(rule=DAILY)
    assert [each["status"] for each in series] == ["planned", "cancelled", "planned"]


async def test_sessions_follow_a_new_holiday_and_come_back_without_it(world: World) -> None:
    series = await world.plan(rule=DAILY)
    await put(world, "2025-12-02", "2025-12-25")
    assert await statuses(world) == ["planned", "cancelled", "planned"]
    off = await world.get(series[1])
    assert off["version"] == series[1]["version"] + 1
    await put(world, "2025-12-25")
    assert await statuses(world) == ["planned"] * 3


async def test_single_sessions_and_those_moved_to_the_day_by_hand_stand(world: World) -> None:
    series = await world.plan(rule="FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    await world.change(series[0], {"starts_local": "2025-12-02T15:00"})
    await world.plan(starts_local="2025-12-02T09:00")
    await put(world, "2025-12-02")
    assert await statuses(world) == ["planned", "planned"]


async def test_a_session_that_was_cancelled_by_hand_does_not_come_back(world: World) -> None:
    series = await world.plan(rule=DAILY)
    await world.coordinator.post(f"/appointments/{series[1]['id']}/cancel")
    await put(world, "2025-12-02")
    await put(world)
    assert await statuses(world) == ["planned", "cancelled", "planned"]


async def test_a_session_whose_people_have_something_else_meanwhile_does_not_come_back(world: World) -> None:
    await world.plan(rule=DAILY)
    await put(world, "2025-12-02")
    await world.plan(starts_local="2025-12-02T09:30")
    await put(world)
    found: list[Json] = await world.listed("2025-12-02", "2025-12-03")
    assert sorted(each["status"] for each in found) == ["cancelled", "planned"]


async def test_somebody_may_say_that_a_session_takes_place_on_a_holiday(world: World) -> None:
    await put(world, "2025-12-02")
    series = await world.plan(rule=DAILY)
    kept = await world.change(series[1], {"status": "planned"})
    assert kept.json()["appointments"][0]["status"] == "planned"
    await put(world, "2025-12-02", "2025-12-24")
    assert await statuses(world) == ["planned"] * 3


async def test_a_list_with_a_day_twice_or_without_names_is_refused(world: World) -> None:
    assert codes(await put(world, "2025-12-02", "2025-12-02")) == {("items.1.day", "holidays.twice")}
    assert codes(await put(world, "2025-12-02", name=" ")) == {("items.0.name", "holidays.name")}
    many = [f"2026-{month:02d}-{day:02d}" for month in range(1, 3) for day in range(1, 28)]
    assert codes(await put(world, *many)) == {("items", "holidays.too_many")}
    assert (await world.coordinator.get("/holidays")).json() == {"items": []}


async def test_only_planners_change_holidays(world: World) -> None:
    refused = await world.dana.send("PUT", "/holidays", json={"items": []})
    assert (refused.status_code, refused.json()["code"]) == (403, "access.denied")
