import asyncio

import pytest

from app.persistence.repositories.mail.leases import LeaseRepository
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from tests.app.persistence.repositories.mail.posts import LEASE, MINUTE, NOW, mail, put, rows
from tests.support.mail.clinic import ASHA, THERE, MailClinic, open_mail_clinic

FOREIGN = PersonId("pt_foreign")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(FOREIGN, NOW, clinic=THERE)
    return clinic


async def claim(clinic: MailClinic, limit: int = 10) -> list[str]:
    async with clinic.database.transaction(writes=True) as session:
        leases = LeaseRepository(session)
        found = await leases.claim(NOW, limit, LEASE, "sending", clinic.store.keys_of)
        return [one.open_reach().email or "" for one in found]


async def test_mails_of_all_clinics_are_leased_and_opened_with_their_keys(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA, NOW - MINUTE), mail(ASHA, NOW + MINUTE))
    await put(clinic, mail(FOREIGN), where=THERE)
    assert await claim(clinic) == ["asha@example.net", "foreign@example.net"]
    assert sorted((row.state, row.claims) for row in await rows(clinic)) == [
        ("queued", 0),
        ("sending", 1),
        ("sending", 1),
    ]


@pytest.mark.postgres
async def test_a_worker_passes_over_what_another_has_locked(migrated_postgres_url: str) -> None:
    database = Database.at(migrated_postgres_url)
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await put(clinic, mail(ASHA), mail(ASHA))
    async with database.transaction(writes=True) as session:
        first = await LeaseRepository(session).claim(NOW, 1, LEASE, "sending", clinic.store.keys_of)
        async with asyncio.timeout(10):
            assert len(await claim(clinic)) == 1
        assert len(first) == 1
    await database.close()


async def test_only_the_latest_claim_holds_a_mail_and_only_until_it_is_settled(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA))
    (row,) = await rows(clinic)
    await claim(clinic)
    async with clinic.database.transaction(writes=True) as session:
        leases = LeaseRepository(session)
        assert await leases.hold(row.id, 1) == "sending"
        assert await leases.hold(row.id, 2) is None
        await leases.settle(row.id, "waiting", "busy", "4.2.0", LEASE, NOW)
        assert await leases.hold(row.id, 1) is None
        assert await leases.next_due() == LEASE
    (row,) = await rows(clinic)
    assert (row.state, row.reason, row.status, row.done_at) == ("waiting", "busy", "4.2.0", None)


async def test_a_lease_can_end_without_any_other_change(clinic: MailClinic) -> None:
    await put(clinic, mail(ASHA))
    await claim(clinic)
    (row,) = await rows(clinic)
    async with clinic.database.transaction(writes=True) as session:
        await LeaseRepository(session).end_lease(row.id)
    (after,) = await rows(clinic)
    assert (after.state, after.due_at, after.lease_until) == ("sending", LEASE, None)
