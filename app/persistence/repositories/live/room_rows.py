"""The rows of a session that has an appointment: made before it opens, and changed with it until it is over.

A seat whose room has recorded nothing yet is replaced freely. Once there is a record, seats only come: it names those
that were there, and whoever is no longer expected is kept out by a link that is withdrawn.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.repositories.live.sessions import encode_policy, find_setups, new_seat_row
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import RoomSetup

__all__ = ["Kept", "RoomRowsRepository"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a setup changed.

    Attributes:
        withdrawn: Seats whose links are withdrawn now.
        to_talk: Seats of people who are no longer expected and are in the room: nobody is simply put out, staff talk
            with them.
    """

    withdrawn: tuple[SeatId, ...] = ()
    to_talk: tuple[SeatId, ...] = ()


class RoomRowsRepository:
    """Keeps the sessions of one clinic as their appointments say."""

    def __init__(self, session: AsyncSession, clinic: str) -> None:
        self._session = session
        self._clinic = clinic

    async def setup(self, session: RoomId) -> RoomSetup | None:
        """Return the session as it is stored, or None."""
        connection = await self._session.connection()
        return (await connection.run_sync(find_setups, [session])).get(session)

    async def keep(
        self, setup: RoomSetup, opens_at: datetime, closes_at: datetime, present: Collection[PersonId] = ()
    ) -> Kept:
        """Store a setup, new or changed.

        Args:
            present: Who is in the room now; their links stay valid.
        """
        row = await self._session.get(SessionRow, setup.id)
        if row is None:
            self._session.add(
                SessionRow(
                    id=setup.id,
                    clinic_id=self._clinic,
                    title=setup.title,
                    kind=setup.policy.kind.value,
                    policy=encode_policy(setup.policy),
                    opens_at=opens_at,
                    closes_at=closes_at,
                    proof=setup.proof,
                    checks=setup.checks,
                )
            )
            await self._session.flush()
        else:
            row.title, row.kind, row.checks = setup.title, setup.policy.kind.value, setup.checks
            row.policy, row.opens_at, row.closes_at = encode_policy(setup.policy), opens_at, closes_at
        return await self._keep_seats(setup, present)

    async def end(self, session: RoomId, now: datetime) -> bool:
        """End a session that was cancelled; returns whether there was one that had not ended."""
        ended = await self._session.execute(
            update(SessionRow)
            .where(SessionRow.id == session, SessionRow.ended_at.is_(None))
            .values(ended_at=now)
            .returning(SessionRow.id)
        )
        return ended.first() is not None

    async def _keep_seats(self, setup: RoomSetup, present: Collection[PersonId]) -> Kept:
        before = {
            SeatId(row.id): row
            for row in await self._session.scalars(select(SeatRow).where(SeatRow.session_id == setup.id))
        }
        recorded = bool(
            await self._session.scalar(select(exists().where(RoomEventRow.session_id == setup.id)))
        )
        left = [seat for seat in before if seat not in setup.seats]
        free_from = max((row.position for row in before.values()), default=0) + 1
        if not recorded:
            await self._drop(left)
            await self._add(setup, list(setup.seats), free_from=free_from)
            return Kept()
        seated = await self._seated(setup.id)
        gone = seated.difference(setup.people)
        people_on = {seat: await self._people_on(seat) for seat in left}
        leaving = [seat for seat in left if people_on[seat] <= gone]
        to_talk = tuple(seat for seat in leaving if people_on[seat].intersection(present))
        withdrawn = tuple(seat for seat in leaving if seat not in to_talk)
        await self._session.execute(
            update(SeatRow).where(SeatRow.id.in_(withdrawn)).values(link_version=SeatRow.link_version + 1)
        )
        new = [
            seat.id
            for seat in setup.seats.values()
            if seat.id not in before and not seated.intersection(seat.occupants)
        ]
        await self._add(setup, new, free_from=free_from)
        return Kept(withdrawn, to_talk)

    async def _add(self, setup: RoomSetup, seats: list[SeatId], *, free_from: int) -> None:
        query = select(SeatRow.id).where(SeatRow.session_id == setup.id)
        known = {SeatId(seat) for seat in await self._session.scalars(query)}
        new = [seat for seat in seats if seat not in known]
        for position, seat in enumerate(new, free_from):
            self._session.add(new_seat_row(setup, setup.seats[seat], position))
        await self._session.flush()
        for seat in known.intersection(seats):
            await self._describe(setup, seat)

    async def _describe(self, setup: RoomSetup, seat: SeatId) -> None:
        """Bring the role of a seat and what is known of its people up to date."""
        await self._session.execute(
            update(SeatRow).where(SeatRow.id == seat).values(role=setup.role_of(seat).value)
        )
        for person in setup.seats[seat].occupants:
            known = setup.people[person]
            await self._session.execute(
                update(OccupantRow)
                .where(OccupantRow.seat_id == seat, OccupantRow.person_id == person)
                .values(licensed=known.licensed, serves_id=known.serves)
            )

    async def _drop(self, seats: list[SeatId]) -> None:
        await self._session.execute(delete(OccupantRow).where(OccupantRow.seat_id.in_(seats)))
        await self._session.execute(delete(SeatRow).where(SeatRow.id.in_(seats)))

    async def _seated(self, session: RoomId) -> set[PersonId]:
        query = select(OccupantRow.person_id).where(OccupantRow.session_id == session)
        return {PersonId(person) for person in await self._session.scalars(query)}

    async def _people_on(self, seat: SeatId) -> set[PersonId]:
        query = select(OccupantRow.person_id).where(OccupantRow.seat_id == seat)
        return {PersonId(person) for person in await self._session.scalars(query)}
