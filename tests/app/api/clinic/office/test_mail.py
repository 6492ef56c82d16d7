from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event, update

from app.mail.delivery import DeliveryEvent, DeliveryState, Reason, Settlement
from app.mail.stored.outbox import DatabaseOutbox
from app.persistence.models.mail import OutboxRow
from app.persistence.models.schedule import AppointmentRow
from app.runtime.clock import to_datetime
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.app.mail.draws import DAY, HOUR
from tests.support.mail.clinic import ASHA, BRUNO, HERE, RUIZ, SYSTEM, THERE, MailClinic, open_mail_clinic
from tests.support.rooms.setups import START

NOW = to_datetime(START)
LINK = "https://meet.example.org/welcome#k"
REFUSED = Settlement(DeliveryEvent.FAILED, Reason.NO_SUCH_ADDRESS, "5.1.1")
ACCEPTED = Settlement(DeliveryEvent.ACCEPTED)


@pytest.fixture
async def clinic(web_service: WebService) -> MailClinic:
    clinic = await open_mail_clinic(web_service.services.database, NOW)
    clinic.store = web_service.services.clinics
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    await clinic.add_person(RUIZ, NOW, kind="staff")
    return clinic


@pytest.fixture
async def staff(clinic: MailClinic, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.cookies.set("attune", await clinic.sign_in(RUIZ, NOW, StaffRole.CARE_COORDINATOR))
    return client


async def invite(web_service: WebService, *people: PersonId) -> None:
    async with web_service.services.clinics.write(HERE, SYSTEM, NOW) as unit:
        for person in people:
            await web_service.services.notices.invite(unit, person, LINK)


async def settle(web_service: WebService, *settlements: Settlement) -> list[str]:
    """Let a worker try what is due; returns the ids in the order of the settlements."""
    services = web_service.services
    outbox = DatabaseOutbox(services.clinics, services.mail_writer)
    mails = await outbox.claim(NOW, len(settlements), NOW + HOUR)
    for mail, settlement in zip(mails, settlements, strict=True):
        await outbox.settle(mail, settlement, NOW + timedelta(seconds=1))
    return [mail.id for mail in mails]


async def items(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await client.get("/api/v1/mail", params=query)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_dead_letters_are_listed_with_the_reason_and_nothing_they_say(
    web_service: WebService, staff: httpx.AsyncClient
) -> None:
    await invite(web_service, ASHA)
    (mail,) = await settle(web_service, REFUSED)
    (found,) = await items(staff)
    assert found["id"] == mail
    assert found["person"] == {"id": ASHA, "name": "Asha"}
    assert (found["kind"], found["state"]) == ("invitation", "dead")
    assert (found["reason"], found["status"], found["attempts"]) == ("no_such_address", "5.1.1", 1)
    assert found["done_at"].endswith("Z")
    assert LINK not in str(found)
    assert "example.net" not in str(found)


async def test_each_list_has_its_own_mails(web_service: WebService, staff: httpx.AsyncClient) -> None:
    await invite(web_service, ASHA, BRUNO, RUIZ)
    await settle(web_service, ACCEPTED, REFUSED)
    assert [found["state"] for found in await items(staff, state="sent")] == ["sent"]
    assert [found["state"] for found in await items(staff, state="dead")] == ["dead"]
    assert [found["state"] for found in await items(staff, state="waiting")] == ["queued"]
    assert (await staff.get("/api/v1/mail", params={"state": "dropped"})).status_code == 422


@pytest.mark.parametrize("state", ["waiting", "sent"])
async def test_a_list_goes_on_page_by_page_with_few_queries(
    web_service: WebService, clinic: MailClinic, staff: httpx.AsyncClient, state: str
) -> None:
    people = [PersonId(f"pt_{number}") for number in range(7)]
    for person in people:
        await clinic.add_person(person, NOW)
    await invite(web_service, *people)
    if state == "sent":
        await settle(web_service, *[ACCEPTED] * 7)
    counts, seen, cursor = [], [], None
    statements: list[str] = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    engine = web_service.services.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    while True:
        statements.clear()
        query = {"state": state, "limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await staff.get("/api/v1/mail", params=query)).json()
        counts.append(len(statements))
        seen += [found["person"]["id"] for found in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    event.remove(engine, "before_cursor_execute", note)
    assert sorted(seen) == sorted(people)
    assert len(counts) == 3
    assert max(counts) <= 12


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WyJub3ciLCAibWxfMSJd", "WyIyMDI2LTAxLTAxVDAwOjAwIiwgIm1sXzEiXQ"]
)
async def test_a_cursor_of_another_list_is_refused(staff: httpx.AsyncClient, cursor: str) -> None:
    answer = await staff.get("/api/v1/mail", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "page.cursor")


async def test_a_dead_letter_is_sent_again_at_once_with_all_its_attempts(
    web_service: WebService, staff: httpx.AsyncClient
) -> None:
    await invite(web_service, ASHA)
    (mail,) = await settle(web_service, REFUSED)
    web_service.woken.clear()
    assert (await staff.post(f"/api/v1/mail/{mail}/again")).status_code == 204
    assert web_service.woken == [True]
    (found,) = await items(staff, state="waiting")
    assert (found["id"], found["attempts"], found["reason"]) == (mail, 0, None)
    assert await settle(web_service, ACCEPTED) == [mail]
    again = await staff.post(f"/api/v1/mail/{mail}/again")
    assert (again.status_code, again.json()["code"]) == (409, "mail.not_dead")


async def test_a_mail_of_another_clinic_is_like_one_that_never_was(
    web_service: WebService, clinic: MailClinic, staff: httpx.AsyncClient
) -> None:
    await clinic.add_person(PersonId("pt_there"), NOW, clinic=THERE)
    async with web_service.services.clinics.write(THERE, SYSTEM, NOW) as unit:
        await web_service.services.notices.invite(unit, PersonId("pt_there"), LINK)
    (mail,) = await settle(web_service, REFUSED)
    assert await items(staff) == []
    answers = [(await staff.post(f"/api/v1/mail/{each}/again")).json() for each in (mail, "ml_none")]
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "mail.unknown"


async def test_what_would_come_too_late_is_not_sent_again(
    web_service: WebService, staff: httpx.AsyncClient
) -> None:
    await invite(web_service, ASHA)
    (mail,) = await settle(web_service, REFUSED)
    async with web_service.services.database.transaction(writes=True) as session:
        await session.execute(update(OutboxRow).values(useful_until=NOW))
    answer = await staff.post(f"/api/v1/mail/{mail}/again")
    assert (answer.status_code, answer.json()["code"]) == (409, "mail.late")


@pytest.mark.parametrize("change", [{"sequence": 1}, {"status": "cancelled"}])
async def test_what_no_longer_holds_is_not_sent_again(
    web_service: WebService, clinic: MailClinic, staff: httpx.AsyncClient, change: dict[str, object]
) -> None:
    meeting = await clinic.add_appointment("ss_1", NOW + DAY, (ASHA,))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await web_service.services.notices.planned(unit, [meeting])
    (mail,) = await settle(web_service, REFUSED)
    async with clinic.database.transaction(writes=True) as session:
        await session.execute(update(AppointmentRow).values(**change))
    answer = await staff.post(f"/api/v1/mail/{mail}/again")
    assert (answer.status_code, answer.json()["code"]) == (409, "mail.superseded")


async def test_the_demo_shows_whole_mails(
    web_service: WebService, clinic: MailClinic, staff: httpx.AsyncClient
) -> None:
    meeting = await clinic.add_appointment("ss_1", NOW + DAY, (ASHA,))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await web_service.services.notices.planned(unit, [meeting])
    await settle(web_service, ACCEPTED)
    (found,) = (await staff.get("/api/v1/mail/demo")).json()["items"]
    assert (found["address"], found["subject"], found["kind"]) == (
        "asha@example.net",
        "Appointment",
        "appointment_planned",
    )
    assert "http://localhost:8000/" in found["text"]
    assert found["calendar"].startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/mail"), ("GET", "/api/v1/mail/demo"), ("POST", "/api/v1/mail/ml_1/again")],
)
async def test_only_those_see_mail_who_plan(
    clinic: MailClinic, client: httpx.AsyncClient, method: str, path: str
) -> None:
    assert (await client.request(method, path)).status_code == 401
    for person, role in ((RUIZ, [StaffRole.AUDITOR]), (ASHA, [])):
        client.cookies.set("attune", await clinic.sign_in(person, NOW, *role))
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


async def test_reading_the_list_and_sending_again_are_noted(
    web_service: WebService, clinic: MailClinic, staff: httpx.AsyncClient
) -> None:
    await invite(web_service, ASHA)
    (mail,) = await settle(web_service, REFUSED)
    await items(staff)
    await staff.post(f"/api/v1/mail/{mail}/again")
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        entries = [(each.entry.action, each.entry.subjects) for each in await unit.audit.page()]
    assert entries == [("mail.list", (ASHA,)), ("mail.again", (mail, ASHA))]
    assert DeliveryState.QUEUED in {found["state"] for found in await items(staff, state="waiting")}
