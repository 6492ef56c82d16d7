"""Mails in the outboxes of two clinics, for tests of what the database keeps of them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.persistence.models.mail import OutboxRow
from app.persistence.repositories.mail.records import NewMail
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from tests.support.mail.clinic import HERE, SYSTEM, MailClinic

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = NOW + 15 * MINUTE


def mail(person: PersonId, due: datetime = NOW, appointment: AppointmentId | None = None) -> NewMail:
    return NewMail(
        person, "reminder", '{"link": "secret"}', due, None, appointment, 0 if appointment else None
    )


async def put(clinic: MailClinic, *mails: NewMail, where: ClinicId = HERE, now: datetime = NOW) -> None:
    async with clinic.store.write(where, SYSTEM, now) as unit:
        await unit.outbox.add(mails, "queued", now)


async def rows(clinic: MailClinic) -> list[OutboxRow]:
    async with clinic.database.transaction(writes=False) as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.due_at, OutboxRow.person_id)))
