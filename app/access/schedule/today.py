"""A member of staff's day: their sessions, who is there and who is missing."""

from dataclasses import dataclass
from datetime import timedelta

from app.access.callers import Caller
from app.access.schedule.live_rooms import LiveRooms
from app.access.schedule.weeks import Shown, show
from app.persistence.repositories.schedule.listing import Span
from clinic.identity.access import Action, check
from clinic.ids import PersonId
from clinic.local_time import day_start
from clinic.schedule.attendees import Role
from clinic.schedule.states import SessionState, Status

__all__ = ["TodaySession", "access_today"]

_MOST = 100


@dataclass(frozen=True, slots=True)
class TodaySession:
    """One session of the day.

    Attributes:
        waiting: How many people are in the waiting room.
        here: How many are in the session.
        missing: Members who are in neither while the session is open or live.
    """

    shown: Shown
    waiting: int
    here: int
    missing: tuple[PersonId, ...]


async def access_today(caller: Caller, rooms: LiveRooms) -> list[TodaySession]:
    """Return the caller's own sessions of the clinic's day, cancelled ones too. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SCHEDULE_READ, caller.now)
    async with caller.read() as unit:
        span = Span(
            day_start(unit.today, unit.zone),
            day_start(unit.today + timedelta(days=1), unit.zone),
            caller.principal.person,
        )
        found = await unit.listing.page(span, _MOST)
    return [_with_people(show(caller.principal, each, caller.now), rooms) for each in found]


def _with_people(shown: Shown, rooms: LiveRooms) -> TodaySession:
    appointment = shown.listed.appointment
    on = shown.state in (SessionState.OPEN, SessionState.LIVE) and appointment.status is Status.PLANNED
    if not on:
        return TodaySession(shown, 0, 0, ())
    glance = rooms.glance(appointment.id)
    seen = glance.waiting | glance.here
    missing = tuple(
        each.person for each in appointment.people if each.role is Role.MEMBER and each.person not in seen
    )
    return TodaySession(shown, len(glance.waiting), len(glance.here), missing)
