"""The rules of ``app.mail.ports.Outbox``, held by the outbox in the database and by the one other tests use."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy import select, update

from app.mail.delivery import DeliveryEvent, DeliveryState, Limits, Reason, Settlement
from app.mail.messages import Invitation, Link
from app.mail.ports import Content, MailId, Outbox, OutboxUnavailable, QueuedMail
from app.mail.stored.facts import write_facts
from app.mail.stored.outbox import DatabaseOutbox
from app.mail.stored.writer import MailWriter
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.clinics import ClinicRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.mail.records import NewMail
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from tests.app.mail.draws import HOUR, MINUTE
from tests.app.mail.outbox import START, Clock, MemoryOutbox
from tests.support.mail.clinic import ASHA, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic

LEASE = START + 15 * MINUTE
ACCEPTED = Settlement(DeliveryEvent.ACCEPTED)
FAILED = Settlement(DeliveryEvent.FAILED, Reason.NO_SUCH_ADDRESS, "5.1.1")
CANCELLED = Settlement(DeliveryEvent.CANCELLED, Reason.SUPERSEDED)


def deferred(due: datetime) -> Settlement:
    return Settlement(DeliveryEvent.DEFERRED, Reason.BUSY, "4.2.0", due)


class Kept:
    """An outbox under test. Mails are known by a number."""

    outbox: Outbox

    async def add(self, due: datetime = START, useful_until: datetime | None = None) -> int:
        raise NotImplementedError

    async def state(self, number: int) -> DeliveryState:
        raise NotImplementedError

    async def cancel(self, number: int) -> None:
        raise NotImplementedError

    def number(self, mail: QueuedMail) -> int:
        raise NotImplementedError


@dataclass
class InMemory(Kept):
    outbox: MemoryOutbox = field(default_factory=lambda: MemoryOutbox(Clock()))

    async def add(self, due: datetime = START, useful_until: datetime | None = None) -> int:
        number = len(self.outbox.rows)
        self.outbox.add(f"ml_{number}", Limits(useful_until), due)
        return number

    async def state(self, number: int) -> DeliveryState:
        return self.outbox.rows[MailId(f"ml_{number}")].state

    async def cancel(self, number: int) -> None:
        self.outbox.rows[MailId(f"ml_{number}")].state = DeliveryState.DROPPED

    def number(self, mail: QueuedMail) -> int:
        return int(mail.id.removeprefix("ml_"))


@dataclass
class InDatabase(Kept):
    clinic: MailClinic
    outbox: DatabaseOutbox
    ids: list[str] = field(default_factory=list)

    async def add(
        self,
        due: datetime = START,
        useful_until: datetime | None = None,
        person: PersonId = ASHA,
        facts: str | None = None,
    ) -> int:
        invitation = Invitation(Link("https://meet.example.org/welcome#x"), START + 24 * HOUR)
        mail = NewMail(person, invitation.kind, facts or write_facts(invitation), due, useful_until)
        async with self.clinic.store.write(HERE, SYSTEM, START) as unit:
            await unit.outbox.add([mail], DeliveryState.QUEUED, START)
            known = select(OutboxRow.id).where(OutboxRow.id.not_in(self.ids), OutboxRow.clinic_id == HERE)
            self.ids.append((await unit.session.scalars(known)).one())
        return len(self.ids) - 1

    async def state(self, number: int) -> DeliveryState:
        return DeliveryState((await self.row(number)).state)

    async def row(self, number: int) -> OutboxRow:
        async with self.clinic.database.transaction(writes=False) as session:
            row = await session.get(OutboxRow, self.ids[number])
            assert row
            return row

    async def cancel(self, number: int) -> None:
        async with self.clinic.store.write(HERE, SYSTEM, START) as unit:
            dropped, reason = DeliveryState.DROPPED, Reason.SUPERSEDED
            await unit.outbox.call_back([self.ids[number]], dropped, reason, START)

    def number(self, mail: QueuedMail) -> int:
        return self.ids.index(mail.id)

    async def change_person(self, **values: object) -> None:
        async with self.clinic.database.transaction(writes=True) as session:
            await session.execute(update(PersonRow).where(PersonRow.id == ASHA).values(**values))


async def in_database(database: Database) -> InDatabase:
    clinic = await open_mail_clinic(database, START)
    await clinic.add_person(ASHA, START)
    writer = MailWriter("meet.example.org", "appointments@example.org")
    return InDatabase(clinic, DatabaseOutbox(clinic.store, writer))


@pytest.fixture
async def stored(database: Database) -> InDatabase:
    return await in_database(database)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept_url(request: pytest.FixtureRequest) -> str | None:
    if request.param == "memory":
        return None
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url


@pytest.fixture
async def kept(kept_url: str | None) -> AsyncIterator[Kept]:
    if kept_url is None:
        yield InMemory()
        return
    database = Database.at(kept_url)
    yield await in_database(database)
    await database.close()


async def claim(kept: Kept, now: datetime = START, limit: int = 10) -> list[QueuedMail]:
    return list(await kept.outbox.claim(now, limit, now + 15 * MINUTE))


async def test_due_mails_are_leased_the_longest_due_first(kept: Kept) -> None:
    for due in (START - MINUTE, START - HOUR, START + MINUTE, START):
        await kept.add(due)
    found = await claim(kept)
    assert [kept.number(mail) for mail in found] == [1, 0, 3]
    assert {mail.attempt for mail in found} == {1}
    assert await kept.state(1) is DeliveryState.SENDING
    assert await kept.state(2) is DeliveryState.QUEUED


async def test_no_more_are_leased_than_were_asked_for(kept: Kept) -> None:
    for _ in range(5):
        await kept.add()
    assert len(await claim(kept, limit=3)) == 3
    assert len(await claim(kept, limit=3)) == 2
    assert await claim(kept) == []


async def test_a_lease_that_ended_lets_another_worker_try(kept: Kept) -> None:
    await kept.add()
    (first,) = await claim(kept)
    assert await claim(kept, LEASE - MINUTE) == []
    (second,) = await claim(kept, LEASE)
    assert (second.attempt, second.claim) == (2, first.claim + 1)


async def test_a_late_settlement_of_an_earlier_claim_changes_nothing(kept: Kept) -> None:
    number = await kept.add()
    (first,) = await claim(kept)
    (second,) = await claim(kept, LEASE)
    await kept.outbox.settle(first, FAILED, LEASE)
    assert await kept.state(number) is DeliveryState.SENDING
    await kept.outbox.settle(second, ACCEPTED, LEASE)
    await kept.outbox.settle(second, FAILED, LEASE)
    assert await kept.state(number) is DeliveryState.SENT


@pytest.mark.parametrize(
    ("settlement", "state"),
    [
        (ACCEPTED, DeliveryState.SENT),
        (FAILED, DeliveryState.DEAD),
        (Settlement(DeliveryEvent.OVERDUE, Reason.LATE), DeliveryState.DROPPED),
        (CANCELLED, DeliveryState.DROPPED),
    ],
)
async def test_what_came_to_an_end_is_never_due_again(
    kept: Kept, settlement: Settlement, state: DeliveryState
) -> None:
    number = await kept.add()
    (mail,) = await claim(kept)
    await kept.outbox.settle(mail, settlement, START)
    assert await kept.state(number) is state
    assert await kept.outbox.next_due() is None
    assert await claim(kept, START + 48 * HOUR) == []


async def test_a_deferred_mail_waits_for_its_time(kept: Kept) -> None:
    number = await kept.add()
    (mail,) = await claim(kept)
    await kept.outbox.settle(mail, deferred(START + HOUR), START)
    assert await kept.state(number) is DeliveryState.WAITING
    assert await kept.outbox.next_due() == START + HOUR
    assert await claim(kept, START + HOUR - MINUTE) == []
    (again,) = await claim(kept, START + HOUR)
    assert again.attempt == 2


async def test_the_next_due_is_a_mail_or_the_end_of_a_lease(kept: Kept) -> None:
    assert await kept.outbox.next_due() is None
    await kept.add(START)
    await kept.add(START + HOUR)
    assert await kept.outbox.next_due() == START
    await claim(kept)
    assert await kept.outbox.next_due() == LEASE


async def test_a_mail_that_is_cancelled_while_it_is_sent_may_still_have_been_sent(kept: Kept) -> None:
    number = await kept.add()
    (mail,) = await claim(kept)
    await kept.cancel(number)
    assert await claim(kept, LEASE) == []
    await kept.outbox.settle(mail, ACCEPTED, START)
    assert await kept.state(number) is DeliveryState.SENT


async def test_a_mail_that_is_cancelled_while_it_is_tried_is_not_tried_again(kept: Kept) -> None:
    number = await kept.add()
    (mail,) = await claim(kept)
    await kept.cancel(number)
    await kept.outbox.settle(mail, deferred(START + MINUTE), START)
    assert await kept.state(number) is DeliveryState.DROPPED
    assert await kept.outbox.next_due() is None


async def test_a_mail_keeps_its_limits(kept: Kept) -> None:
    await kept.add(useful_until=START + HOUR)
    (mail,) = await claim(kept)
    assert mail.limits.useful_until == START + HOUR


async def test_two_workers_never_get_the_same_mail(stored: InDatabase) -> None:
    for _ in range(30):
        await stored.add()
    batches = await asyncio.gather(*(stored.outbox.claim(START, 5, LEASE) for _ in range(6)))
    while more := await claim(stored):
        batches.append(more)
    claimed = [mail.id for batch in batches for mail in batch]
    assert sorted(claimed) == sorted(stored.ids)


async def test_an_address_that_changed_meanwhile_is_used(stored: InDatabase) -> None:
    await stored.add()
    async with stored.clinic.store.read(HERE, SYSTEM, START) as unit:
        sealed = unit.keys.seal("people.email", ASHA, "new@example.net")
    await stored.change_person(email=sealed, languages=["es-MX", "en"])
    (mail,) = await claim(stored)
    assert mail.recipient == "new@example.net"
    assert mail.content.text.startswith("Hola")


@pytest.mark.parametrize("change", [{"archived_at": START}, {"email": None}, {"reach": None}])
async def test_who_may_not_be_reached_any_more_is_not_written_to(
    stored: InDatabase, change: dict[str, object]
) -> None:
    number = await stored.add()
    await stored.change_person(**change)
    assert await claim(stored) == []
    row = await stored.row(number)
    assert (row.state, row.reason, row.due_at) == ("dropped", "unreachable", None)


async def test_a_mail_that_cannot_be_read_is_tried_again_and_holds_up_no_other(
    stored: InDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    bad = await stored.add(facts='{"link": "javascript:alert(1)"}')
    good = await stored.add()
    assert [stored.number(mail) for mail in await claim(stored)] == [good]
    assert (await stored.row(bad)).reason == "fault"
    assert await stored.state(bad) is DeliveryState.WAITING
    assert "mail.unreadable" in caplog.messages
    now = START
    while await stored.state(bad) is DeliveryState.WAITING:
        due = (await stored.row(bad)).due_at
        assert due
        now = due
        await claim(stored, now)
    assert await stored.state(bad) is DeliveryState.DEAD
    assert 20 * HOUR < now - START < 28 * HOUR


async def test_the_keys_of_one_clinic_cannot_hold_up_another(stored: InDatabase) -> None:
    await stored.clinic.add_person(PersonId("pt_there"), START, clinic=THERE)
    async with stored.clinic.store.write(THERE, SYSTEM, START) as unit:
        facts = write_facts(Invitation(Link("https://meet.example.org/"), START))
        await unit.outbox.add([NewMail(PersonId("pt_there"), "invitation", facts, START)], "queued", START)
    await stored.add()
    _, foreign = InstallationKey("another key of another installation").new_clinic_keys()
    async with stored.clinic.database.transaction(writes=True) as session:
        await session.execute(update(ClinicRow).where(ClinicRow.id == THERE).values(data_key=foreign))
    assert [mail.recipient for mail in await claim(stored)] == ["asha@example.net"]


async def test_nothing_of_the_letter_is_legible_in_the_database(stored: InDatabase) -> None:
    row = await stored.row(await stored.add())
    assert "example" not in row.facts


@pytest.mark.parametrize(
    "call",
    [
        lambda outbox: outbox.claim(START, 1, LEASE),
        lambda outbox: outbox.next_due(),
        lambda outbox: outbox.settle(QueuedMail(MailId("ml_1"), 1, "", Content("", "")), ACCEPTED, START),
    ],
)
async def test_a_database_that_is_away_is_told_as_such(
    call: Callable[[Outbox], Awaitable[object]],
) -> None:
    database = Database.at("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    store = ClinicStore(database, InstallationKey("x" * 40))
    outbox = DatabaseOutbox(store, MailWriter("meet.example.org", "a@example.org"))
    with pytest.raises(OutboxUnavailable):
        await call(outbox)
    await database.close()
