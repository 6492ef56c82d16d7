"""Attendance as files: what the pages show their reader, and no more. Each file that is taken is noted."""

from datetime import date, timedelta
from typing import Final

from app.access.programme.attendance.sessions import find_session, view_session
from app.access.programme.attendance.weeks import known_sessions
from app.persistence.clinic_store import ClinicUnit
from clinic.attendance.csv_file import Line, client_file, session_file
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import AppointmentId, PersonId
from clinic.common.local_time import day_start
from clinic.identity.access import Action, Principal, check
from clinic.schedule.attendees import Role

__all__ = ["export_client", "export_session"]

_LONGEST: Final = timedelta(days=371)


async def export_session(unit: ClinicUnit, principal: Principal, session: AppointmentId) -> bytes:
    """Return a session's clients as a file. Raises as ``read_session``."""
    view = await view_session(unit, principal, await find_session(unit, principal, session))
    shown = [one for one in view.people if one.role is Role.MEMBER]
    unit.note("attendance.export", session, *sorted(one.person for one in shown), shown=len(shown))
    found = view.session
    return session_file(
        (
            Line(view.names[one.person].name, found.time, found.service, view.head_count, one.attended)
            for one in shown
        ),
        unit.zone,
    )


async def export_client(
    unit: ClinicUnit, principal: Principal, client: PersonId, first: date, last: date
) -> bytes:
    """Return a client's sessions that are over, from a first day to a last one.

    Raises:
        Refused: As ``read_client_weeks``.
        Invalid: ``schedule.span``: no time, or more than a year.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    if not timedelta() <= last - first <= _LONGEST:
        raise Invalid([FieldError("last", "schedule.span")])
    since, until = day_start(first, unit.zone), day_start(last + timedelta(days=1), unit.zone)
    found = await known_sessions(unit, principal, client, since, until)
    over = [one for one in found.sessions if one.session.is_over]
    unit.note("attendance.export", client, shown=len(over))
    return client_file(
        (
            Line("", one.session.time, one.session.service, one.head_count, one.attended, one.counts)
            for one in over
        ),
        unit.zone,
    )
