import asyncio
from datetime import datetime

import pytest

from app.access.mail.appointments import TOLD_AHEAD
from app.access.mail.notices import MailedNotices
from app.access.mail.pages import Pages
from app.access.mail.upcoming import UpcomingNotices
from app.mail.stored.outbox import DatabaseOutbox
from app.mail.stored.writer import MailWriter
from app.persistence.unit_of_work import Database, StorageUnavailable
from clinic.common.ids import PersonId
from tests.app.mail.draws import DAY, HOUR, at
from tests.app.mail.outbox import Clock
from tests.support.mail.clinic import ASHA, BRUNO, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic

NOW = at("2026-03-02 15:00")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    return clinic


@pytest.fixture
def upcoming(clinic: MailClinic) -> UpcomingNotices:
    notices = MailedNotices(Pages("https://meet.example.org"), lambda: None)
    return UpcomingNotices(clinic.store, notices, Clock(NOW))


async def due(clinic: MailClinic, now: datetime) -> list[tuple[str, str]]:
    """Return whom mail is for that is due, and which appointment it tells of."""
    outbox = DatabaseOutbox(clinic.store, MailWriter("meet.example.org", "appointments@example.org"))
    mails = await outbox.claim(now, 1000, now + HOUR)
    async with clinic.store.read(HERE, SYSTEM, now) as here, clinic.store.read(THERE, SYSTEM, now) as there:
        found = [await unit.outbox.find(mail.id) for mail in mails for unit in (here, there)]
    return sorted((mail.person, str(mail.appointment)) for mail in found if mail)


async def test_people_are_told_of_an_appointment_when_it_comes_near(
    clinic: MailClinic, upcoming: UpcomingNotices
) -> None:
    await clinic.add_appointment("ss_far", NOW + TOLD_AHEAD + DAY, (ASHA, BRUNO))
    await clinic.add_appointment("ss_near", NOW + DAY, (ASHA,))
    await upcoming.tell(NOW, NOW)
    assert await due(clinic, NOW) == [(ASHA, "ss_near")]
    await upcoming.tell(NOW + TOLD_AHEAD, NOW + 2 * DAY)
    told = await due(clinic, NOW + 2 * DAY)
    assert [each for each in told if each[1] == "ss_far"] == [(ASHA, "ss_far"), (BRUNO, "ss_far")]


async def test_looking_again_tells_nothing_twice(clinic: MailClinic, upcoming: UpcomingNotices) -> None:
    await clinic.add_appointment("ss_1", NOW + 2 * DAY, (ASHA,))
    for _ in range(3):
        await upcoming.tell(NOW, NOW)
    assert await due(clinic, NOW) == [(ASHA, "ss_1")]


async def test_more_people_than_fit_into_one_transaction_are_all_told(
    clinic: MailClinic, upcoming: UpcomingNotices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.access.mail.upcoming._AT_ONCE", 5)
    people = tuple(PersonId(f"pt_{n}") for n in range(9))
    for person in people:
        await clinic.add_person(person, NOW, channel="none" if person.endswith("7") else "email")
    for number in range(4):
        await clinic.add_appointment(f"ss_{number}", NOW + (2 + number) * DAY, people)
    await upcoming.tell(NOW, NOW)
    told = await due(clinic, NOW)
    assert len(told) == len(set(told)) == 4 * 8


async def test_all_clinics_are_looked_through_and_cancelled_appointments_left_out(
    clinic: MailClinic, upcoming: UpcomingNotices
) -> None:
    there = PersonId("pt_there")
    await clinic.add_person(there, NOW, clinic=THERE)
    await clinic.add_appointment("ss_there", NOW + DAY, (there,), clinic=THERE)
    meeting = await clinic.add_appointment("ss_off", NOW + DAY, (ASHA,))
    await clinic.cancel(meeting)
    await upcoming.tell(NOW, NOW)
    assert await due(clinic, NOW) == [(there, "ss_there")]


async def test_the_task_looks_again_what_it_could_not_see(
    clinic: MailClinic,
    upcoming: UpcomingNotices,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks: list[datetime] = []
    faults: list[Exception] = [RuntimeError("x"), StorageUnavailable("x")]
    done = asyncio.Event()

    async def tell(since: datetime, now: datetime) -> None:
        looks.append(since)
        if faults:
            raise faults.pop()
        if len(looks) == 4:
            done.set()

    monkeypatch.setattr(upcoming, "tell", tell)
    monkeypatch.setattr("app.access.mail.upcoming._EVERY", DAY * 0)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(upcoming.run())
        await done.wait()
        task.cancel()
    assert looks == [NOW, NOW, NOW, NOW + TOLD_AHEAD]
    assert caplog.messages == ["mail.upcoming_late", "mail.upcoming_failed"]
