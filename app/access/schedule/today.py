"""A member of staff's day: their sessions, or the whole clinic's; who is there and who is missing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from app.access.callers import Caller
from app.access.clinic_day import today
from app.access.reading import is_planner
from app.access.schedule.weeks import Shown, show
from app.persistence.repositories.schedule.listing import Span
from clinic.common.ids import PersonId
from clinic.common.local_time import day_start
from clinic.identity.access import Action, check
from clinic.schedule.attendees import Role
from clinic.schedule.states import SessionState, Status
from rooms.model.ids import RoomId
from rooms.runtime.glance import Glance

__all__ = ["Today", "TodaySession", "access_today"]

_MOST = 100
Glances = Callable[[RoomId], Awaitable[Glance | None]]


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


@dataclass(frozen=True, slots=True)
class Today:
    """A day.

    Attributes:
        whole_clinic: Whether these are everybody's sessions, because the caller is in none.
    """

    sessions: list[TodaySession]
    whole_clinic: bool = False


async def access_today(caller: Caller, glance: Glances) -> Today:
    """Return the caller's own sessions of the clinic's day, cancelled ones too; to a planner who is in none, all.

    Args:
        glance: Returns a running room from outside; None if it does not run.

    Raises:
        Refused: ``access.denied``.
    """
    check(caller.principal, Action.SCHEDULE_READ, caller.now)
    async with caller.read() as unit:
        span = Span(
            day_start(today(unit), unit.zone),
            day_start(today(unit) + timedelta(days=1), unit.zone),
            caller.principal.person,
        )
        found = await unit.listing.page(span, _MOST)
        whole_clinic = not found and is_planner(caller.principal)
        if whole_clinic:
            found = await unit.listing.page(replace(span, person=None), _MOST)
            unit.note("schedule.read", since=span.since.isoformat(), until=span.until.isoformat())
    shown = [await _with_people(show(caller.principal, each, caller.now), glance) for each in found]
    return Today(shown, whole_clinic and bool(shown))


async def _with_people(shown: Shown, glance: Glances) -> TodaySession:
    appointment = shown.listed.appointment
    on = shown.state in (SessionState.OPEN, SessionState.LIVE) and appointment.status is Status.PLANNED
    if not on:
        return TodaySession(shown, 0, 0, ())
    seen = await glance(RoomId(appointment.id))
    waiting, here = (seen.waiting, seen.here) if seen else ((), ())
    came = {str(person) for person in (*waiting, *here)}
    missing = tuple(
        each.person for each in appointment.people if each.role is Role.MEMBER and each.person not in came
    )
    return TodaySession(shown, len(waiting), len(here), missing)
