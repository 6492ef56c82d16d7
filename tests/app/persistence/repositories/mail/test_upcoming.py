from datetime import timedelta

import pytest
from sqlalchemy import update

from app.persistence.models.people import PersonRow
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId
from tests.app.persistence.repositories.mail.posts import NOW, mail, put
from tests.support.mail.clinic import ASHA, BRUNO, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    for number in range(3):
        await clinic.add_appointment(f"ss_{number}", NOW + DAY + number * HOUR, (ASHA, BRUNO))
    return clinic


async def find(clinic: MailClinic) -> list[tuple[str, str]]:
    """Return who has no mail about what, two at a time."""
    found: list[tuple[str, str]] = []
    place = None
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        while some := await unit.upcoming.find(NOW, NOW + DAY + 2 * HOUR, place, 2):
            found += [(one.time.id, one.person) for one in some]
            place = some[-1].place
    return found


async def test_those_are_found_who_take_part_and_have_no_mail(clinic: MailClinic) -> None:
    assert await find(clinic) == [("ss_0", ASHA), ("ss_0", BRUNO), ("ss_1", ASHA), ("ss_1", BRUNO)]
    await put(clinic, mail(ASHA, NOW, AppointmentId("ss_0")))
    assert await find(clinic) == [("ss_0", BRUNO), ("ss_1", ASHA), ("ss_1", BRUNO)]


async def test_nobody_is_found_who_is_archived(clinic: MailClinic) -> None:
    async with clinic.database.transaction(writes=True) as session:
        await session.execute(update(PersonRow).where(PersonRow.id == ASHA).values(archived_at=NOW))
    assert await find(clinic) == [("ss_0", BRUNO), ("ss_1", BRUNO)]


async def test_the_time_of_an_appointment_is_told_for_who_takes_part(clinic: MailClinic) -> None:
    first = AppointmentId("ss_0")
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit, clinic.store.read(THERE, SYSTEM, NOW) as there:
        time = await unit.upcoming.time_of(first, ASHA)
        assert time
        assert (time.begins_at, time.sequence) == (NOW + DAY, 0)
        assert await there.upcoming.time_of(first, ASHA) is None
        assert await unit.upcoming.time_of(AppointmentId("ss_9"), ASHA) is None
