"""The demo's last two weeks: groups that met, and who was there; some came late, left early or were away."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.live.planned.plans import plan_room
from app.live.room_setup import build_setup
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.live.due_rooms import DueRoom, mark_ready
from app.persistence.repositories.live.room_rows import RoomRowsRepository
from app.runtime.ids import new_seat_id
from clinic.common.ids import AppointmentId
from clinic.schedule.opening import closing
from rooms.model import events as ev
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Role, RoomSetup

__all__ = ["PAST", "met", "past_days"]

PAST: Final = timedelta(days=14)
"""How far the demo's past goes back."""
_MINUTE: Final = 60.0
_Log = list[tuple[float, ev.Event]]
"""Minutes after the beginning, and what happened."""


def past_days(today: date, weekdays: Sequence[int]) -> Iterator[date]:
    """Yield the days of the past on which something met, the earliest first."""
    for ago in range(PAST.days, 0, -1):
        day = today - timedelta(days=ago)
        if day.weekday() in weekdays:
            yield day


async def met(
    unit: ClinicUnit, session: AppointmentId, zone: ZoneInfo, protocols: Sequence[str] = ()
) -> None:
    """Let a session that was planned have taken place: its room, and a log of who was there and of what they did."""
    plan = await plan_room(unit, session)
    if plan is None:
        return
    setup = build_setup(plan.session, None, new_seat_id)
    rows = RoomRowsRepository(unit.session, unit.clinic.id)
    await rows.keep(setup, plan.opens_at, closing(plan.session.ends_at), frozenset())
    await mark_ready(unit.session, DueRoom(session, unit.clinic.id), plan.version)
    begins, ends = plan.session.begins_at, plan.session.ends_at
    minutes = (ends - begins) / timedelta(minutes=1)
    dice = random.Random(begins.astimezone(zone).isoformat())
    log: _Log = [(-10.0, ev.RoomLive())]
    for person in setup.people.values():
        is_staff = person.role is not Role.MEMBER
        log += _evening(dice, person.id, setup.seat_of(person.id), minutes, is_staff=is_staff)
    log += [
        (5.0 + 20 * place, ev.ProtocolStarted(place + 1, each, _leader(setup), {}))
        for place, each in enumerate(protocols)
    ]
    log.append((minutes, ev.RoomEnded(_leader(setup))))
    log.sort(key=lambda each: each[0])
    records = [
        ev.Recorded(number, begins.timestamp() + after * _MINUTE, event)
        for number, (after, event) in enumerate(log, 1)
    ]
    await unit.journal.add(RoomId(session), records)


def _evening(dice: random.Random, person: PersonId, seat: SeatId, minutes: float, *, is_staff: bool) -> _Log:
    if is_staff:
        return [(-8.0, ev.PresenceBegan(person, seat)), (minutes, ev.PresenceEnded(person))]
    kind = dice.random()
    if kind < 0.08:
        return []
    came = dice.uniform(6, 16) if kind < 0.25 else dice.uniform(-6, 0)
    went = minutes - (dice.uniform(8, 25) if kind > 0.88 else 0)
    log: _Log = [(came, ev.PresenceBegan(person, seat))]
    if 0.25 <= kind < 0.4:
        lost = dice.uniform(15, minutes / 2)
        log += [
            (lost, ev.PresenceEnded(person)),
            (lost + dice.uniform(2, 9), ev.PresenceBegan(person, seat)),
        ]
    elif 0.4 <= kind < 0.46:
        apart = dice.uniform(15, minutes / 2)
        log += [
            (apart, ev.PresenceEnded(person)),
            (apart, ev.PresenceBegan(person, seat, private=True)),
            (apart + 8, ev.PresenceEnded(person)),
            (apart + 8, ev.PresenceBegan(person, seat)),
        ]
    return [*log, (went, ev.PresenceEnded(person))]


def _leader(setup: RoomSetup) -> PersonId:
    return next(person.id for person in setup.people.values() if person.role is Role.FACILITATOR)
