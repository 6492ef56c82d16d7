"""Sessions: who is expected, on which seats, when a session is open, and which links are valid.

Queries that run whenever somebody arrives are functions over a connection that handle many seats at once: on the hour,
one query for each person would cost more than everything else together.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from itertools import groupby
from typing import Any, get_type_hints

from sqlalchemy import Connection, Row, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.clinics import ClinicRow
from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.people import PersonRow
from rooms.model.events import RoomLive
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import RoomKind, RoomPolicy

__all__ = [
    "LinkState",
    "SeatLink",
    "SessionRecord",
    "SessionRepository",
    "encode_policy",
    "find_arrivals",
    "find_setups",
    "new_seat_row",
]


# Built once: building the query takes longer than running it.
_live = exists().where(RoomEventRow.session_id == SessionRow.id, RoomEventRow.kind == RoomLive.kind)
_last_remb_at = (
    select(RoomEventRow.at)
    .where(RoomEventRow.session_id == SessionRow.id)
    .order_by(RoomEventRow.position.desc())
    .limit(1)
    .correlate(SessionRow)
    .scalar_subquery()
)
_LINKS = (
    select(
        SeatRow.id.label("seat"),
        SeatRow.link_version,
        SessionRow.id,
        SessionRow.clinic_id,
        SessionRow.title,
        SessionRow.opens_at,
        SessionRow.closes_at,
        SessionRow.ended_at,
        _live.label("live"),
        _last_remb_at.label("told_at"),
    )
    .join(SessionRow, SessionRow.id == SeatRow.session_id)
    .where(SeatRow.id.in_(bindparam("seats", expanding=True)))
)
_SETUPS = (
    select(
        SessionRow.id,
        SessionRow.title,
        SessionRow.kind,
        SessionRow.policy,
        SessionRow.proof,
        SessionRow.checks,
        SeatRow.id.label("seat"),
        SeatRow.role,
        SeatRow.companion,
        SeatRow.link_version,
        OccupantRow.person_id,
        OccupantRow.licensed,
        OccupantRow.serves_id,
        PersonRow.name,
    )
    .join(SeatRow, SeatRow.session_id == SessionRow.id)
    .join(OccupantRow, OccupantRow.seat_id == SeatRow.id)
    .join(PersonRow, PersonRow.id == OccupantRow.person_id)
    .where(SessionRow.id.in_(bindparam("sessions", expanding=True)))
    .order_by(SessionRow.id, SeatRow.position, OccupantRow.position)
)


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
        """Return whether people may join at this moment."""
        return self.ended_at is None and self.opens_at <= now < self.closes_at


@dataclass(frozen=True, slots=True)
class SeatLink:
    """A seat's link: valid while its version is the seat's."""

    session: RoomId
    seat: SeatId
    version: int


@dataclass(frozen=True, slots=True)
class LinkState:
    """A seat's link and where it leads now.

    Attributes:
        version: The valid version; older ones are withdrawn.
        live: Whether the room has ever been live.
        told_at: When the room's log was last written, Unix seconds; None if it is empty.
    """

    version: int
    session: SessionRecord
    live: bool
    told_at: float | None


class SessionRepository:
    """Queries about sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ensure_clinic(self, clinic: str, name: str) -> None:
        """Add the clinic if it does not exist."""
        if await self._session.get(ClinicRow, clinic) is None:
            self._session.add(ClinicRow(id=clinic, name=name))
            await self._session.flush()

    async def add(self, clinic: str, setup: RoomSetup, opens_at: datetime, closes_at: datetime) -> None:
        """Add a session with its seats, and those of its people whom the clinic does not know yet."""
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
                policy=encode_policy(setup.policy),
                opens_at=opens_at,
                closes_at=closes_at,
                proof=setup.proof,
                checks=setup.checks,
                seats=[
                    new_seat_row(setup, seat, position)
                    for position, seat in enumerate(setup.seats.values(), 1)
                ],
            )
        )
        await self._session.flush()

    async def find(self, session: RoomId) -> SessionRecord | None:
        """Return the session, or None."""
        row = await self._session.get(SessionRow, session)
        return _record(row) if row else None

    async def open_of(self, clinic: str, now: datetime) -> list[SessionRecord]:
        """Return the clinic's sessions that are open at this moment, in order of opening."""
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
        """Return the session's people and policy, or None if there is no such session."""
        connection = await self._session.connection()
        return (await connection.run_sync(find_setups, [session])).get(session)

    async def links_of(self, session: RoomId) -> list[SeatLink]:
        """Return a session's links in seat order."""
        query = select(SeatRow).where(SeatRow.session_id == session).order_by(SeatRow.position)
        return [
            SeatLink(session, SeatId(row.id), row.link_version) for row in await self._session.scalars(query)
        ]

    async def link_of(self, seat: SeatId) -> SeatLink | None:
        """Return the seat's link, or None if there is no such seat."""
        row = await self._session.get(SeatRow, seat)
        return SeatLink(RoomId(row.session_id), SeatId(row.id), row.link_version) if row else None

    async def seat_of(self, session: RoomId, person: PersonId) -> SeatLink | None:
        """Return the link of a person's seat, not that of a phone beside it; None if they have none there."""
        query = (
            select(SeatRow)
            .join(OccupantRow, OccupantRow.seat_id == SeatRow.id)
            .where(SeatRow.session_id == session, SeatRow.companion.is_(False))
            .where(OccupantRow.person_id == person)
        )
        row = await self._session.scalar(query)
        return SeatLink(session, SeatId(row.id), row.link_version) if row else None

    async def withdraw_link(self, seat: SeatId) -> int | None:
        """Withdraw all earlier links of the seat.

        Returns the new version, or None if there is no such seat.
        """
        changed = update(SeatRow).where(SeatRow.id == seat).values(link_version=SeatRow.link_version + 1)
        return await self._session.scalar(changed.returning(SeatRow.link_version))


def new_seat_row(setup: RoomSetup, seat: Seating, position: int) -> SeatRow:
    """Return the row of a new seat with its people."""
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
        session_id=setup.id,
        position=position,
        role=setup.role_of(seat.id).value,
        link_version=1,
        companion=seat.companion,
        occupants=occupants,
    )


def _record(row: SessionRow | Row[Any]) -> SessionRecord:
    return SessionRecord(RoomId(row.id), row.clinic_id, row.title, row.opens_at, row.closes_at, row.ended_at)


def _find_links(connection: Connection, seats: Collection[SeatId]) -> dict[SeatId, LinkState]:
    """Return the links of those seats that exist."""
    return {
        SeatId(row.seat): LinkState(row.link_version, _record(row), bool(row.live), row.told_at)
        for row in connection.execute(_LINKS, {"seats": list(seats)})
    }


def find_arrivals(
    connection: Connection, seats: Collection[SeatId], known: Collection[RoomId]
) -> tuple[dict[SeatId, LinkState], dict[RoomId, RoomSetup]]:
    """Return the links of these seats, and the setups of their sessions that are not in ``known``."""
    links = _find_links(connection, seats)
    unknown = {link.session.id for link in links.values()}.difference(known)
    return links, find_setups(connection, unknown) if unknown else {}


def find_setups(connection: Connection, sessions: Collection[RoomId]) -> dict[RoomId, RoomSetup]:
    """Return the setups of those sessions that exist."""
    rows = groupby(connection.execute(_SETUPS, {"sessions": list(sessions)}), key=lambda row: row.id)
    return {RoomId(session): _setup(list(seated)) for session, seated in rows}


def _setup(rows: Iterable[Row[Any]]) -> RoomSetup:
    """Build a setup from one row per person on a seat; there is at least one."""
    people: dict[PersonId, Person] = {}
    seats: dict[SeatId, Seating] = {}
    for seat, occupants in groupby(rows, key=lambda row: row.seat):
        seated = list(occupants)
        people |= {PersonId(row.person_id): _person(row) for row in seated}
        sitting = tuple(PersonId(row.person_id) for row in seated)
        of_seat = seated[0]
        seats[SeatId(seat)] = Seating(SeatId(seat), sitting, of_seat.companion, of_seat.link_version)
    of_all = seated[0]
    return RoomSetup(
        RoomId(of_all.id),
        of_all.title,
        _decode_policy(of_all.kind, of_all.policy),
        people,
        seats,
        proof=of_all.proof,
        checks=of_all.checks,
    )


def _person(row: Row[Any]) -> Person:
    serves = PersonId(row.serves_id) if row.serves_id else None
    return Person(PersonId(row.person_id), row.name, Role(row.role), row.licensed, serves)


def encode_policy(policy: RoomPolicy) -> dict[str, Any]:
    """Return a policy's fields as they are stored; its kind has a column."""
    fields = asdict(policy)
    del fields["kind"]
    return {name: str(value) if isinstance(value, str) else value for name, value in fields.items()}


def _decode_policy(kind: str, fields: dict[str, Any]) -> RoomPolicy:
    # Policy fields that were added after the session was stored keep their defaults.
    values: dict[str, Any] = dict(fields)
    for name in values.keys() & _RULES.keys():
        values[name] = _RULES[name](values[name])
    return RoomPolicy(kind=RoomKind(kind), **values)


_RULES: dict[str, type[Enum]] = {
    name: hint
    for name, hint in get_type_hints(RoomPolicy).items()
    if isinstance(hint, type) and issubclass(hint, Enum)
}
