"""A clinic's outbox: mails come in with what they tell, are called back when it no longer holds, and are listed.

States and reasons are words of ``app.mail.delivery``, whose rules decide about them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow
from app.persistence.repositories.clinics import ClinicRecord
from app.persistence.repositories.mail.records import (
    FACTS,
    AddressedMail,
    ListedMail,
    NewMail,
    SealedMail,
)
from app.persistence.scoping import checked
from app.runtime.ids import new_mail_id
from clinic.common.ids import AppointmentId, PersonId

__all__ = ["OutboxRepository"]


class OutboxRepository:
    """The mails of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicRecord, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, mails: Iterable[NewMail], state: str, now: datetime) -> None:
        """Put mails into the outbox; they leave only if the transaction is committed."""
        rows = [self._values(mail.id or new_mail_id(), mail, state, now) for mail in mails]
        if rows:
            await self._session.execute(insert(OutboxRow), rows)

    async def of_appointments(self, appointments: Collection[AppointmentId]) -> list[SealedMail]:
        """Return all mails about these appointments, the oldest first. No other transaction tells of them meanwhile."""
        lock = (
            select(AppointmentRow.id)
            .where(checked(AppointmentRow.clinic_id) == self._clinic.id, AppointmentRow.id.in_(appointments))
            .order_by(AppointmentRow.id)
            .with_for_update()
        )
        await self._session.execute(lock)
        query = (
            select(OutboxRow)
            .where(
                checked(OutboxRow.clinic_id) == self._clinic.id, OutboxRow.appointment_id.in_(appointments)
            )
            .order_by(OutboxRow.made_at, OutboxRow.id)
        )
        return [SealedMail.of(row, self._own_keys) for row in await self._session.scalars(query)]

    async def call_back(self, mails: Collection[str], state: str, reason: str, now: datetime) -> None:
        """Give those of these mails that have not come to an end this state. One being sent may arrive nevertheless."""
        await self._call_back(OutboxRow.id.in_(mails), state, reason, now)

    async def call_back_kinds(
        self, person: PersonId, kinds: Collection[str], state: str, reason: str, now: datetime
    ) -> None:
        """Do the same with all mails of these kinds to a person."""
        await self._call_back(
            and_(OutboxRow.person_id == person, OutboxRow.kind.in_(kinds)), state, reason, now
        )

    async def was_written(self, person: PersonId, kind: str, since: datetime) -> bool:
        """Return whether a mail of this kind to a person was made since then."""
        query = select(OutboxRow.id).where(
            checked(OutboxRow.clinic_id) == self._clinic.id,
            OutboxRow.person_id == person,
            OutboxRow.kind == kind,
            OutboxRow.made_at > since,
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def find(self, mail: str) -> SealedMail | None:
        """Return a mail and lock it, or None if this clinic has none of this id."""
        query = select(OutboxRow).where(self._mine, OutboxRow.id == mail).with_for_update()
        row = await self._session.scalar(query)
        return SealedMail.of(row, self._own_keys) if row else None

    async def revive(self, mail: str, state: str, now: datetime) -> None:
        """Let a mail be sent again, with all attempts before it."""
        await self._session.execute(
            update(OutboxRow)
            .where(self._mine, OutboxRow.id == mail)
            .values(state=state, attempts=0, due_at=now, done_at=None, reason=None, status=None)
        )

    async def page_open(self, after: tuple[datetime, str] | None, limit: int) -> list[ListedMail]:
        """Return mails that have not come to an end, the next due first, those after a time and an id."""
        place = self._mine & OutboxRow.due_at.is_not(None)
        if after is not None:
            at, mail = after
            place &= or_(OutboxRow.due_at > at, and_(OutboxRow.due_at == at, OutboxRow.id > mail))
        return await self._list(self._with_names(place, limit).order_by(OutboxRow.due_at, OutboxRow.id))

    async def page_done(
        self, state: str, before: tuple[datetime, str] | None, limit: int
    ) -> list[ListedMail]:
        """Return mails that came to this end, the latest first, those before a time and an id."""
        place = self._mine & (OutboxRow.state == state)
        if before is not None:
            at, mail = before
            place &= or_(OutboxRow.done_at < at, and_(OutboxRow.done_at == at, OutboxRow.id < mail))
        latest = (OutboxRow.done_at.desc(), OutboxRow.id.desc())
        return await self._list(self._with_names(place, limit).order_by(*latest))

    async def newest(self, states: Collection[str], limit: int) -> list[AddressedMail]:
        """Return the newest mails in these states, with their people."""
        query = (
            select(OutboxRow, PersonRow)
            .join(PersonRow, PersonRow.id == OutboxRow.person_id)
            .where(self._mine, OutboxRow.state.in_(states))
            .order_by(OutboxRow.made_at.desc(), OutboxRow.id.desc())
            .limit(limit)
        )
        return [
            AddressedMail(SealedMail.of(row, self._own_keys), person, self._clinic.time_zone)
            for row, person in await self._session.execute(query)
        ]

    def _own_keys(self) -> ClinicKeys:
        return self._keys

    @property
    def _mine(self) -> ColumnElement[bool]:
        return OutboxRow.clinic_id == self._clinic.id

    async def _call_back(self, which: ColumnElement[bool], state: str, reason: str, now: datetime) -> None:
        # The lease stays: what a worker says of it later still counts.
        await self._session.execute(
            update(OutboxRow)
            .where(checked(OutboxRow.clinic_id) == self._clinic.id, OutboxRow.due_at.is_not(None), which)
            .values(state=state, reason=reason, due_at=None, done_at=now)
        )

    def _with_names(self, place: ColumnElement[bool], limit: int) -> "Select[OutboxRow, str]":
        query = select(OutboxRow, PersonRow.name).join(PersonRow, PersonRow.id == OutboxRow.person_id)
        return query.where(place).limit(limit)

    async def _list(self, query: "Select[OutboxRow, str]") -> list[ListedMail]:
        return [_listed(row, name) for row, name in await self._session.execute(query)]

    def _values(self, mail_id: str, mail: NewMail, state: str, now: datetime) -> dict[str, object]:
        return {
            "id": mail_id,
            "clinic_id": self._clinic.id,
            "person_id": mail.person,
            "appointment_id": mail.appointment,
            "sequence": mail.sequence,
            "kind": mail.kind,
            "facts": self._keys.seal(FACTS, mail_id, mail.facts),
            "state": state,
            "made_at": now,
            "due_at": mail.due_at,
            "useful_until": mail.useful_until,
        }


def _listed(row: OutboxRow, name: str) -> ListedMail:
    return ListedMail(
        row.id,
        PersonId(row.person_id),
        name,
        row.kind,
        AppointmentId(row.appointment_id) if row.appointment_id else None,
        row.state,
        row.attempts,
        row.reason,
        row.status,
        row.made_at,
        row.due_at,
        row.done_at,
    )
