import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from app.access.identity.recovery import LINE_MAX, SENT_AGAIN_AFTER, Recoveries, send_recovery
from app.persistence.clinic_store import Actor, ClinicUnit
from clinic.common.ids import PersonId
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, address
from tests.support.sign_in.identity import KeptNotices


@asynccontextmanager
async def running(recoveries: Recoveries) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(recoveries.run())
        yield
        task.cancel()


async def test_an_account_is_sent_one_link_and_an_unknown_address_none(practice: WebService) -> None:
    for email in (address(OWNER).upper(), "nobody@riverside.example"):
        await send_recovery(practice.identity, email, practice.now)
    assert [(kind, person) for kind, person, _ in practice.notices.sent] == [("recovery", OWNER)]


async def test_nobodys_mailbox_is_filled(practice: WebService) -> None:
    for seconds in (0, SENT_AGAIN_AFTER.total_seconds() - 1, 1):
        practice.clock.time += seconds
        await send_recovery(practice.identity, address(CLIENT), practice.now)
    assert len(practice.notices.sent) == 2


async def test_the_link_is_stored_with_the_mail_or_not_at_all(practice: WebService) -> None:
    class Failing(KeptNotices):
        async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> None:
            raise RuntimeError

    identity = replace(practice.identity, notices=Failing())
    recoveries = Recoveries(identity, lambda: practice.now)
    async with running(recoveries):
        recoveries.ask(address(OWNER))
        await recoveries.settled()
        async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
            assert await unit.audit.page() == []


async def test_one_that_fails_does_not_stop_the_next(practice: WebService) -> None:
    class FailingOnce(KeptNotices):
        async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> None:
            if person == OWNER:
                raise RuntimeError
            await super().recovery(unit, person, url)

    notices = FailingOnce()
    recoveries = Recoveries(replace(practice.identity, notices=notices), lambda: practice.now)
    async with running(recoveries):
        recoveries.ask(address(OWNER))
        recoveries.ask(address(CLIENT))
        await recoveries.settled()
    assert [person for _, person, _ in notices.sent] == [CLIENT]


async def test_when_the_line_is_full_new_questions_are_dropped(practice: WebService) -> None:
    recoveries = Recoveries(practice.identity, lambda: practice.now)
    for number in range(LINE_MAX):
        recoveries.ask(f"nobody{number}@riverside.example")
    recoveries.ask(address(OWNER))
    async with running(recoveries):
        await recoveries.settled()
    assert practice.notices.sent == []
