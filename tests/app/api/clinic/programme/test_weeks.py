"""Weeks on the wire."""

from tests.app.access.programme.weeks import week
from tests.support.schedule.world import MONDAY, World, codes


async def test_a_week_has_minutes_and_the_sessions_as_everywhere_else(world: World) -> None:
    (session,) = await world.plan()
    found = await week(world, world.clients[2])
    assert found["appointments"] == [session]
    assert (found["gross_min"], found["net_min"], found["missing_min"]) == (60, 60, 0)


async def test_a_week_without_its_monday_is_malformed(world: World) -> None:
    path = f"/people/{world.clients[2]}/week"
    assert codes(await world.coordinator.get(path)) == {("monday", "form.missing")}
    assert {field for field, _ in codes(await world.coordinator.get(path, monday="9999-12-27"))} == {"monday"}


async def test_a_client_who_has_nothing_has_an_empty_programme(world: World) -> None:
    cleo = await world.clinic.sign_in_client(world.web, world.clients[2])
    own = (await cleo.get("/me/programme")).json()
    assert (own["next"], own["week"], own["to_do"], own["target"]["target_min"]) == (None, [], [], 0)
    await world.plan(starts_local=f"{MONDAY}T09:00")
    assert (await cleo.get("/me/programme")).json()["next"]["begins_at"] == "2025-12-01T14:00:00Z"
