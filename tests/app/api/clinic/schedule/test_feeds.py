from datetime import UTC, datetime, timedelta

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import event, update

from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.runtime.clock import to_datetime
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.app.mail.draws import DAY, HOUR
from tests.support.mail.clinic import ASHA, BRUNO, RUIZ, MailClinic, open_mail_clinic
from tests.support.rooms.setups import START

NOW = to_datetime(START)


@pytest.fixture
async def clinic(web_service: WebService) -> MailClinic:
    clinic = await open_mail_clinic(web_service.services.database, NOW)
    clinic.store = web_service.services.clinics
    await clinic.add_person(ASHA, NOW, languages=("es",))
    await clinic.add_person(BRUNO, NOW)
    await clinic.add_person(RUIZ, NOW, kind="staff")
    return clinic


@pytest.fixture
async def path(clinic: MailClinic, client: httpx.AsyncClient) -> str:
    """Asha's calendar; the client has no cookie any more."""
    client.cookies.set("attune", await clinic.sign_in(ASHA, NOW))
    answer = await client.post("/api/v1/me/calendar")
    assert answer.status_code == 201
    url: str = answer.json()["url"]
    client.cookies.clear()
    assert url.startswith("http://localhost:8000/api/v1/calendar/")
    return url.removeprefix("http://localhost:8000")


def events(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(each["uid"]).partition("@")[0]: str(each["summary"]) for each in found}


async def test_a_calendar_shows_ones_own_appointments_and_no_more_than_their_time(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    await clinic.add_appointment("ss_mine", NOW + DAY, (ASHA, BRUNO))
    await clinic.add_appointment("ss_brunos", NOW + DAY, (BRUNO,))
    answer = await client.get(path)
    assert events(answer) == {"ss_mine": "Cita"}
    for word in ("Skills", "Bruno", "example.net", "cl_here"):
        assert word not in answer.text


async def test_a_calendar_is_bounded_in_time(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    for name, days in {"ss_old": -31, "ss_past": -29, "ss_next": 399, "ss_far": 401}.items():
        await clinic.add_appointment(name, NOW + days * DAY, (ASHA,))
    assert set(events(await client.get(path))) == {"ss_past", "ss_next"}


async def test_what_is_cancelled_disappears(clinic: MailClinic, client: httpx.AsyncClient, path: str) -> None:
    await clinic.cancel(await clinic.add_appointment("ss_off", NOW + DAY, (ASHA,)))
    assert events(await client.get(path)) == {}


async def test_a_calendar_that_has_not_changed_is_not_sent_again(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    await clinic.add_appointment("ss_1", NOW + DAY, (ASHA,))
    first = await client.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    same = await client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    async with clinic.database.transaction(writes=True) as session:
        await session.execute(
            update(AppointmentRow)
            .where(AppointmentRow.id == "ss_1")
            .values(ends_at=NOW + 2 * DAY, sequence=1)
        )
    later = await client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert later.status_code == 200
    assert b"SEQUENCE:1" in later.content


async def test_a_new_address_withdraws_the_old_and_a_withdrawn_one_leads_nowhere(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    client.cookies.set("attune", await clinic.sign_in(BRUNO, NOW))
    assert (await client.delete("/api/v1/me/calendar")).status_code == 204
    assert (await client.get(path)).status_code == 200, "it is Asha's"
    client.cookies.set("attune", await clinic.sign_in(RUIZ, NOW, StaffRole.CLINICIAN))
    first = (await client.post("/api/v1/me/calendar")).json()["url"]
    second = (await client.post("/api/v1/me/calendar")).json()["url"]
    assert (await client.get(first)).status_code == 404
    assert (await client.get(second)).status_code == 200
    assert (await client.delete("/api/v1/me/calendar")).status_code == 204
    assert (await client.get(second)).status_code == 404


async def test_every_address_that_leads_nowhere_is_answered_the_same(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    async with clinic.database.transaction(writes=True) as session:
        await session.execute(update(PersonRow).where(PersonRow.id == ASHA).values(archived_at=NOW))
    paths = [
        path,
        "/api/v1/calendar/x.ics",
        f"/api/v1/calendar/{'x' * 99}.ics",
        "/api/v1/calendar/%C3%A9.ics",
    ]
    answers = [await client.get(each) for each in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


async def test_the_secret_is_not_in_the_database(clinic: MailClinic, path: str) -> None:
    secret = path.rpartition("/")[2].removesuffix(".ics").encode()
    async with clinic.database.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM calendar_feeds")).all()
    assert rows
    assert secret not in str(rows).encode()


async def test_a_calendar_takes_as_many_queries_however_full_it_is(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    counts = []
    for number in (1, 20):
        for each in range(number):
            await clinic.add_appointment(f"ss_{number}_{each}", NOW + DAY + each * HOUR, (ASHA,))
        statements: list[str] = []
        engine = clinic.database.engine.sync_engine

        def note(*given: object, kept: list[str] = statements) -> None:
            kept.append(str(given[2]))

        event.listen(engine, "before_cursor_execute", note)
        await client.get(path)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_nobody_shares_a_calendar_without_signing_in(client: httpx.AsyncClient, method: str) -> None:
    assert (await client.request(method, "/api/v1/me/calendar")).status_code == 401


async def test_what_is_moved_over_midnight_is_the_same_event_at_its_new_time(
    clinic: MailClinic, client: httpx.AsyncClient, path: str
) -> None:
    meeting = await clinic.add_appointment("ss_moved", NOW + DAY, (ASHA,))
    before = Calendar.from_ical((await client.get(path)).content).walk("VEVENT")[0]
    begins = datetime(2026, 3, 5, 4, 30, tzinfo=UTC)
    async with clinic.database.transaction(writes=True) as session:
        new = {"begins_at": begins, "ends_at": begins + timedelta(minutes=90)}
        of_it = AppointmentRow.id == meeting.time.id
        await session.execute(update(AppointmentRow).where(of_it).values(**new, sequence=1))
        await session.execute(
            update(AttendeeRow).where(AttendeeRow.appointment_id == meeting.time.id).values(**new)
        )
    after = Calendar.from_ical((await client.get(path)).content).walk("VEVENT")[0]
    assert after["uid"] == before["uid"]
    assert (after["sequence"], before["sequence"]) == (1, 0)
    assert after["last-modified"].dt > before["last-modified"].dt
    assert (after["dtstart"].dt, after["dtend"].dt) == (begins, begins + timedelta(minutes=90))


async def test_staff_have_a_calendar_of_their_own_that_says_as_little(
    clinic: MailClinic, client: httpx.AsyncClient
) -> None:
    client.cookies.set("attune", await clinic.sign_in(RUIZ, NOW, StaffRole.CLINICIAN))
    url = (await client.post("/api/v1/me/calendar")).json()["url"]
    client.cookies.clear()
    await clinic.add_appointment("ss_led", NOW + DAY, (RUIZ, ASHA))
    await clinic.add_appointment("ss_other", NOW + DAY, (ASHA,))
    answer = await client.get(url.removeprefix("http://localhost:8000"))
    assert events(answer) == {"ss_led": "Appointment"}
    for word in ("Skills", "Asha", "group", "cl_here"):
        assert word not in answer.text
