"""A programme's week from a template."""

from tests.app.access.programme.weeks import add_cohort, add_program, week
from tests.support.schedule.world import MONDAY, Json, World, codes


def chosen(world: World, *numbers: int) -> list[Json]:
    return [
        {"session": each, "title": f"Session {each}", "staff": [{"person": world.dana.person}]}
        for each in numbers
    ]


async def test_the_couples_sample_week_is_planned_in_one_request(world: World) -> None:
    """The groups apart, each partner alone once, the couple once."""
    templates = (await world.coordinator.get("/templates")).json()["items"]
    couples_week = next(each for each in templates if each["id"] == "couples_week")
    audiences = [each["audience"] for each in couples_week["sessions"]]
    assert audiences == ["cohort", "client", "couple", "client"]
    program = await add_program(world)
    first, second = world.clients[:2]
    for number, client in enumerate((first, second)):
        cohort = await add_cohort(world, program, name=f"Group {number}")
        path = f"/cohorts/{cohort['id']}/members"
        joined = await world.coordinator.post(path, {"person": client, "since": MONDAY})
        assert joined.status_code == 201, joined.text
        leader = [world.dana, world.elena][number]
        sessions = [
            {"session": 0, "title": "Group", "staff": [{"person": leader.person}]},
            {"session": 1, "title": "Individual", "staff": [{"person": leader.person}]},
        ]
        body = {"first_monday": MONDAY, "weeks": 2, "sessions": sessions, "cohort": cohort["id"]}
        answer = await world.coordinator.post("/templates/couples_week/plan", body | {"client": client})
        assert answer.status_code == 201, answer.text
        assert len(answer.json()["appointments"]) == 2 * (3 + 1)
    body = {"first_monday": MONDAY, "weeks": 2, "sessions": chosen(world, 2), "couple": world.couple}
    answer = await world.coordinator.post("/templates/couples_week/plan", body)
    assert [each["cameras"] for each in answer.json()["appointments"][0]["attendees"][1:]] == [1, 1]
    mine = await week(world, first)
    assert (mine["gross_min"], mine["net_min"]) == (3 * 180 + 50 + 50, 3 * 170 + 50 + 50)


async def test_a_template_is_planned_whole_or_not_at_all(world: World) -> None:
    (other,) = await world.plan(starts_local="2025-12-04T10:30", attendees=world.people(world.clients[0]))
    sessions = chosen(world, 1, 2)
    body = {
        "first_monday": MONDAY,
        "weeks": 1,
        "sessions": sessions,
        "client": world.clients[0],
        "couple": world.couple,
    }
    refused = await world.coordinator.post("/templates/couples_week/plan", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "schedule.double_booked")
    assert [each["id"] for each in await world.listed(MONDAY, "2025-12-08")] == [other["id"]]
    sessions[1]["at"] = "14:00"
    done = await world.coordinator.post("/templates/couples_week/plan", body)
    assert [each["begins_at"][11:16] for each in done.json()["appointments"]] == ["15:00", "19:00"]


async def test_a_plan_that_fits_no_template_is_refused(world: World) -> None:
    body = {"first_monday": "2025-12-02", "weeks": 1, "sessions": chosen(world, 0)}
    path = "/templates/couples_week/plan"
    assert codes(await world.coordinator.post(path, body)) == {("first_monday", "schedule.not_monday")}
    body |= {"first_monday": MONDAY, "sessions": chosen(world, 0, 2, 9)}
    assert codes(await world.coordinator.post(path, body)) == {
        ("cohort", "template.audience"),
        ("couple", "template.audience"),
        ("sessions.2.session", "template.session"),
    }
    unknown = await world.coordinator.post("/templates/no_week/plan", body)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "template.unknown")
    stranger = body | {"sessions": chosen(world, 2), "couple": "cu_nobody"}
    assert (await world.coordinator.post(path, stranger)).json()["code"] == "couple.unknown"
    denied = await world.dana.post(path, body)
    assert (denied.status_code, denied.json()["code"]) == (403, "access.denied")
