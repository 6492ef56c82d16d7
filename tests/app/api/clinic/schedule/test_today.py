"""The day on the wire."""

from tests.support.schedule.world import World


async def test_a_session_of_the_day_is_answered_as_everywhere_else(world: World) -> None:
    (session,) = await world.plan(starts_local="2025-11-24T12:15")
    (item,) = (await world.dana.get("/today")).json()["items"]
    assert item == {"appointment": session, "waiting": 0, "here": 0, "missing": [], "state": "planned"}


async def test_an_integration_has_no_day(world: World) -> None:
    answer = await world.web.get("/api/v1/today", headers={"authorization": "Bearer none"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token.invalid")
