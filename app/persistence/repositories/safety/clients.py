"""What an emergency needs of one clinic's clients: what was agreed with them, who leads them now, what was disclosed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.persistence.encryption import ClinicKeys
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.safety.alerts import ClientSafetyRow, DisclosureRow
from clinic.common.ids import ClinicId, PersonId
from clinic.schedule.attendees import LEADING
from rooms.model.ids import RoomId

__all__ = ["ClientSafety", "ClientSafetyRepository", "Disclosure"]

_NUMBER = "client_safety.emergency_number"
_PHRASE = "client_safety.phrase"
_ACCOMMODATIONS = "client_safety.accommodations"


@dataclass(frozen=True, slots=True)
class ClientSafety:
    """What was agreed with a client.

    Attributes:
        emergency_number: Of the emergency line where they live: a clinician's own 911 reaches the clinician's county.
        phrase: What they say when they cannot speak freely.
        accommodations: What helps them take part, in staff's words: captions, a camera that is off, an interpreter.
        version: 0 if nothing was agreed yet.
    """

    emergency_number: str = field(default="", repr=False)
    phrase: str = field(default="", repr=False)
    version: int = 0
    accommodations: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure in an emergency, in words of ``clinic.safety.crisis_card``."""

    id: str
    person: PersonId
    by: PersonId
    at: datetime
    nature: str
    recipient: str
    reason: str


class ClientSafetyRepository:
    """What an emergency needs of the clients of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def find(self, person: PersonId) -> ClientSafety:
        """Return what was agreed with a client."""
        query = select(ClientSafetyRow).where(
            ClientSafetyRow.person_id == person, ClientSafetyRow.clinic_id == self._clinic
        )
        row = await self._session.scalar(query)
        if row is None:
            return ClientSafety()
        return ClientSafety(
            self._keys.open(_NUMBER, person, row.emergency_number) if row.emergency_number else "",
            self._keys.open(_PHRASE, person, row.phrase) if row.phrase else "",
            row.version,
            self._keys.open(_ACCOMMODATIONS, person, row.accommodations) if row.accommodations else "",
        )

    async def put(self, person: PersonId, agreed: ClientSafety, version: int) -> bool:
        """Store what was agreed if it still has this version; return whether it had."""
        values = {
            "emergency_number": self._seal(_NUMBER, person, agreed.emergency_number),
            "phrase": self._seal(_PHRASE, person, agreed.phrase),
            "accommodations": self._seal(_ACCOMMODATIONS, person, agreed.accommodations),
            "version": version + 1,
        }
        if version == 0:
            if (await self.find(person)).version:
                return False
            await self._session.execute(
                insert(ClientSafetyRow).values(person_id=person, clinic_id=self._clinic, **values)
            )
            return True
        changed = await self._session.execute(
            update(ClientSafetyRow)
            .where(
                ClientSafetyRow.person_id == person,
                ClientSafetyRow.clinic_id == self._clinic,
                ClientSafetyRow.version == version,
            )
            .values(**values)
            .returning(ClientSafetyRow.version)
        )
        return changed.first() is not None

    async def leads_now(self, viewer: PersonId, client: PersonId, now: datetime, after: timedelta) -> bool:
        """Return whether the viewer has a leading seat in a session with this client that is open now.

        Args:
            after: How long after a session has ended it still counts: the person may have left all of a sudden.
        """
        leader, member, seat = aliased(OccupantRow), aliased(OccupantRow), aliased(SeatRow)
        query = (
            select(SessionRow.id)
            .join(leader, leader.session_id == SessionRow.id)
            .join(seat, seat.id == leader.seat_id)
            .join(member, member.session_id == SessionRow.id)
            .where(
                SessionRow.clinic_id == self._clinic,
                leader.person_id == viewer,
                seat.role.in_([role.value for role in LEADING]),
                member.person_id == client,
                SessionRow.opens_at <= now,
                SessionRow.closes_at > now - after,
                or_(SessionRow.ended_at.is_(None), SessionRow.ended_at > now - after),
            )
            .limit(1)
        )
        return await self._session.scalar(query) is not None

    async def shares_seat(self, person: PersonId, now: datetime) -> bool:
        """Return whether somebody else is expected on the person's seat in a session that is open now."""
        own, other = aliased(OccupantRow), aliased(OccupantRow)
        query = (
            select(SessionRow.id)
            .join(own, own.session_id == SessionRow.id)
            .join(other, other.seat_id == own.seat_id)
            .where(
                SessionRow.clinic_id == self._clinic,
                *_open_at(now),
                own.person_id == person,
                other.person_id != person,
            )
            .limit(1)
        )
        return await self._session.scalar(query) is not None

    async def open_sessions(
        self, kinds: Collection[str], now: datetime, people: Collection[PersonId] | None = None
    ) -> list[RoomId]:
        """Return the sessions of these kinds that are open now, all of them or those with one of these people."""
        query = (
            select(SessionRow.id)
            .where(SessionRow.clinic_id == self._clinic, *_open_at(now), SessionRow.kind.in_(kinds))
            .order_by(SessionRow.id)
        )
        if people is not None:
            seated = select(OccupantRow.session_id).where(OccupantRow.person_id.in_(people))
            query = query.where(SessionRow.id.in_(seated))
        return [RoomId(session) for session in await self._session.scalars(query)]

    async def disclose(self, made: Disclosure) -> None:
        """Document a disclosure."""
        await self._session.execute(
            insert(DisclosureRow).values(
                id=made.id,
                clinic_id=self._clinic,
                person_id=made.person,
                by_id=made.by,
                at=made.at,
                nature=made.nature,
                recipient=made.recipient,
                reason=made.reason,
            )
        )

    async def disclosures(self, person: PersonId, limit: int) -> list[Disclosure]:
        """Return what was disclosed of a client, the latest first."""
        query = (
            select(DisclosureRow)
            .where(DisclosureRow.clinic_id == self._clinic, DisclosureRow.person_id == person)
            .order_by(DisclosureRow.at.desc(), DisclosureRow.id.desc())
            .limit(limit)
        )
        return [
            Disclosure(
                row.id,
                PersonId(row.person_id),
                PersonId(row.by_id),
                row.at,
                row.nature,
                row.recipient,
                row.reason,
            )
            for row in await self._session.scalars(query)
        ]

    def _seal(self, place: str, person: PersonId, text: str) -> str | None:
        return self._keys.seal(place, person, text) if text else None


def _open_at(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SessionRow.opens_at <= now, SessionRow.closes_at > now, SessionRow.ended_at.is_(None))
