"""Writes the rooms' log, and everything derived from it, in one transaction.

Derived rows are presence, pauses and the end of a session, runs that can continue in another, follow-up tasks, and
alerts: a help signal is never stored without the row by which somebody outside the room is paged.

Only this module writes these rows. At worst rooms write tens of thousands of them a second, so events bypass the ORM and
go in many rows to a statement: at each statement the driver lets other threads run, and switching back costs far more
than a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Dialect,
    Executable,
    String,
    bindparam,
    false,
    insert,
    literal,
    select,
    true,
    update,
)

from app.persistence.models.live.record import KeptRunRow, PresenceIntervalRow, RoomEventRow, SessionPauseRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.safety.alerts import AlertRow, AlertStepRow
from app.persistence.models.safety.follow_ups import FollowUpRow
from app.runtime.clock import to_datetime
from app.runtime.ids import new_alert_id
from rooms.model.events import (
    Event,
    FollowUpNoted,
    HelpAcknowledged,
    HelpClosed,
    HelpSignalled,
    PresenceBegan,
    PresenceEnded,
    ProtocolKept,
    ProtocolStarted,
    Recorded,
    RoomBack,
    RoomEnded,
    RoomResumed,
    RoomUnled,
)
from rooms.model.ids import RoomId

__all__ = ["Stretch", "encode_payload", "write_records"]

Stretch = tuple[RoomId, Sequence[Recorded]]
"""Consecutive records of one room."""

_COLUMNS = [column.name for column in RoomEventRow.__table__.columns]
_ROWS_AT_ONCE = (64, 16, 4, 1)
"""Rows in a statement, largest first. There are only a few sizes, so that drivers keep every statement prepared."""

_Help = HelpSignalled | HelpAcknowledged | HelpClosed
_Pause = RoomUnled | RoomResumed | RoomBack
_Followed = (
    PresenceBegan
    | PresenceEnded
    | RoomEnded
    | ProtocolKept
    | ProtocolStarted
    | FollowUpNoted
    | _Help
    | _Pause
)
_Change = tuple[Executable, dict[str, object]]

_encode = msgspec.json.Encoder().encode


def encode_payload(event: Event) -> str:
    """Return the event's fields as JSON, equal to that of ``rooms.model.events.codec``."""
    return _encode(event).decode()


def write_records(connection: Connection, log: Iterable[Stretch]) -> None:
    """Write stretches of rooms' logs. The caller checks rooms and order; the database rejects a position that is taken.

    Raises:
        sqlalchemy.exc.IntegrityError: A position is taken, or a session, person or seat does not exist.
    """
    values: list[object] = []
    following: list[_Change] = []
    for room, records in log:
        for record in records:
            event = record.event
            values += (room, record.position, record.at, event.kind, encode_payload(event))
            if isinstance(event, _Followed):
                following.extend(_follow(room, record, event))
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
    ["session_id", "person_id", "seat_id", "private", "started_at"],
    # Unless the person is already present.
    select(
        bindparam("room", type_=_INTERVAL.session_id.type),
        bindparam("who", type_=_INTERVAL.person_id.type),
        bindparam("seat", type_=_INTERVAL.seat_id.type),
        bindparam("private", type_=_INTERVAL.private.type),
        bindparam("at", type_=_INTERVAL.started_at.type),
    ).where(~select(_INTERVAL.id).where(*_THEIRS).exists()),
)
_END = update(_INTERVAL).where(*_THEIRS).values(ended_at=bindparam("at"))
_END_SESSION = (
    # The first end wins.
    update(SessionRow)
    .where(SessionRow.id == bindparam("room"), SessionRow.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)
_PAUSE = SessionPauseRow
_UNLED = (
    _PAUSE.session_id == bindparam("room"),
    _PAUSE.why == "unled",
    _PAUSE.ended_at.is_(None),
)
_BEGIN_UNLED = insert(_PAUSE).from_select(
    ["session_id", "why", "started_at"],
    select(
        bindparam("room", type_=_PAUSE.session_id.type),
        literal("unled", String(10)),
        bindparam("at", type_=_PAUSE.started_at.type),
    ).where(~select(_PAUSE.id).where(*_UNLED).exists()),
)
_END_UNLED = update(_PAUSE).where(*_UNLED).values(ended_at=bindparam("at"))
_WAS_AWAY = insert(_PAUSE)

_KEEP = insert(KeptRunRow)
_TAKE = (
    # The first session to take it up gets it.
    update(KeptRunRow)
    .where(KeptRunRow.id == bindparam("kept"), KeptRunRow.taken_at.is_(None))
    .values(taken_at=bindparam("at"))
)


# The words are those of ``clinic.safety.escalation``.
_SIGNAL = insert(AlertRow).from_select(
    ["id", "clinic_id", "session_id", "seat_id", "person_id", "late", "signalled_at", "state"],
    select(
        bindparam("alert", type_=AlertRow.id.type),
        SessionRow.clinic_id,
        SessionRow.id,
        bindparam("seat", type_=AlertRow.seat_id.type),
        bindparam("who", type_=AlertRow.person_id.type),
        bindparam("late", type_=AlertRow.late.type),
        bindparam("at", type_=AlertRow.signalled_at.type),
        literal("watching", String(12)),
    ).where(SessionRow.id == bindparam("room")),
)
_FROM_SEAT = (AlertRow.session_id == bindparam("room"), AlertRow.seat_id == bindparam("seat"))


def _step(name: str) -> Executable:
    """Return what adds a line to the timelines of the alerts from a seat that have none of this name."""
    line = select(
        AlertRow.clinic_id,
        AlertRow.id,
        bindparam("at", type_=AlertStepRow.at.type),
        literal(name, String(20)),
        bindparam("who", type_=AlertStepRow.person_id.type),
    )
    has_one = select(AlertStepRow.id).where(AlertStepRow.alert_id == AlertRow.id, AlertStepRow.step == name)
    return insert(AlertStepRow).from_select(
        ["clinic_id", "alert_id", "at", "step", "person_id"], line.where(*_FROM_SEAT, ~has_one.exists())
    )


_STEPS: dict[type[_Help], Executable] = {
    HelpSignalled: _step("signalled"),
    HelpAcknowledged: _step("acknowledged"),
    HelpClosed: _step("closed"),
}
_ALERT_IS_SEEN = (
    update(AlertRow)
    .where(*_FROM_SEAT, AlertRow.ended_at.is_(None))
    .values(state="ended", ended_at=bindparam("at"), pending=true())
)
_ALERT_IS_TO_DO = update(AlertRow).where(*_FROM_SEAT).values(pending=true())


def _follow_help(room: RoomId, at: float, event: _Help) -> Iterator[_Change]:
    when = to_datetime(at)
    match event:
        case HelpSignalled(seat=seat, person=person, late=late):
            new = {"alert": new_alert_id(), "room": room, "seat": seat, "who": person, "late": late}
            yield _SIGNAL, new | {"at": when}
            who = person
        case HelpAcknowledged(seat=seat, by=who):
            yield _ALERT_IS_SEEN, {"room": room, "seat": seat, "at": when}
        case HelpClosed(seat=seat, by=who):
            yield _ALERT_IS_TO_DO, {"room": room, "seat": seat}
    yield _STEPS[type(event)], {"room": room, "seat": seat, "at": when, "who": who}


_ASK = insert(FollowUpRow).from_select(
    ["id", "clinic_id", "session_id", "client_id", "kind", "cause", "lead_id", "noted_at", "done", "version"],
    # Unless one is open already: a second removal is looked after with the first.
    select(
        bindparam("id", type_=FollowUpRow.id.type),
        SessionRow.clinic_id,
        SessionRow.id,
        bindparam("who", type_=FollowUpRow.client_id.type),
        bindparam("why", type_=FollowUpRow.kind.type),
        bindparam("cause", type_=FollowUpRow.cause.type),
        bindparam("lead", type_=FollowUpRow.lead_id.type),
        bindparam("at", type_=FollowUpRow.noted_at.type),
        false(),
        literal(1),
    ).where(
        SessionRow.id == bindparam("room"),
        ~select(FollowUpRow.id)
        .where(
            FollowUpRow.session_id == bindparam("room"),
            FollowUpRow.client_id == bindparam("who"),
            FollowUpRow.kind == bindparam("why"),
            FollowUpRow.done.is_(False),
        )
        .exists(),
    ),
)


def _follow(room: RoomId, record: Recorded, event: _Followed) -> Iterator[_Change]:
    when = to_datetime(record.at)
    match event:
        case PresenceBegan(person=person, seat=seat, private=private):
            yield _BEGIN, {"room": room, "at": when, "who": person, "seat": seat, "private": private}
        case PresenceEnded(person=person):
            yield _END, {"room": room, "at": when, "who": person}
        case RoomEnded():
            yield _END_SESSION, {"room": room, "at": when}
            yield _END_UNLED, {"room": room, "at": when}
        case ProtocolKept():
            yield _KEEP, _kept(room, event) | {"kept_at": when}
        case FollowUpNoted():
            yield _ASK, _task(room, record.position, event) | {"at": when}
        case ProtocolStarted(kept=str(kept)):
            yield _TAKE, {"kept": kept, "at": when}
        case HelpSignalled() | HelpAcknowledged() | HelpClosed():
            yield from _follow_help(room, record.at, event)
        case RoomUnled() | RoomResumed() | RoomBack():
            yield _pause(room, record.at, event)


def _pause(room: RoomId, at: float, event: _Pause) -> _Change:
    match event:
        case RoomUnled():
            return _BEGIN_UNLED, {"room": room, "at": to_datetime(at)}
        case RoomResumed():
            return _END_UNLED, {"room": room, "at": to_datetime(at)}
        case RoomBack(away_s=away_s):
            since, until = to_datetime(at - max(away_s, 0.0)), to_datetime(at)
            return _WAS_AWAY, {"session_id": room, "why": "away", "started_at": since, "ended_at": until}


def _task(room: RoomId, position: int, event: FollowUpNoted) -> dict[str, object]:
    return {
        "id": f"fu_{position}_{room.removeprefix('ss_')}",
        "room": room,
        "who": event.person,
        "why": event.why.value,
        "cause": event.cause.value if event.cause else None,
        "lead": event.lead,
    }


def _kept(room: RoomId, event: ProtocolKept) -> dict[str, object]:
    return {
        "id": event.id,
        "session_id": room,
        "protocol": event.protocol,
        "people": sorted({person for people in event.roles.values() for person in people}),
        "payload": {
            "step": event.step,
            "options": event.options,
            "roles": event.roles,
            "memory": event.memory,
        },
    }
