"""Requests that read sessions: what they need and how they answer."""

import pytest

from tests.support.schedule.world import MONDAY, World


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"to": f"{MONDAY}T00:00:00Z"}, "from"),
        ({"from": MONDAY + "T00:00:00", "to": f"{MONDAY}T00:00:00Z"}, "from"),
        ({"from": "soon", "to": f"{MONDAY}T00:00:00Z"}, "from"),
        ({"from": f"{MONDAY}T00:00:00Z", "to": "2025-12-08T00:00:00Z", "person": "'; --"}, "person"),
        ({"from": f"{MONDAY}T00:00:00Z", "to": "2025-12-08T00:00:00Z", "limit": "201"}, "limit"),
    ],
)
async def test_a_malformed_query_names_its_field(world: World, query: dict[str, str], field: str) -> None:
    answer = await world.coordinator.get("/appointments", **query)
    assert answer.status_code == 422
    assert answer.json()["code"] == "form.malformed"
    assert field in {each["field"] for each in answer.json()["errors"]}


async def test_one_session_is_tagged_with_its_version(world: World) -> None:
    (session,) = await world.plan()
    answer = await world.coordinator.get(f"/appointments/{session['id']}")
    assert answer.headers["etag"] == '"1"'
    await world.change(session, {"title": "B"})
    answer = await world.coordinator.get(f"/appointments/{session['id']}")
    assert (answer.headers["etag"], answer.json()["version"]) == ('"2"', 2)


async def test_times_are_utc_with_a_z_whatever_zone_is_asked_in(world: World) -> None:
    await world.plan()
    span = {"from": f"{MONDAY}T00:00:00-05:00", "to": "2025-12-02T00:00:00-05:00"}
    (session,) = (await world.coordinator.get("/appointments", **span)).json()["items"]
    assert all(session[name].endswith("Z") for name in ("begins_at", "ends_at", "opens_at"))


async def test_sessions_of_a_group_are_listed_by_it(world: World) -> None:
    program = (await world.coordinator.post("/programs", {"name": "A", "level": "asam_1"})).json()
    body = {
        "program": program["id"],
        "name": "Group A",
        "track": "group",
        "admission": "rolling",
        "capacity": 8,
    }
    cohort = (await world.coordinator.post("/cohorts", body)).json()
    (session,) = await world.plan(cohort=cohort["id"], attendees=[world.leader()])
    await world.plan(starts_local=f"{MONDAY}T12:00")
    assert session["cohort"] == {"id": cohort["id"], "name": "Group A"}
    assert [each["id"] for each in await world.listed(MONDAY, "2025-12-02", cohort=cohort["id"])] == [
        session["id"]
    ]
