"""Templates on the wire."""

from clinic.schedule.templates import TEMPLATES
from tests.support.schedule.world import MONDAY, World, codes


async def test_every_template_is_listed_with_lengths_and_breaks(world: World) -> None:
    items = (await world.dana.get("/templates")).json()["items"]
    assert [each["id"] for each in items] == list(TEMPLATES)
    group = items[0]["sessions"][0]
    assert (group["duration_min"], group["break_min"], group["at"]) == (180, 10, "09:00:00")
    assert sum(each["minutes"] for each in group["parts"]) == 180


async def test_a_repeated_request_plans_a_week_once(world: World) -> None:
    sessions = [{"session": 1, "title": "Talk", "staff": [{"person": world.dana.person}]}]
    body = {"first_monday": MONDAY, "weeks": 2, "sessions": sessions, "client": world.clients[2]}
    answers = [
        await world.coordinator.post(
            "/templates/couples_week/plan", body, **{"idempotency-key": "a-key-of-mine"}
        )
        for _ in range(2)
    ]
    assert answers[0].status_code == 201
    assert answers[0].json() == answers[1].json()
    assert len(await world.listed(MONDAY, "2025-12-16")) == 2


async def test_a_week_beyond_its_limits_is_malformed(world: World) -> None:
    body = {"first_monday": "2195-01-05", "weeks": 105, "sessions": []}
    found = {field for field, _ in codes(await world.coordinator.post("/templates/day_week/plan", body))}
    assert found == {"first_monday", "weeks", "sessions"}
    shouting = await world.coordinator.post("/templates/DAY/plan", body)
    assert "template" in {field for field, _ in codes(shouting)}
