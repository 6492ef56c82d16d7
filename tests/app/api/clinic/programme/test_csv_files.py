"""Groups and memberships from files: a dry run first, then whole or not at all."""

import pytest

from app.api.clinic.common.files import LARGER_BODIES
from clinic.identity.roles import StaffRole
from tests.app.access.programme.weeks import add_cohort, add_program
from tests.support.schedule.world import MONDAY, Json, World
from tests.support.service.clinics import Answer, Visitor

COHORTS = b"""name,program,track,admission,capacity
Tuesday,Evening IOP,group,rolling,8
Friday,evening iop,sud,closed,4
"""
MEMBERS = """email,cohort,since,last_day
ana@example.org,group a,2025-11-01,
ben@example.org,Group A,2025-11-01,2025-12-07
"""


async def bring_in(
    who: Visitor, what: str, data: bytes | str, *, dry_run: bool = False, **headers: str
) -> Answer:
    return await who.send(
        "POST",
        f"/{what}/import",
        content=data,
        params={"dry_run": str(dry_run).lower()},
        headers={"content-type": "text/csv", **headers},
    )


async def cohorts(world: World) -> list[tuple[str, str, int]]:
    items = (await world.coordinator.get("/cohorts")).json()["items"]
    return [(one["name"], one["track"], one["capacity"]) for one in items]


async def sessions(world: World) -> list[list[str]]:
    return [
        sorted(each["person"]["name"] for each in session["attendees"] if each["role"] == "member")
        for session in await world.listed(MONDAY, "2025-12-30")
    ]


async def with_addresses(world: World) -> Json:
    """Give the clinic two clients with addresses and a group with three sessions."""
    for name in ("Ana Ruiz", "Ben Gray"):
        await world.clinic.client(name, email=f"{name.split()[0].lower()}@example.org")
    cohort = await add_cohort(world)
    await world.plan(rule="FREQ=WEEKLY;BYDAY=MO;COUNT=2", cohort=cohort["id"], attendees=[world.leader()])
    return cohort


async def test_groups_are_added_after_a_dry_run_that_adds_none(world: World) -> None:
    await add_program(world)
    tried = await bring_in(world.coordinator, "cohorts", COHORTS, dry_run=True)
    assert (tried.json()["rows"], tried.json()["added"], tried.json()["problems"]) == (2, 0, [])
    assert await cohorts(world) == []
    assert (await bring_in(world.coordinator, "cohorts", COHORTS)).json()["added"] == 2
    assert await cohorts(world) == [("Friday", "sud", 4), ("Tuesday", "group", 8)]


async def test_a_file_of_groups_is_added_once_and_whole_or_not_at_all(world: World) -> None:
    await add_program(world)
    for _ in range(2):
        answer = await bring_in(world.coordinator, "cohorts", COHORTS, **{"idempotency-key": "import-1"})
        assert answer.json()["added"] == 2
    again = await bring_in(world.coordinator, "cohorts", COHORTS, dry_run=True)
    assert [(one["row"], one["column"], one["code"], one["mend"]) for one in again.json()["problems"]] == [
        (2, "name", "import.cohort_exists", "remove_row"),
        (3, "name", "import.cohort_exists", "remove_row"),
    ]
    half = COHORTS.replace(b"Tuesday", b"Sunday")
    refused = await bring_in(world.coordinator, "cohorts", half)
    assert (refused.status_code, refused.json()["code"]) == (409, "import.problems")
    assert len(await cohorts(world)) == 2


async def test_members_join_their_groups_and_the_sessions_to_come(world: World) -> None:
    await with_addresses(world)
    tried = await bring_in(world.coordinator, "memberships", MEMBERS, dry_run=True)
    assert (tried.json()["rows"], tried.json()["problems"]) == (2, [])
    assert await sessions(world) == [[], []]
    assert (await bring_in(world.coordinator, "memberships", MEMBERS)).json()["added"] == 2
    assert await sessions(world) == [["Ana Ruiz", "Ben Gray"], ["Ana Ruiz"]]


async def test_a_dry_run_tells_what_speaks_against_a_session_of_a_row(world: World) -> None:
    cohort = await with_addresses(world)
    await bring_in(
        world.coordinator, "memberships", MEMBERS.splitlines()[0] + "\nana@example.org,Group A,2025-11-01,\n"
    )
    other = await add_cohort(world, name="Group B")
    await world.plan(cohort=other["id"], attendees=[world.leader(world.elena)])
    clash = "email,cohort,since\nben@example.org,Group B,2025-11-01\nana@example.org,Group B,2025-11-01\n"
    tried = await bring_in(world.coordinator, "memberships", clash, dry_run=True)
    assert [(one["row"], one["code"], one["mend"]) for one in tried.json()["problems"]] == [
        (3, "schedule.double_booked", "check_row")
    ]
    refused = await bring_in(world.coordinator, "memberships", clash)
    assert (refused.status_code, refused.json()["code"]) == (409, "schedule.double_booked")
    members = (await world.coordinator.get(f"/cohorts/{other['id']}/members")).json()["items"]
    assert members == []
    assert len((await world.coordinator.get(f"/cohorts/{cohort['id']}/members")).json()["items"]) == 1


async def test_nobody_is_found_who_is_archived_or_no_client(world: World) -> None:
    await with_addresses(world)
    await world.clinic.staff("Olga", StaffRole.CLINICIAN, email="olga@example.org")
    answer = await bring_in(
        world.coordinator,
        "memberships",
        "email,cohort,since\nolga@example.org,Group A,2025-11-01\n",
        dry_run=True,
    )
    assert [one["code"] for one in answer.json()["problems"]] == ["import.no_such_person"]


@pytest.mark.parametrize("what", ["cohorts", "memberships"])
async def test_only_planners_bring_files_in(world: World, what: str) -> None:
    answer = await bring_in(world.dana, what, b"name\n", dry_run=True)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


@pytest.mark.parametrize("what", ["cohorts", "memberships"])
async def test_a_file_that_is_too_large_or_none_is_refused(world: World, what: str) -> None:
    large = await bring_in(
        world.coordinator, what, b"x" * (LARGER_BODIES[f"/api/v1/{what}/import"] + 1), dry_run=True
    )
    assert (large.status_code, large.json()["code"]) == (413, "request.too_large")
    empty = await bring_in(world.coordinator, what, b"", dry_run=True)
    assert (empty.status_code, empty.json()["code"]) == (409, "import.empty")
