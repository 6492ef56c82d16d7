import asyncio

import pytest

from app.access.callers import find_sign_in
from app.access.identity import staying
from app.access.identity.staying import keep_signed_in, see_people_in_rooms
from app.persistence.unit_of_work import StorageUnavailable
from clinic.identity.sign_ins import IDLE_AFTER
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, OWNER, sign_in


async def test_idling_begins_when_people_leave_the_room(practice: WebService) -> None:
    began = practice.now
    secrets = [(await sign_in(practice.store, began, one))[1] for one in (OWNER, CLIENT, ADMIN)]
    for _ in range(75):
        practice.clock.time += 60
        await see_people_in_rooms(practice.store.database, {OWNER, CLIENT}, practice.now)
    found = [await find_sign_in(practice.store, secret) for secret in secrets]
    seen = [one.sign_in.seen_at for one in found if one is not None]
    assert seen == [practice.now, practice.now, began]


async def test_what_had_idled_away_before_stays_so(practice: WebService) -> None:
    signed, secret = await sign_in(practice.store, practice.now, OWNER)
    practice.clock.time += IDLE_AFTER[signed.kind].total_seconds() + 1
    await see_people_in_rooms(practice.store.database, {OWNER}, practice.now)
    found = await find_sign_in(practice.store, secret)
    assert found is not None
    assert found.sign_in.seen_at == signed.seen_at


async def test_it_is_done_again_and_again_even_after_an_outage(
    practice: WebService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staying, "EVERY_S", 0.0)
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    practice.clock.time += 60
    rounds = 0
    done = asyncio.Event()

    def people() -> set[str]:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise StorageUnavailable("away")
        if rounds == 3:
            done.set()
        return {OWNER}

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(20):
        task = tasks.create_task(keep_signed_in(practice.store.database, people, lambda: practice.now))
        await done.wait()
        task.cancel()
    found = await find_sign_in(practice.store, secret)
    assert found is not None
    assert found.sign_in.seen_at == practice.now
