"""The week of the programme over HTTP."""

import pytest

from clinic.identity.access import PERMISSIONS, Action
from clinic.identity.roles import StaffRole
from tests.support.schedule.world import MONDAY, World, codes

PATH = "/programme/week"


async def test_a_week_has_its_days_its_clients_and_what_is_to_be_signed(world: World) -> None:
    cleo = world.clients[2]
    program = await world.coordinator.post("/programs", {"name": "Evening IOP", "level": "asam_2_1"})
    enrolled = {"program": program.json()["id"], "since": "2025-11-01", "level": "asam_2_1"}
    episode = await world.coordinator.post("/episodes", enrolled | {"client": cleo, "target_min": 540})
    assert episode.status_code == 201, episode.text
    await world.plan(duration_min=120)
    director = await world.clinic.sign_in(
        world.web, await world.clinic.staff("Dora Director", StaffRole.CLINICAL_DIRECTOR)
    )
    answer = await director.get(PATH, monday=MONDAY)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    week = answer.json()
    assert (week["sessions"], week["days"][0]["planned_min"], week["days"][1]["planned_min"]) == (1, 120, 0)
    (standing,) = week["clients"]
    assert (standing["person"]["id"], standing["standing"], standing["target_min"]) == (cleo, "short", 540)
    (waiting,) = week["consents"]
    assert (waiting["person"]["id"], waiting["kinds"]) == (cleo, ["agreement", "telehealth", "group"])
    file = await director.get(f"{PATH}.csv", monday=MONDAY)
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert f"client,{standing['person']['name']},,120,0,540,short,,,,,," in file.text


async def test_a_week_is_named_by_its_monday(world: World) -> None:
    owner = await world.clinic.sign_in(world.web, await world.clinic.staff("Olga Owner", StaffRole.OWNER))
    assert codes(await owner.get(PATH, monday="2025-12-02")) == {("monday", "schedule.not_monday")}
    assert codes(await owner.get(PATH)) == {("monday", "form.missing")}


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("path", [PATH, f"{PATH}.csv"])
async def test_who_may_read_it_is_in_the_table(world: World, role: StaffRole, path: str) -> None:
    visitor = await world.clinic.sign_in(world.web, await world.clinic.staff("Sam Somebody", role))
    allowed = (await visitor.get(path, monday=MONDAY)).status_code == 200
    assert allowed is (Action.PROGRAMME_OVERSEE in PERMISSIONS[role])
    assert allowed is (role in {StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR})
