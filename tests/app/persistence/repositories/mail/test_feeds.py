from datetime import timedelta

import pytest

from app.persistence.repositories.mail.feeds import find_feed
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from tests.app.persistence.repositories.mail.posts import NOW
from tests.support.mail.clinic import ASHA, BRUNO, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic

FIRST, SECOND = b"1" * 32, b"2" * 32
DAY = timedelta(days=1)
FOREIGN = PersonId("pt_foreign")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    await clinic.add_person(FOREIGN, NOW, clinic=THERE)
    return clinic


async def owner(clinic: MailClinic, secret: bytes) -> str | None:
    async with clinic.database.transaction(writes=False) as session:
        feed = await find_feed(session, secret)
    return feed.person if feed else None


async def test_a_new_address_withdraws_the_one_before(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.feeds.replace(ASHA, FIRST, NOW)
    assert await owner(clinic, FIRST) == ASHA
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.feeds.replace(ASHA, SECOND, NOW)
    assert (await owner(clinic, FIRST), await owner(clinic, SECOND)) == (None, ASHA)


async def test_an_address_is_withdrawn_by_its_own_clinic_only(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.feeds.replace(ASHA, FIRST, NOW)
    async with clinic.store.write(THERE, SYSTEM, NOW) as unit:
        await unit.feeds.remove(ASHA)
    assert await owner(clinic, FIRST) == ASHA
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.feeds.remove(ASHA)
        await unit.feeds.remove(BRUNO)
    assert await owner(clinic, FIRST) is None


async def test_only_ones_own_planned_times_are_found_in_order(clinic: MailClinic) -> None:
    for number, people in enumerate([(ASHA,), (BRUNO,), (ASHA, BRUNO), (ASHA,)]):
        meeting = await clinic.add_appointment(f"ss_{number}", NOW + (9 - number) * DAY, people)
        if number == 3:
            await clinic.cancel(meeting)
    await clinic.add_appointment("ss_there", NOW + DAY, (FOREIGN,), clinic=THERE)
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        found = await unit.feeds.times_of(ASHA, NOW, NOW + 30 * DAY, 10)
        assert [one.id for one in found] == ["ss_2", "ss_0"]
        assert [one.id for one in await unit.feeds.times_of(ASHA, NOW, NOW + 30 * DAY, 1)] == ["ss_2"]
        assert [one.id for one in await unit.feeds.times_of(ASHA, NOW, NOW + 9 * DAY, 10)] == ["ss_2"]
        assert await unit.feeds.times_of(FOREIGN, NOW, NOW + 30 * DAY, 10) == []
