"""Sessions as calendars show them: to planners all, to other staff those they are in, to clients their own.

Clients see the names of staff and nobody else's: of other clients only how many they are.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.access.callers import Caller
from app.access.reading import is_planner
from app.access.schedule.sessions.rights import check_read, may_see
from app.persistence.repositories.schedule.listing import Listed, Span
from app.persistence.repositories.schedule.records import Expected
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId
from clinic.identity.access import Action, Principal, PrincipalKind
from clinic.people.person import PersonKind
from clinic.schedule.states import SessionState, state_of

__all__ = ["Shown", "access_appointment", "access_appointments", "show"]

_LONGEST: Final = timedelta(days=62)
_YEARS: Final = frozenset(range(1970, 2200))


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as one viewer sees it.

    Attributes:
        people: Those whom the viewer sees by name.
        hidden: How many others are expected.
    """

    listed: Listed
    people: tuple[Expected, ...]
    hidden: int
    state: SessionState


async def access_appointments(caller: Caller, span: Span, limit: int) -> list[Shown]:
    """Return the sessions of a span of time in order, as many as wanted at most.

    Args:
        span: A client's is their own; other staff's than planners', too, unless it is a cohort's.

    Raises:
        Refused: ``access.denied``: somebody else's sessions.
        Invalid: ``schedule.span``: it is empty, or longer than 62 days, or in a year that nobody plans for.
    """
    principal = caller.principal
    check_read(principal, caller.now)
    years = {span.since.year, span.until.year}
    if not years <= _YEARS or not timedelta() < span.until - span.since <= _LONGEST:
        raise Invalid([FieldError("to", "schedule.span")])
    if not is_planner(principal):
        if span.person not in (None, principal.person):
            raise Refused("access.denied", Action.SCHEDULE_READ)
        span = replace(span, person=principal.person)
    async with caller.read() as unit:
        found = await unit.listing.page(span, limit)
        if span.person != principal.person:
            wanted = [each for each in (span.person, span.cohort) if each is not None]
            unit.note("schedule.read", *wanted, since=span.since.isoformat(), until=span.until.isoformat())
    return [show(principal, each, caller.now) for each in found]


async def access_appointment(caller: Caller, appointment: AppointmentId) -> Shown:
    """Return a session. Raises Refused: ``access.denied``, ``appointment.unknown``."""
    check_read(caller.principal, caller.now)
    async with caller.read() as unit:
        found = await unit.listing.find([appointment])
        if not found or not may_see(caller.principal, found[0].appointment):
            raise Refused("appointment.unknown")
        unit.note("appointment.read", appointment)
    return show(caller.principal, found[0], caller.now)


def show(principal: Principal, listed: Listed, now: datetime) -> Shown:
    """Return a session as somebody sees it who may."""
    appointment = listed.appointment
    people = appointment.people
    if principal.kind is PrincipalKind.CLIENT:
        people = tuple(
            each
            for each in people
            if each.person == principal.person or listed.names[each.person].kind is PersonKind.STAFF
        )
        # What a group is called is for staff: it may say more than the title that its members read.
        listed = replace(listed, cohort_name=None, appointment=replace(appointment, cohort=None))
    state = state_of(appointment.opens, appointment.ends, listed.room, now)
    return Shown(listed, people, len(appointment.people) - len(people), state)
