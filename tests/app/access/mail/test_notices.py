"""What people are told by mail, on both databases: the outbox is emptied by hand."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select

from app.access.mail.appointments import TOLD_AHEAD, Meeting
from app.access.mail.notices import MailedNotices
from app.access.mail.pages import Pages
from app.auth.one_time import NewSecret, hash_secret, make_secret
from app.mail.delivery import DeliveryEvent, Settlement
from app.mail.ports import QueuedMail
from app.mail.stored.outbox import DatabaseOutbox
from app.mail.stored.writer import MailWriter
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.identity import OneTimeLinkRow
from app.persistence.models.mail import OutboxRow
from app.persistence.unit_of_work import Database
from clinic.common.ids import AppointmentId, PersonId
from tests.app.mail.draws import DAY, HOUR, MINUTE, at
from tests.support.mail.clinic import ASHA, BRUNO, HERE, RUIZ, SYSTEM, THERE, MailClinic, open_mail_clinic

NOW = at("2026-03-02 15:00")
ENTRANCE = re.compile(r"https://meet\.example\.org/sign-in#([\w-]{43})")
LINK = "https://meet.example.org/welcome#k"


@dataclass
class Told:
    """The notices, with what was sent so far."""

    clinic: MailClinic
    notices: MailedNotices
    outbox: DatabaseOutbox
    woken: list[bool]
    sent: list[QueuedMail] = field(default_factory=list)

    async def send(self, now: datetime) -> list[str]:
        """Send what is due, and return whom it went to with its subject."""
        mails = await self.outbox.claim(now, 1000, now + HOUR)
        for mail in mails:
            await self.outbox.settle(mail, Settlement(DeliveryEvent.ACCEPTED), now)
        self.sent += mails
        return sorted(f"{mail.recipient.partition('@')[0]}: {mail.content.subject}" for mail in mails)

    async def planned(self, *meetings: Meeting, now: datetime = NOW) -> None:
        async with self.clinic.store.write(HERE, SYSTEM, now) as unit:
            await self.notices.planned(unit, meetings)

    async def cancelled(self, *meetings: Meeting, now: datetime = NOW) -> None:
        async with self.clinic.store.write(HERE, SYSTEM, now) as unit:
            await self.notices.cancelled(unit, meetings)

    async def count(self) -> int:
        async with self.clinic.database.transaction(writes=False) as session:
            return len(list(await session.scalars(select(OutboxRow.id).where(OutboxRow.due_at.is_not(None)))))


@pytest.fixture
async def told(database: Database) -> Told:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    await clinic.add_person(RUIZ, NOW, kind="staff", channel=None)
    woken: list[bool] = []
    notices = MailedNotices(Pages("https://meet.example.org"), lambda: woken.append(True))
    outbox = DatabaseOutbox(clinic.store, MailWriter("meet.example.org", "appointments@example.org"))
    return Told(clinic, notices, outbox, woken)


def moved(meeting: Meeting, by: timedelta) -> Meeting:
    time = meeting.time
    later = replace(
        time, begins_at=time.begins_at + by, ends_at=time.ends_at + by, sequence=time.sequence + 1
    )
    return replace(meeting, time=later)


async def test_an_invitation_leaves_after_the_commit(told: Told) -> None:
    async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert await told.notices.invite(unit, ASHA, LINK)
        assert await told.notices.invite(unit, RUIZ, LINK)
        assert told.woken == []
    assert told.woken == [True]
    assert await told.send(NOW) == ["asha: Set up your sign-in", "ruiz: Set up your account"]
    assert all(LINK in mail.content.text for mail in told.sent)


async def test_what_is_rolled_back_is_told_to_nobody(told: Told) -> None:
    async def fail() -> None:
        async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
            await told.notices.invite(unit, ASHA, LINK)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await told.send(NOW) == []
    assert told.woken == []


async def test_a_new_invitation_takes_the_place_of_one_that_waits(told: Told) -> None:
    await told.clinic.add_person(PersonId("pt_cara"), NOW, safe_times="tue 09:00-10:00")
    async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await told.notices.invite(unit, PersonId("pt_cara"), LINK + "1")
        await told.notices.invite(unit, PersonId("pt_cara"), LINK + "2")
    assert await told.send(NOW) == []
    assert await told.send(at("2026-03-03 14:00")) == ["cara: Set up your sign-in"]
    assert LINK + "2" in told.sent[0].content.text


async def test_a_withdrawn_invitation_is_not_sent(told: Told) -> None:
    async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await told.notices.invite(unit, ASHA, LINK)
        await told.notices.withdraw_invitations(unit, ASHA)
    assert await told.send(NOW) == []


@pytest.mark.parametrize("tell", ["invite", "recovery", "new_device", "emergency_access", "webhook_off"])
async def test_who_has_no_safe_channel_or_is_of_another_clinic_is_sent_nothing(told: Told, tell: str) -> None:
    await told.clinic.add_person(PersonId("pt_dora"), NOW, channel="none")
    await told.clinic.add_person(PersonId("pt_there"), NOW, clinic=THERE)

    async def send(unit: ClinicUnit, person: PersonId) -> bool:
        given = (LINK,) if tell in ("invite", "recovery") else ()
        return bool(await getattr(told.notices, tell)(unit, person, *given))

    async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
        for person in ("pt_dora", "pt_there", "pt_none"):
            assert not await send(unit, PersonId(person))
        assert await send(unit, ASHA)
    assert len(await told.send(NOW)) == 1


async def test_a_recovery_link_that_would_come_too_late_is_not_sent(told: Told) -> None:
    await told.clinic.add_person(PersonId("pt_cara"), NOW, safe_times="tue 09:00-10:00")
    async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert not await told.notices.recovery(unit, PersonId("pt_cara"), LINK)
        assert await told.notices.recovery(unit, ASHA, LINK)
    assert await told.send(NOW) == ["asha: Your sign-in link"]


async def test_an_appointment_is_told_moved_and_cancelled_with_one_uid(told: Told) -> None:
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (ASHA, RUIZ))
    await told.planned(meeting)
    assert await told.send(NOW) == ["asha: Appointment", "ruiz: Appointment"]
    later = moved(meeting, DAY)
    await told.planned(later, now=NOW + HOUR)
    assert await told.send(NOW + HOUR) == ["asha: Appointment: new time", "ruiz: Appointment: new time"]
    await told.cancelled(moved(later, timedelta()), now=NOW + 2 * HOUR)
    assert await told.send(NOW + 2 * HOUR) == ["asha: Appointment canceled", "ruiz: Appointment canceled"]
    files = [mail.content.calendar for mail in told.sent if mail.recipient.startswith("asha")]
    assert all(file and b"UID:ss_1@meet.example.org" in file.data for file in files)
    assert [f"SEQUENCE:{n}".encode() in file.data for n, file in enumerate(files) if file] == [True] * 3
    assert await told.count() == 0, "its reminders went with it"


async def test_reminders_follow_an_appointment_that_moves(told: Told) -> None:
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (ASHA,))
    await told.planned(meeting)
    await told.send(NOW)
    await told.planned(moved(meeting, 2 * DAY))
    await told.send(NOW)
    assert await told.send(NOW + 3 * DAY) == []
    assert await told.send(NOW + 4 * DAY) == ["asha: Appointment reminder"]
    assert await told.send(NOW + 5 * DAY - HOUR) == ["asha: Appointment reminder"]


async def test_what_moved_before_it_was_told_is_told_once_as_it_is(told: Told) -> None:
    await told.clinic.add_person(PersonId("pt_cara"), NOW, safe_times="tue 09:00-10:00")
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (PersonId("pt_cara"),))
    await told.planned(meeting)
    await told.planned(moved(meeting, HOUR))
    assert await told.send(at("2026-03-03 14:00")) == ["cara: Appointment"]
    assert "11:00 AM" in told.sent[0].content.text


async def test_what_was_cancelled_before_it_was_told_is_never_told(told: Told) -> None:
    await told.clinic.add_person(PersonId("pt_cara"), NOW, safe_times="tue 09:00-10:00")
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (PersonId("pt_cara"),))
    await told.planned(meeting)
    await told.cancelled(meeting)
    assert await told.send(at("2026-03-03 14:00")) == []


async def test_planning_the_same_again_tells_nothing_twice(told: Told) -> None:
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (ASHA,))
    for _ in range(3):
        await told.planned(meeting)
    assert await told.send(NOW) == ["asha: Appointment"]
    await told.planned(meeting, now=NOW + MINUTE)
    assert await told.send(NOW + MINUTE) == []
    assert await told.count() == 2


async def test_one_who_is_removed_is_told_and_the_others_are_not(told: Told) -> None:
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (ASHA, BRUNO))
    await told.planned(meeting)
    await told.send(NOW)
    await told.cancelled(replace(meeting, people=(BRUNO,)), now=NOW + HOUR)
    assert await told.send(NOW + HOUR) == ["bruno: Appointment canceled"]
    assert await told.send(NOW + 2 * DAY) == ["asha: Appointment reminder"]


async def test_partners_are_told_the_same_at_the_same_time(told: Told) -> None:
    """Nothing about a couple's session, such as a hold on it, is an argument of any notice."""
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (ASHA, BRUNO))
    await told.planned(meeting)
    for now in (NOW, NOW + 2 * DAY, NOW + 3 * DAY - HOUR):
        await told.send(now)
    texts = {
        name: [
            (mail.content.subject, ENTRANCE.sub("", mail.content.text))
            for mail in told.sent
            if mail.recipient.startswith(name)
        ]
        for name in ("asha", "bruno")
    }
    assert len(texts["asha"]) == 3
    assert texts["asha"] == texts["bruno"]


async def test_a_client_gets_a_link_of_their_own_and_staff_none(told: Told) -> None:
    meeting = await told.clinic.add_appointment("ss_1", NOW + 3 * DAY, (ASHA, BRUNO, RUIZ))
    await told.planned(meeting)
    await told.send(NOW)
    secrets = {mail.recipient: ENTRANCE.findall(mail.content.text) for mail in told.sent}
    assert secrets.pop("ruiz@example.net") == []
    async with told.clinic.database.transaction(writes=False) as session:
        links = {row.secret_hash: row for row in await session.scalars(select(OneTimeLinkRow))}
    assert len(links) == 2
    for address, (secret,) in secrets.items():
        hashed = hash_secret(secret)
        assert hashed
        row = links[hashed]
        assert f"{row.person_id.removeprefix('pt_')}@example.net" == address
        assert (row.purpose, row.expires_at) == ("session", meeting.time.ends_at + HOUR / 2)


async def test_who_is_not_written_to_gets_no_link(told: Told) -> None:
    await told.clinic.add_person(PersonId("pt_dora"), NOW, channel="none")
    await told.planned(await told.clinic.add_appointment("ss_1", NOW + DAY, (PersonId("pt_dora"),)))
    async with told.clinic.database.transaction(writes=False) as session:
        assert list(await session.scalars(select(OneTimeLinkRow))) == []


async def test_no_secret_is_made_for_a_session_that_nobody_is_told_of_yet(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[NewSecret] = []

    def make() -> NewSecret:
        made.append(make_secret())
        return made[-1]

    monkeypatch.setattr("app.access.mail.notices.make_secret", make)
    far = await told.clinic.add_appointment("ss_far", NOW + TOLD_AHEAD, (ASHA, BRUNO))
    near = await told.clinic.add_appointment("ss_near", NOW + TOLD_AHEAD - MINUTE, (ASHA, BRUNO))
    await told.planned(far)
    assert (len(made), await told.count()) == (0, 0)
    await told.planned(far, near)
    assert len(made) == 2
    assert await told.count() > 0


async def test_a_series_costs_as_many_queries_as_one_appointment(told: Told) -> None:
    meetings = [
        await told.clinic.add_appointment(f"ss_{n}", NOW + DAY + n * HOUR, (ASHA, BRUNO, RUIZ))
        for n in range(50)
    ]
    counts = []
    for some in (meetings[:1], meetings):
        statements: list[str] = []
        engine = told.clinic.database.engine.sync_engine

        def note(*given: object, kept: list[str] = statements) -> None:
            kept.append(str(given[2]))

        event.listen(engine, "before_cursor_execute", note)
        await told.planned(*some)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[1] <= counts[0] + 2
    assert counts[1] <= 12


async def test_what_is_handed_over_is_told_to_staff_alone_at_any_hour(told: Told) -> None:
    async with told.clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert not await told.notices.handed_over(unit, ASHA, AppointmentId("ss_1"))
        assert await told.notices.handed_over(unit, RUIZ, AppointmentId("ss_1"))
    assert await told.send(NOW) == ["ruiz: Something was handed over to you"]
