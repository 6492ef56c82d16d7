"""Who was present in a session, for those who may know it, and what was corrected."""

from dataclasses import dataclass
from typing import Final

from app.access.programme.attendance.counted import SessionAttendance, counted_sessions
from app.access.programme.attendance.knowing import Knowing, leads
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from clinic.attendance.corrections import Correction
from clinic.attendance.presence import Attended
from clinic.attendance.roll_call import SeatInterval, SharedSeat, shared_seats
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole
from clinic.schedule.attendees import LEADING, Role

__all__ = [
    "AttendedPerson",
    "SessionView",
    "find_session",
    "may_correct",
    "read_session",
    "shared_seats_of",
    "view_session",
]

_CORRECT: Final = frozenset({StaffRole.CLINICAL_DIRECTOR, StaffRole.CARE_COORDINATOR})
"""Who corrects every session; others those that they led."""


@dataclass(frozen=True, slots=True)
class AttendedPerson:
    """How somebody was present, and what was corrected, in the order in which it was."""

    person: PersonId
    role: Role
    attended: Attended
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session's attendance as far as its reader may know it.

    Attributes:
        people: Clients by name, those too who never came; then who led it.
        head_count: How many clients were present; None for who may know of some of them only.
        may_correct: Whether the reader may correct it now.
        seats: Shared cameras of which the roll can be called.
    """

    session: SessionAttendance
    people: tuple[AttendedPerson, ...]
    head_count: int | None
    names: dict[PersonId, Named]
    may_correct: bool
    seats: tuple[SharedSeat, ...]


async def find_session(unit: ClinicUnit, principal: Principal, session: AppointmentId) -> SessionAttendance:
    """Return a session. Raises Refused: ``access.denied``, ``appointment.unknown``."""
    check(principal, Action.CARE_TEAM_READ, unit.now)
    found = (await counted_sessions(unit, [session])).get(session)
    if found is None:
        raise Refused("appointment.unknown")
    return found


def may_correct(principal: Principal, session: SessionAttendance) -> bool:
    """Return whether somebody may correct a session once it is over."""
    return leads(principal, session) or not _CORRECT.isdisjoint(principal.roles)


async def read_session(unit: ClinicUnit, principal: Principal, session: AppointmentId) -> SessionView:
    """Return who was present in a session.

    Raises:
        Refused: ``access.denied``; ``appointment.unknown``: there is no such session, or nothing for them to know.
    """
    view = await view_session(unit, principal, await find_session(unit, principal, session))
    clients = [one.person for one in view.people if one.role is Role.MEMBER]
    unit.note("attendance.read", session, *sorted(clients))
    return view


async def view_session(unit: ClinicUnit, principal: Principal, session: SessionAttendance) -> SessionView:
    """Return a session as somebody may know it. Raises Refused: ``appointment.unknown``."""
    knowing = Knowing(unit, principal)
    whole = knowing.knows_all(session)
    members = [
        one
        for one in _people(session)
        if one.role is Role.MEMBER and await knowing.knows(one.person, session)
    ]
    if not members and not whole:
        raise Refused("appointment.unknown")
    led = [one for one in _people(session) if one.role in LEADING]
    corrects = session.is_over and may_correct(principal, session)
    by = {made.by for one in members for made in one.corrections}
    names = await unit.people.names({one.person for one in (*members, *led)} | by)

    def by_name(one: AttendedPerson) -> tuple[str, str]:
        return names[one.person].name.casefold(), one.person

    return SessionView(
        session,
        (*sorted(members, key=by_name), *sorted(led, key=by_name)),
        session.head_count if whole else None,
        names,
        corrects,
        tuple(await shared_seats_of(unit, session)) if corrects else (),
    )


async def shared_seats_of(unit: ClinicUnit, session: SessionAttendance) -> list[SharedSeat]:
    """Return the shared cameras of a session of which the roll was not called, and nobody is corrected."""
    id_ = session.appointment.id
    recorded = [
        SeatInterval(one.person, one.seat, one.interval(session.time.span.ends))
        for one in await unit.attendance.recorded([id_])
    ]
    seats = await unit.attendance.shared_seats(id_)
    for one in recorded:
        people = seats.setdefault(one.seat, [])
        if one.person not in people:
            people.append(one.person)
    return [
        seat for seat in shared_seats(seats, recorded) if session.corrections.keys().isdisjoint(seat.people)
    ]


def _people(session: SessionAttendance) -> list[AttendedPerson]:
    """Return everybody who came or was expected."""
    roles = {one.person: one.role for one in session.appointment.people} | session.roles
    return [
        AttendedPerson(
            person,
            role,
            session.people.get(person, Attended(person)),
            tuple(session.corrections.get(person, ())),
        )
        for person, role in roles.items()
    ]
