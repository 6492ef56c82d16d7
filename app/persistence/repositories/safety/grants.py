"""What the clients of one clinic signed, acknowledged and withdrew. The terms of a disclosure are encrypted."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.safety.consents import ConsentGrantRow, SessionAcknowledgementRow
from app.persistence.scoping import checked
from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, ClinicId, EpisodeId, PersonId, RecipientId
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.grants import Acknowledgement, Grant, Method, Terms, is_organisation
from clinic.consents.versions import VersionId

__all__ = ["GrantRepository"]

_PLACE = "consent_grants.terms"


class GrantRepository:
    """The grants of one clinic. None is removed, and none is changed but by its withdrawal."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def of(self, people: Collection[PersonId]) -> list[Grant]:
        """Return everything that these people signed, the newest first."""
        return await self._find(ConsentGrantRow.person_id.in_(people))

    async def find(self, grant: str) -> Grant | None:
        """Return a grant, or None."""
        return next(iter(await self._find(ConsentGrantRow.id == grant)), None)

    async def find_all(self, grants: Collection[str]) -> list[Grant]:
        """Return those of these grants that exist."""
        return await self._find(ConsentGrantRow.id.in_(grants))

    async def to(
        self, recipient: PersonId | RecipientId, givers: Collection[PersonId], now: datetime
    ) -> list[Grant]:
        """Return the grants of these people that name a recipient and have not ended."""
        return await self._find(
            or_(ConsentGrantRow.recipient_id == recipient, ConsentGrantRow.organisation_id == recipient),
            ConsentGrantRow.person_id.in_(givers),
            ConsentGrantRow.withdrawn_at.is_(None),
            ConsentGrantRow.expires_at > now,
        )

    async def add(self, grant: Grant) -> None:
        """Store a new grant."""
        await self.add_all([grant])

    async def add_all(self, grants: Iterable[Grant]) -> None:
        """Store new grants at once."""
        self._session.add_all(self._row(grant) for grant in grants)
        await self._session.flush()

    async def withdraw(self, grant: Grant) -> bool:
        """Store when and by whom a grant was withdrawn, unless it was before; return whether it was not."""
        changed = await self._session.execute(
            update(ConsentGrantRow)
            .where(
                ConsentGrantRow.clinic_id == self._clinic,
                ConsentGrantRow.id == grant.id,
                ConsentGrantRow.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=grant.withdrawn_at, withdrawn_by_id=grant.withdrawn_by)
            .returning(ConsentGrantRow.id)
        )
        return changed.first() is not None

    async def acknowledged(self, person: PersonId, appointment: AppointmentId) -> list[Acknowledgement]:
        """Return what a person confirmed before a session."""
        return await self._acknowledged(
            SessionAcknowledgementRow.appointment_id == appointment,
            SessionAcknowledgementRow.person_id == person,
        )

    async def acknowledged_at(self, appointment: AppointmentId) -> list[Acknowledgement]:
        """Return what anybody confirmed before a session."""
        return await self._acknowledged(SessionAcknowledgementRow.appointment_id == appointment)

    async def _acknowledged(self, *which: ColumnElement[bool]) -> list[Acknowledgement]:
        query = select(SessionAcknowledgementRow).where(
            checked(SessionAcknowledgementRow.clinic_id) == self._clinic, *which
        )
        return [
            Acknowledgement(
                PersonId(row.person_id), VersionId(row.version_id), AppointmentId(row.appointment_id), row.at
            )
            for row in await self._session.scalars(query)
        ]

    async def acknowledge(self, given: Acknowledgement) -> None:
        """Store a confirmation that there is not yet."""
        await self._session.execute(
            insert(SessionAcknowledgementRow).values(
                appointment_id=given.appointment,
                person_id=given.person,
                version_id=given.version,
                clinic_id=self._clinic,
                at=given.at,
            )
        )

    async def _find(self, *which: ColumnElement[bool]) -> list[Grant]:
        query = (
            select(ConsentGrantRow)
            .where(checked(ConsentGrantRow.clinic_id) == self._clinic, *which)
            .order_by(ConsentGrantRow.signed_at.desc(), ConsentGrantRow.id)
        )
        rows: Sequence[ConsentGrantRow] = (await self._session.scalars(query)).all()
        return [self._grant(row) for row in rows]

    def _row(self, grant: Grant) -> ConsentGrantRow:
        terms = grant.terms
        return ConsentGrantRow(
            id=grant.id,
            clinic_id=self._clinic,
            person_id=grant.person,
            version_id=grant.version,
            kind=grant.key.kind.value,
            state=grant.key.state,
            number=grant.number,
            language=grant.language,
            fingerprint=grant.fingerprint,
            signed_at=grant.signed_at,
            method=grant.method.value,
            heard_by_id=grant.heard_by,
            episode_id=grant.episode,
            appointment_id=grant.appointment,
            **_named(terms),
            terms=self._seal(grant.id, terms) if terms else None,
            expires_at=terms.expires_at if terms else None,
            withdrawn_at=grant.withdrawn_at,
            withdrawn_by_id=grant.withdrawn_by,
        )

    def _grant(self, row: ConsentGrantRow) -> Grant:
        return Grant(
            row.id,
            PersonId(row.person_id),
            VersionId(row.version_id),
            DocumentKey(DocumentKind(row.kind), row.state),
            row.number,
            row.language,
            row.fingerprint,
            row.signed_at,
            Method(row.method),
            _person(row.heard_by_id),
            EpisodeId(row.episode_id) if row.episode_id else None,
            AppointmentId(row.appointment_id) if row.appointment_id else None,
            self._terms(row),
            row.withdrawn_at,
            _person(row.withdrawn_by_id),
        )

    def _seal(self, grant: str, terms: Terms) -> str:
        return self._keys.seal(_PLACE, grant, json.dumps([terms.purpose, sorted(terms.categories)]))

    def _terms(self, row: ConsentGrantRow) -> Terms | None:
        if row.terms is None or row.expires_at is None:
            return None
        values: list[Any] = json.loads(self._keys.open(_PLACE, row.id, row.terms))
        purpose, categories = values
        recipient = RecipientId(row.organisation_id) if row.organisation_id else _person(row.recipient_id)
        return Terms(recipient, purpose, frozenset(map(Category, categories)), row.expires_at)


def _named(terms: Terms | None) -> dict[str, str | None]:
    """Return the column of whom the terms name: one of the staff, or an organisation."""
    recipient = terms.recipient if terms else None
    column = "organisation_id" if is_organisation(recipient) else "recipient_id"
    return {column: recipient}


def _person(value: str | None) -> PersonId | None:
    return PersonId(value) if value else None
