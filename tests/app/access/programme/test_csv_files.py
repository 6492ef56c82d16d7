"""Files of groups and memberships, where HTTP adds nothing: what changes between reading and adding."""

import pytest

from app.access.callers import Caller, find_caller
from app.access.mail.notices import MailedNotices
from app.access.mail.pages import Pages
from app.access.programme import csv_files
from app.persistence.clinic_store import Actor
from clinic.common.errors import Refused
from clinic.common.ids import CohortId
from clinic.people.contact import SafeChannel
from tests.app.access.programme.weeks import add_cohort, add_program
from tests.support.schedule.world import World

NOTICES = MailedNotices(Pages("https://attune.example"), lambda: None)
COHORTS = b"name,program,track,admission,capacity\nTuesday,Evening IOP,group,rolling,8\n"
MEMBERS = b"email,cohort,since\nana@example.org,Group A,2025-11-01\n"


async def planner(world: World) -> Caller:
    return await find_caller(
        world.clinic.store, world.coordinator.secret, world.clinic.now, in_live_room=lambda _person: False
    )


async def test_a_group_that_somebody_added_meanwhile_is_not_added_twice(world: World) -> None:
    program, caller = await add_program(world), await planner(world)
    async with caller.read() as unit:
        file = await csv_files.read_cohorts(COHORTS, await csv_files.begin_cohorts(unit, caller.principal))
    await add_cohort(world, program, name="TUESDAY")
    with pytest.raises(Refused, match=r"import\.problems"):
        async with caller.write() as unit:
            await csv_files.import_cohorts(unit, caller.principal, file)


async def test_who_joined_meanwhile_does_not_join_twice(world: World) -> None:
    ana = await world.clinic.client("Ana Ruiz", email="ana@example.org")
    cohort, caller = await add_cohort(world), await planner(world)
    async with caller.read() as unit:
        file = await csv_files.read_memberships(
            MEMBERS, await csv_files.begin_memberships(unit, caller.principal)
        )
    await world.coordinator.post(f"/cohorts/{cohort['id']}/members", {"person": ana, "since": "2025-12-01"})
    with pytest.raises(Refused, match=r"programme\.already_member"):
        async with caller.write() as unit:
            await csv_files.import_memberships(unit, caller.principal, file, NOTICES)


async def test_a_dry_run_leaves_nothing_behind(world: World) -> None:
    await world.clinic.client("Ana Ruiz", email="ana@example.org", safe_channel=SafeChannel.EMAIL)
    cohort, caller = await add_cohort(world), await planner(world)
    await world.plan(cohort=cohort["id"], attendees=[world.leader()])
    async with caller.read() as unit:
        before = [one.entry.action for one in await unit.audit.page()]
        file = await csv_files.read_memberships(
            MEMBERS, await csv_files.begin_memberships(unit, caller.principal)
        )
    assert await csv_files.try_memberships(caller, file, NOTICES) == file
    async with world.clinic.store.read(world.clinic.id, Actor("operator"), world.clinic.now) as unit:
        assert await unit.programme.memberships(CohortId(cohort["id"])) == []
        assert [one.entry.action for one in await unit.audit.page()] == before
        assert [one.name for one in await unit.outbox.page_open(None, 10)] == ["Dana Rivera"], "not Ana"
