"""A clinic's name and zone, what counts, and how many staff it wants."""

from datetime import timedelta

from clinic.identity.roles import StaffRole
from tests.support.schedule.world import World, codes


async def test_settings_change_piece_by_piece_and_keep_what_others_stored_there(world: World) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.clinics.change(
            unit.clinic.id, 1, name="Here", time_zone="America/New_York", settings={"oidc": {"issuer": "x"}}
        )
    person = await world.clinic.staff("Adam Admin", StaffRole.ADMIN)
    admin = await world.clinic.sign_in(world.web, person)
    before = (await admin.get("/settings")).json()
    assert before == {
        "name": "Here",
        "time_zone": "America/New_York",
        "counting": {"services": ["couples", "group", "individual", "psychoeducation"], "breaks": False},
        "min_staff": {},
        "version": 2,
    }
    changed = await admin.change("PATCH", "/settings", {"min_staff": {"group": 2}}, 2)
    assert changed.json() == before | {"min_staff": {"group": 2}, "version": 3}
    counting = {"services": ["group"], "breaks": True}
    changed = await admin.change(
        "PATCH", "/settings", {"counting": counting, "time_zone": "Europe/London"}, 3
    )
    assert (changed.json()["counting"], changed.json()["time_zone"]) == (counting, "Europe/London")
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        assert unit.clinic.settings["oidc"] == {"issuer": "x"}
    late = await admin.change("PATCH", "/settings", {"name": "There"}, 2)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")


async def test_series_keep_the_zone_in_which_they_were_planned(world: World) -> None:
    person = await world.clinic.staff("Adam Admin", StaffRole.ADMIN)
    admin = await world.clinic.sign_in(world.web, person)
    (session,) = await world.plan()
    await admin.change("PATCH", "/settings", {"time_zone": "Europe/London"}, 1)
    assert await world.get(session) == session
    (new,) = await world.plan(starts_local="2025-12-02T09:00")
    assert (new["zone"], new["begins_at"]) == ("Europe/London", "2025-12-02T09:00:00Z")


async def test_a_wrong_zone_or_name_is_refused_and_a_change_needs_a_fresh_proof(world: World) -> None:
    person = await world.clinic.staff("Adam Admin", StaffRole.ADMIN)
    admin = await world.clinic.sign_in(world.web, person)
    wrong = {"name": "\t", "time_zone": "Nowhere/At_all"}
    assert codes(await admin.change("PATCH", "/settings", wrong, 1)) == {
        ("name", "settings.name"),
        ("time_zone", "schedule.zone"),
    }
    stale = await world.clinic.sign_in(world.web, person, proved_before=timedelta(minutes=6))
    refused = await stale.change("PATCH", "/settings", {"name": "There"}, 1)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.proof_needed")
