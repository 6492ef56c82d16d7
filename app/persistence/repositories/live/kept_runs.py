"""Queries about runs that earlier sessions kept. ``room_log`` writes them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import aliased

from app.persistence.models.live.record import KeptRunRow
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.repositories.live.sessions import find_setups
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import RoomSetup
from rooms.model.protocols import KeptRun

__all__ = ["OFFERED_FOR", "OFFERS_MAX", "find_expected"]

OFFERED_FOR = timedelta(days=30)
"""How long an open run is offered."""
OFFERS_MAX = 20
"""How many runs one session is offered, newest first."""

_here = aliased(SessionRow)
_theirs = select(OccupantRow.session_id).where(OccupantRow.person_id.in_(bindparam("people", expanding=True)))
# Built once: building the query takes longer than running it.
_OFFERED = (
    select(KeptRunRow.id, KeptRunRow.protocol, KeptRunRow.people, KeptRunRow.payload)
    .join(SessionRow, SessionRow.id == KeptRunRow.session_id)
    .join(_here, _here.clinic_id == SessionRow.clinic_id)
    .where(
        _here.id == bindparam("session"),
        KeptRunRow.session_id != bindparam("session"),
        KeptRunRow.session_id.in_(_theirs),
        KeptRunRow.taken_at.is_(None),
        KeptRunRow.kept_at > bindparam("since"),
    )
    .order_by(KeptRunRow.kept_at, KeptRunRow.id)
)


def find_expected(connection: Connection, session: RoomId, now: datetime) -> RoomSetup | None:
    """Return a session's setup, with the runs it may continue; None if there is no such session."""
    setup = find_setups(connection, [session]).get(session)
    return replace(setup, kept=_find_offered(connection, setup, now)) if setup else None


def _find_offered(connection: Connection, setup: RoomSetup, now: datetime) -> tuple[KeptRun, ...]:
    """Return the runs that the session may continue, oldest first.

    These are open runs from other sessions of its clinic whose people are all expected here.
    """
    asked = {"session": setup.id, "people": list(setup.people), "since": now - OFFERED_FOR}
    rows = [row for row in connection.execute(_OFFERED, asked) if _concerns(row, setup)]
    return tuple(_run(row) for row in rows[-OFFERS_MAX:])


def _concerns(row: Row[Any], setup: RoomSetup) -> bool:
    """Return whether all of the run's people are expected; a run that names nobody is not offered."""
    return bool(row.people) and setup.people.keys() >= set(row.people)


def _run(row: Row[Any]) -> KeptRun:
    kept = row.payload
    roles = {role: tuple(PersonId(person) for person in people) for role, people in kept["roles"].items()}
    return KeptRun(row.id, row.protocol, kept["step"], kept["options"], roles, kept["memory"])
