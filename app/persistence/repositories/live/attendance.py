"""Who was present in sessions: what their rooms recorded, and what staff corrected; of one clinic.

What a room recorded stays under the id it was recorded with. Somebody whose two records became one is found under the
record that stands for them.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.live.attendance import CorrectionRow
from app.persistence.models.live.record import PresenceIntervalRow, SessionPauseRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.people import PersonRow
from app.persistence.scoping import checked
from clinic.attendance.corrections import Correction, CorrectionReason
from clinic.attendance.presence import Interval
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.programme.spans import Span
from clinic.schedule.attendees import Role

__all__ = ["AttendanceRepository", "Corrections", "Recorded"]

_NOTE: Final = "attendance_corrections.note"
_AT_ONCE: Final = 500
"""Sessions asked for in one query: databases bound the parameters of a statement."""

Corrections = dict[tuple[AppointmentId, PersonId], list[Correction]]
"""By session and person, each in the order in which they were made."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An interval of presence. ``until`` is None while it lasts."""

    session: AppointmentId
    person: PersonId
    seat: str
    role: Role
    private: bool
    since: datetime
    until: datetime | None

    def interval(self, so_far: datetime) -> Interval:
        """Return it as the rules see it; one that lasts ends now, or with the session."""
        return Interval(Span(self.since, self.until or so_far), self.private)


class AttendanceRepository:
    """Queries about attendance."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def recorded(self, sessions: Collection[AppointmentId]) -> list[Recorded]:
        """Return the intervals of these sessions, in order of time."""
        stands_for = await self._merged()
        row = PresenceIntervalRow
        found: list[Row[str, str, str, str, bool, datetime, datetime | None]] = []
        for some in _parts(sessions):
            query = (
                select(
                    row.session_id,
                    row.person_id,
                    row.seat_id,
                    SeatRow.role,
                    row.private,
                    row.started_at,
                    row.ended_at,
                )
                .join(SeatRow, SeatRow.id == row.seat_id)
                .join(SessionRow, SessionRow.id == row.session_id)
                .where(checked(SessionRow.clinic_id) == self._clinic, row.session_id.in_(some))
            )
            found += (await self._session.execute(query)).all()
        return sorted(
            (
                Recorded(
                    AppointmentId(one.session_id),
                    stands_for.get(one.person_id, PersonId(one.person_id)),
                    one.seat_id,
                    Role(one.role),
                    one.private,
                    one.started_at,
                    one.ended_at,
                )
                for one in found
            ),
            key=lambda one: (one.since, one.person),
        )

    async def shared_seats(self, session: AppointmentId) -> dict[str, list[PersonId]]:
        """Return the people of each seat of a session that was made for two, by its id."""
        stands_for = await self._merged()
        query = (
            select(OccupantRow.seat_id, OccupantRow.person_id)
            .join(SessionRow, SessionRow.id == OccupantRow.session_id)
            .where(
                checked(SessionRow.clinic_id) == self._clinic,
                OccupantRow.session_id == session,
                OccupantRow.companion.is_(False),
            )
            .order_by(OccupantRow.seat_id, OccupantRow.position)
        )
        found: dict[str, list[PersonId]] = defaultdict(list)
        for seat, person in await self._session.execute(query):
            found[seat].append(stands_for.get(person, PersonId(person)))
        return {seat: people for seat, people in found.items() if len(people) > 1}

    async def pauses(
        self, sessions: Collection[AppointmentId]
    ) -> dict[AppointmentId, list[tuple[datetime, datetime | None]]]:
        """Return when these sessions were no programme; the end is None while it lasts."""
        row = SessionPauseRow
        found: dict[AppointmentId, list[tuple[datetime, datetime | None]]] = defaultdict(list)
        for some in _parts(sessions):
            query = (
                select(row.session_id, row.started_at, row.ended_at)
                .join(SessionRow, SessionRow.id == row.session_id)
                .where(checked(SessionRow.clinic_id) == self._clinic, row.session_id.in_(some))
            )
            for session, since, until in await self._session.execute(query):
                found[AppointmentId(session)].append((since, until))
        return dict(found)

    async def corrections(self, sessions: Collection[AppointmentId]) -> Corrections:
        """Return what was corrected in these sessions."""
        stands_for = await self._merged()
        found: Corrections = defaultdict(list)
        for some in _parts(sessions):
            query = (
                select(CorrectionRow)
                .where(checked(CorrectionRow.clinic_id) == self._clinic, CorrectionRow.session_id.in_(some))
                .order_by(CorrectionRow.at, CorrectionRow.number)
            )
            for row in await self._session.scalars(query):
                person = stands_for.get(row.person_id, PersonId(row.person_id))
                made = found[AppointmentId(row.session_id), person]
                made.append(self._correction(row, person, made[-1].id if made else None))
        return dict(found)

    async def correct(self, made: Correction, number: int) -> None:
        """Add a correction. Two at once that replace the same one: the second is a WriteConflict."""
        self._session.add(
            CorrectionRow(
                id=made.id,
                clinic_id=self._clinic,
                session_id=made.session,
                person_id=made.person,
                number=number,
                spans=[[one.begins.isoformat(), one.ends.isoformat()] for one in made.spans],
                reason=made.reason.value,
                note=self._keys.seal(_NOTE, made.id, made.note) if made.note else None,
                by_id=made.by,
                at=made.at,
            )
        )
        await self._session.flush()

    def _correction(self, row: CorrectionRow, person: PersonId, replaces: str | None) -> Correction:
        return Correction(
            row.id,
            AppointmentId(row.session_id),
            person,
            tuple(
                Span(datetime.fromisoformat(begins), datetime.fromisoformat(ends))
                for begins, ends in row.spans
            ),
            CorrectionReason(row.reason),
            PersonId(row.by_id),
            row.at,
            replaces,
            self._keys.open(_NOTE, row.id, row.note) if row.note else "",
        )

    async def _merged(self) -> dict[str, PersonId]:
        """Return which record stands for each that was merged into another, however often."""
        query = select(PersonRow.id, PersonRow.merged_into).where(
            PersonRow.clinic_id == self._clinic, PersonRow.merged_into.is_not(None)
        )
        into = {dropped: str(kept) for dropped, kept in await self._session.execute(query)}
        stands_for = {}
        for dropped, kept in into.items():
            seen = {dropped}
            while kept in into and kept not in seen:
                seen.add(kept)
                kept = into[kept]
            stands_for[dropped] = PersonId(kept)
        return stands_for


def _parts(sessions: Collection[AppointmentId]) -> list[list[AppointmentId]]:
    ordered = sorted(sessions)
    return [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]
