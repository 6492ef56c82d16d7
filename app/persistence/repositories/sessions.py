"""Sessions: who is expected, where they sit, when the doors are open, and which links are good."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Any, get_type_hints

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.persistence.models import ClinicRow, OccupantRow, PersonRow, SeatRow, SessionRow
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy import RoomKind, RoomPolicy

__all__ = ["SeatLink", "SessionRecord", "SessionRepository"]


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session without its people."""

    id: RoomId
    clinic: str
    title: str
    opens_at: datetime
    closes_at: datetime
    ended_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Say whether people may come in at this moment."""
        return self.ended_at is None and self.opens_at <= now < self.closes_at


@dataclass(frozen=True, slots=True)
class SeatLink:
    """The link of a seat: good while its version is the seat's."""

    session: RoomId
    seat: SeatId
    version: int


class SessionRepository:
    """Queries about sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ensure_clinic(self, clinic: str, name: str) -> None:
        """Add the clinic unless it is there."""
        if await self._session.get(ClinicRow, clinic) is None:
            self._session.add(ClinicRow(id=clinic, name=name))
            await self._session.flush()

    async def add(self, clinic: str, setup: RoomSetup, opens_at: datetime, closes_at: datetime) -> None:
        """Add a session with its seats, and those of its people that the clinic does not know yet."""
        for person in setup.people.values():
            if await self._session.get(PersonRow, person.id) is None:
                self._session.add(PersonRow(id=person.id, clinic_id=clinic, name=person.name))
        await self._session.flush()
        self._session.add(
            SessionRow(
                id=setup.id,
                clinic_id=clinic,
                title=setup.title,
                kind=setup.policy.kind.value,
                policy=_encode_policy(setup.policy),
                opens_at=opens_at,
                closes_at=closes_at,
                seats=[
                    _new_seat(setup, seat, position) for position, seat in enumerate(setup.seats.values(), 1)
                ],
            )
        )
        await self._session.flush()

    async def find(self, session: RoomId) -> SessionRecord | None:
        """Return the session, or None."""
        row = await self._session.get(SessionRow, session)
        return _record(row) if row else None

    async def open_of(self, clinic: str, now: datetime) -> list[SessionRecord]:
        """Return the clinic's sessions that people may come to at this moment, first opened first."""
        query = (
            select(SessionRow)
            .where(
                SessionRow.clinic_id == clinic,
                SessionRow.ended_at.is_(None),
                SessionRow.opens_at <= now,
                SessionRow.closes_at > now,
            )
            .order_by(SessionRow.opens_at, SessionRow.id)
        )
        return [_record(row) for row in await self._session.scalars(query)]

    async def setup(self, session: RoomId) -> RoomSetup | None:
        """Return who is expected and by which policy, or None when there is no such session."""
        query = (
            select(SessionRow)
            .where(SessionRow.id == session)
            .options(
                selectinload(SessionRow.seats)
                .selectinload(SeatRow.occupants)
                .selectinload(OccupantRow.person)
            )
        )
        row = (await self._session.scalars(query)).one_or_none()
        return _setup(row) if row else None

    async def link_of(self, seat: SeatId) -> SeatLink | None:
        """Return the seat's link, or None when there is no such seat."""
        row = await self._session.get(SeatRow, seat)
        return SeatLink(RoomId(row.session_id), SeatId(row.id), row.link_version) if row else None

    async def links_of(self, session: RoomId) -> list[SeatLink]:
        """Return the links of a session in seat order."""
        query = select(SeatRow).where(SeatRow.session_id == session).order_by(SeatRow.position)
        return [
            SeatLink(session, SeatId(row.id), row.link_version) for row in await self._session.scalars(query)
        ]

    async def withdraw_link(self, seat: SeatId) -> None:
        """Make every link of the seat that was given out so far worthless."""
        await self._session.execute(
            update(SeatRow).where(SeatRow.id == seat).values(link_version=SeatRow.link_version + 1)
        )


def _new_seat(setup: RoomSetup, seat: Seating, position: int) -> SeatRow:
    occupants = [
        OccupantRow(
            session_id=setup.id,
            person_id=person,
            position=place,
            companion=seat.companion,
            licensed=setup.people[person].licensed,
            serves_id=setup.people[person].serves,
        )
        for place, person in enumerate(seat.occupants, 1)
    ]
    return SeatRow(
        id=seat.id,
        position=position,
        role=setup.role_of(seat.id).value,
        link_version=1,
        companion=seat.companion,
        occupants=occupants,
    )


def _record(row: SessionRow) -> SessionRecord:
    return SessionRecord(RoomId(row.id), row.clinic_id, row.title, row.opens_at, row.closes_at, row.ended_at)


def _setup(row: SessionRow) -> RoomSetup:
    people: dict[PersonId, Person] = {}
    seats: dict[SeatId, Seating] = {}
    for seat in row.seats:
        for occupant in seat.occupants:
            person = _person(occupant, Role(seat.role))
            people[person.id] = person
        occupants = tuple(PersonId(occupant.person_id) for occupant in seat.occupants)
        seats[SeatId(seat.id)] = Seating(SeatId(seat.id), occupants, seat.companion)
    return RoomSetup(RoomId(row.id), row.title, _decode_policy(row.kind, row.policy), people, seats)


def _person(row: OccupantRow, role: Role) -> Person:
    serves = PersonId(row.serves_id) if row.serves_id else None
    return Person(PersonId(row.person_id), row.person.name, role, row.licensed, serves)


def _encode_policy(policy: RoomPolicy) -> dict[str, Any]:
    fields = asdict(policy)
    del fields["kind"]
    return {name: str(value) if isinstance(value, str) else value for name, value in fields.items()}


def _decode_policy(kind: str, fields: dict[str, Any]) -> RoomPolicy:
    # Fields that were added to the policy after the session was stored keep their defaults.
    values: dict[str, Any] = dict(fields)
    for name in values.keys() & _RULES.keys():
        values[name] = _RULES[name](values[name])
    return RoomPolicy(kind=RoomKind(kind), **values)


_RULES: dict[str, type[Enum]] = {
    name: hint
    for name, hint in get_type_hints(RoomPolicy).items()
    if isinstance(hint, type) and issubclass(hint, Enum)
}
