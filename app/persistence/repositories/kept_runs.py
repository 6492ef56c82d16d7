"""Runs that earlier sessions kept, which ``room_log`` writes as the log tells of them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.persistence.models import KeptRunRow, OccupantRow, SessionRow
from rooms.model.ids import PersonId
from rooms.model.people import RoomSetup
from rooms.model.protocols import KeptRun

__all__ = ["OFFERED_FOR", "OFFERS_MAX", "KeptRunRepository"]

OFFERED_FOR = timedelta(days=30)
"""How long a run that nobody takes up is offered."""
OFFERS_MAX = 20
"""How many runs one session is offered, the newest."""


class KeptRunRepository:
    """Queries about kept runs."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def offered(self, setup: RoomSetup, now: datetime) -> tuple[KeptRun, ...]:
        """Return what the session may go on with, oldest first.

        These are the runs that other sessions of its clinic kept and nobody has taken up, all of whose people are
        expected here.
        """
        run, here = KeptRunRow, aliased(SessionRow)
        theirs = select(OccupantRow.session_id).where(OccupantRow.person_id.in_(setup.people))
        query = (
            select(run)
            .join(SessionRow, SessionRow.id == run.session_id)
            .join(here, here.clinic_id == SessionRow.clinic_id)
            .where(
                here.id == setup.id,
                run.session_id != setup.id,
                run.session_id.in_(theirs),
                run.taken_at.is_(None),
                run.kept_at > now - OFFERED_FOR,
            )
            .order_by(run.kept_at, run.id)
        )
        rows = [row for row in await self._session.scalars(query) if _concerns(row, setup)]
        return tuple(_run(row) for row in rows[-OFFERS_MAX:])


def _concerns(row: KeptRunRow, setup: RoomSetup) -> bool:
    """Say whether all its people are expected; what names nobody is offered to nobody."""
    return bool(row.people) and setup.people.keys() >= set(row.people)


def _run(row: KeptRunRow) -> KeptRun:
    kept = row.payload
    roles = {role: tuple(PersonId(person) for person in people) for role, people in kept["roles"].items()}
    return KeptRun(row.id, row.protocol, kept["step"], kept["options"], roles, kept["memory"])
