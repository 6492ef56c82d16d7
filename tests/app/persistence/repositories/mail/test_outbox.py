import pytest

from app.persistence.repositories.mail.leases import LeaseRepository
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from tests.app.persistence.repositories.mail.posts import LEASE, MINUTE, NOW, mail, put, rows
from tests.support.mail.clinic import ASHA, BRUNO, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic

FOREIGN = PersonId("pt_foreign")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    await clinic.add_person(FOREIGN, NOW, clinic=THERE)
    await put(clinic, mail(FOREIGN), where=THERE)
    return clinic


async def test_mails_are_stored_sealed_and_opened_with_their_own_clinics_keys(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA))
    (row,) = [row for row in await rows(clinic) if row.clinic_id == HERE]
    assert "secret" not in row.facts
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        stored = await unit.outbox.find(row.id)
        assert stored
        assert stored.open_facts() == '{"link": "secret"}'
        assert "secret" not in repr(stored)


async def test_no_mail_at_all_is_stored_as_none(clinic: MailClinic) -> None:
    await put(clinic)
    assert len(await rows(clinic)) == 1


async def test_another_clinics_mail_is_neither_found_nor_listed_nor_called_back(clinic: MailClinic) -> None:
    (row,) = await rows(clinic)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.outbox.find(row.id) is None
        assert await unit.outbox.page_open(None, 10) == []
        assert await unit.outbox.newest(["queued"], 10) == []
        await unit.outbox.call_back([row.id], "dropped", "superseded", NOW)
        await unit.outbox.call_back_kinds(FOREIGN, ["reminder"], "dropped", "superseded", NOW)
        await unit.outbox.revive(row.id, "queued", NOW + MINUTE)
    (row,) = await rows(clinic)
    assert (row.state, row.due_at) == ("queued", NOW)


async def test_a_list_of_what_waits_goes_on_after_a_mail_that_is_due_at_the_same_time(
    clinic: MailClinic,
) -> None:
    await put(clinic, *[mail(ASHA)] * 3, mail(BRUNO, NOW + MINUTE))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        whole = await unit.outbox.page_open(None, 10)
        first = await unit.outbox.page_open(None, 2)
        assert first[-1].due_at
        rest = await unit.outbox.page_open((first[-1].due_at, first[-1].id), 10)
    assert [one.name for one in whole] == ["Asha", "Asha", "Asha", "Bruno"]
    assert first + rest == whole


async def test_a_list_of_what_is_done_begins_with_the_latest(clinic: MailClinic) -> None:
    await put(clinic, *(mail(ASHA, NOW + number * MINUTE) for number in range(4)))
    mine = [row.id for row in await rows(clinic) if row.clinic_id == HERE]
    for number, each in enumerate(mine):
        async with clinic.database.transaction(writes=True) as session:
            at = NOW + (number // 2) * MINUTE
            await LeaseRepository(session).settle(each, "dead", "refused", "550", None, at)
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        whole = await unit.outbox.page_done("dead", None, 10)
        first = await unit.outbox.page_done("dead", None, 1)
        assert first[0].done_at
        rest = await unit.outbox.page_done("dead", (first[0].done_at, first[0].id), 10)
        assert await unit.outbox.page_done("sent", None, 10) == []
    assert [one.done_at for one in whole] == [NOW + MINUTE, NOW + MINUTE, NOW, NOW]
    assert first + rest == whole


async def test_what_came_to_an_end_cannot_be_called_back(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA))
    (row,) = [row for row in await rows(clinic) if row.clinic_id == HERE]
    async with clinic.database.transaction(writes=True) as session:
        await LeaseRepository(session).settle(row.id, "sent", None, None, None, NOW)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.outbox.call_back([row.id], "dropped", "superseded", NOW)
    assert [row.state for row in await rows(clinic) if row.clinic_id == HERE] == ["sent"]


async def test_a_mail_that_is_called_back_while_it_is_sent_keeps_its_lease(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA))
    async with clinic.database.transaction(writes=True) as session:
        await LeaseRepository(session).claim(NOW, 10, LEASE, "sending", clinic.store.keys_of)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.outbox.call_back_kinds(ASHA, ["reminder"], "dropped", "superseded", NOW)
    (row,) = [row for row in await rows(clinic) if row.clinic_id == HERE]
    assert (row.state, row.reason, row.due_at, row.lease_until) == ("dropped", "superseded", None, LEASE)


async def test_the_history_of_an_appointment_is_whole_and_of_this_clinic(clinic: MailClinic) -> None:
    here = (await clinic.add_appointment("ss_1", NOW, (ASHA, BRUNO))).time.id
    there = (await clinic.add_appointment("ss_2", NOW, (FOREIGN,), clinic=THERE)).time.id
    await put(clinic, mail(ASHA, NOW, here), mail(BRUNO, NOW, here))
    await put(clinic, mail(FOREIGN, NOW, there), where=THERE)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        found = await unit.outbox.of_appointments([here, there])
    assert {(one.person, one.appointment) for one in found} == {(ASHA, here), (BRUNO, here)}


async def test_a_revived_mail_is_due_with_all_its_attempts_and_its_claims_go_on(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA))
    async with clinic.database.transaction(writes=True) as session:
        leases = LeaseRepository(session)
        for one in await leases.claim(NOW, 10, LEASE, "sending", clinic.store.keys_of):
            await leases.settle(one.mail.id, "dead", "refused", "550", None, NOW)
    (row,) = [row for row in await rows(clinic) if row.clinic_id == HERE]
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.outbox.revive(row.id, "queued", NOW + MINUTE)
    (row,) = [row for row in await rows(clinic) if row.clinic_id == HERE]
    assert (row.state, row.attempts, row.claims, row.due_at) == ("queued", 0, 1, NOW + MINUTE)
    assert (row.reason, row.status, row.done_at) == (None, None, None)
