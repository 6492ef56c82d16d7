"""Programmes and groups for the tests of weeks, made over HTTP."""

from typing import Any

from tests.support.schedule.world import MONDAY, Json, World
from tests.support.service.clinics import Visitor

__all__ = ["add_cohort", "add_program", "week"]


async def add_program(world: World, **changed: Any) -> Json:
    body = {"name": "Evening IOP", "level": "asam_2_1"} | changed
    answer = await world.coordinator.post("/programs", body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def add_cohort(world: World, program: Json | None = None, **changed: Any) -> Json:
    body = {
        "program": (program or await add_program(world))["id"],
        "name": "Group A",
        "track": "group",
        "admission": "rolling",
        "capacity": 8,
    } | changed
    answer = await world.coordinator.post("/cohorts", body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def week(world: World, client: str, monday: str = MONDAY, who: Visitor | None = None) -> Json:
    answer = await (who or world.coordinator).get(f"/people/{client}/week", monday=monday)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found
