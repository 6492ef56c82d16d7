"""Writing to the rooms' log, with all that follows from it in the same transaction: presence, the end of a session.

The one place that writes these rows. Rooms write tens of thousands of them a second at worst, so events go past the
ORM, many rows to a statement: a statement is where the driver lets other threads run, and coming back from that costs
far more than a row.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Dialect, Executable, bindparam, insert, select, update

from app.clock import to_datetime
from app.persistence.models import PresenceIntervalRow, RoomEventRow, SessionRow
from rooms.model.events import Event, PresenceBegan, PresenceEnded, Recorded, RoomEnded
from rooms.model.ids import RoomId

__all__ = ["Stretch", "encode_payload", "write_records"]

Stretch = tuple[RoomId, Sequence[Recorded]]
"""Records of one room, by position."""

_COLUMNS = [column.name for column in RoomEventRow.__table__.columns]
_ROWS_AT_ONCE = (64, 16, 4, 1)
"""How many rows a statement may hold, most first: few statements, so that the drivers keep all of them prepared."""

_FOLLOWED = (PresenceBegan, PresenceEnded, RoomEnded)

_encode = msgspec.json.Encoder().encode


def encode_payload(event: Event) -> str:
    """Return the fields of the event as JSON, the same that ``rooms.model.codec`` says."""
    return _encode(event).decode()


def write_records(connection: Connection, log: Iterable[Stretch]) -> None:
    """Write stretches of rooms' logs. Rooms and order are the caller's business; the database refuses a taken position.

    Raises:
        sqlalchemy.exc.IntegrityError: A position is taken, or a session, person or seat does not exist.
    """
    values: list[object] = []
    following: list[tuple[Executable, dict[str, object]]] = []
    for room, records in log:
        for record in records:
            event = record.event
            values += (room, record.position, record.at, event.kind, encode_payload(event))
            if isinstance(event, _FOLLOWED):
                following.append(_follow(room, record.at, event))
    _insert_events(connection, values)
    for statement, changes in groupby(following, key=itemgetter(0)):
        connection.execute(statement, [parameters for _, parameters in changes])


def _insert_events(connection: Connection, values: list[object]) -> None:
    begin = 0
    for rows in _ROWS_AT_ONCE:
        width = rows * len(_COLUMNS)
        while len(values) - begin >= width:
            connection.exec_driver_sql(
                _insert_sql(connection.dialect, rows), tuple(values[begin : begin + width])
            )
            begin += width


@lru_cache(maxsize=4 * len(_ROWS_AT_ONCE))
def _insert_sql(dialect: Dialect, rows: int) -> str:
    row: dict[str, Any] = dict.fromkeys(_COLUMNS, 0)
    return str(insert(RoomEventRow.__table__).values([row] * rows).compile(dialect=dialect))  # type: ignore[arg-type]


_INTERVAL = PresenceIntervalRow
_THEIRS = (
    _INTERVAL.session_id == bindparam("room"),
    _INTERVAL.person_id == bindparam("who"),
    _INTERVAL.ended_at.is_(None),
)
_BEGIN = insert(_INTERVAL).from_select(
    ["session_id", "person_id", "seat_id", "started_at"],
    # Unless the person is present already.
    select(
        bindparam("room", type_=_INTERVAL.session_id.type),
        bindparam("who", type_=_INTERVAL.person_id.type),
        bindparam("seat", type_=_INTERVAL.seat_id.type),
        bindparam("at", type_=_INTERVAL.started_at.type),
    ).where(~select(_INTERVAL.id).where(*_THEIRS).exists()),
)
_END = update(_INTERVAL).where(*_THEIRS).values(ended_at=bindparam("at"))
_END_SESSION = (
    # The first end stands.
    update(SessionRow)
    .where(SessionRow.id == bindparam("room"), SessionRow.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)


def _follow(
    room: RoomId, at: float, event: PresenceBegan | PresenceEnded | RoomEnded
) -> tuple[Executable, dict[str, object]]:
    parameters: dict[str, object] = {"room": room, "at": to_datetime(at)}
    match event:
        case PresenceBegan(person=person, seat=seat):
            return _BEGIN, parameters | {"who": person, "seat": seat}
        case PresenceEnded(person=person):
            return _END, parameters | {"who": person}
        case RoomEnded():
            return _END_SESSION, parameters
