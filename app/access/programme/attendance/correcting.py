"""Correcting attendance once a session is over: by those who led it, directors and coordinators.

What the room recorded stays, and so does every correction; the newest counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.programme.attendance.counted import SessionAttendance
from app.access.programme.attendance.knowing import Knowing
from app.access.programme.attendance.sessions import (
    SessionView,
    find_session,
    may_correct,
    shared_seats_of,
    view_session,
)
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_correction_id
from clinic.attendance.corrections import Correction, CorrectionReason, check_correction, check_newest
from clinic.attendance.roll_call import Here, call_roll
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.access import Principal
from clinic.identity.webhooks import EventKind
from clinic.programme.spans import Span
from clinic.schedule.attendees import Role

__all__ = ["Asked", "correct", "take_roll"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as somebody asks for it; see ``clinic.attendance.corrections.Correction``."""

    spans: tuple[Span, ...]
    reason: CorrectionReason
    note: str
    replaces: str | None


async def correct(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, client: PersonId, asked: Asked
) -> SessionView:
    """Say when a client was present in a session; return the session.

    Raises:
        Refused: ``access.denied``; ``appointment.unknown``; ``person.unknown``: they are not a client of this session;
            ``attendance.goes_on``; ``attendance.no_room``; as ``check_newest``.
        Invalid: As ``check_correction``.
    """
    found = await _find(unit, principal, session)
    expected = {one.person for one in found.appointment.people if one.role is Role.MEMBER}
    if client not in expected | {one for one, role in found.roles.items() if role is Role.MEMBER}:
        raise Refused("person.unknown")
    spans = check_correction(asked.spans, asked.reason, asked.note, found.time, unit.now)
    made = found.corrections.get(client, [])
    check_newest(made, asked.replaces)
    note = asked.note.strip()
    await _add(unit, principal, found, client, spans, asked.reason, len(made) + 1, note)
    return await view_session(unit, principal, await find_session(unit, principal, session))


async def take_roll(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, answers: Sequence[tuple[str, Here]]
) -> SessionView:
    """Say of shared cameras who was there: each of the two gets a correction, also if it changes nothing.

    Args:
        answers: A seat and who of its people was there, in the order of their ids.

    Raises:
        Refused: ``access.denied``; ``appointment.unknown``; ``attendance.goes_on``; ``attendance.no_room``;
            ``attendance.corrected_meanwhile``: there is no such seat any more whose roll could be called.
    """
    found = await _find(unit, principal, session)
    seats = {seat.id: seat for seat in await shared_seats_of(unit, found)}
    said = dict(answers)
    if len(said) != len(answers) or not said.keys() <= seats.keys():
        raise Refused("attendance.corrected_meanwhile")
    for seat, here in said.items():
        for person, spans in call_roll(seats[seat], here, found.time).items():
            await _add(unit, principal, found, person, spans, CorrectionReason.ROLL_CALL, 1)
    return await view_session(unit, principal, await find_session(unit, principal, session))


async def _find(unit: ClinicUnit, principal: Principal, session: AppointmentId) -> SessionAttendance:
    found = await find_session(unit, principal, session)
    if not may_correct(principal, found):
        # Who may not read it either is not told that it exists.
        if not Knowing(unit, principal).knows_all(found):
            raise Refused("appointment.unknown")
        raise Refused("access.denied")
    if found.listed.room is None:
        raise Refused("attendance.no_room")
    if not found.is_over:
        raise Refused("attendance.goes_on")
    return found


async def _add(
    unit: ClinicUnit,
    principal: Principal,
    session: SessionAttendance,
    client: PersonId,
    spans: tuple[Span, ...],
    reason: CorrectionReason,
    number: int,
    note: str = "",
) -> None:
    made = Correction(
        new_correction_id(),
        session.appointment.id,
        client,
        spans,
        reason,
        principal.person,
        unit.now,
        note=note,
    )
    await unit.attendance.correct(made, number)
    await unit.events.add(EventKind.ATTENDANCE_CORRECTED, session=session.appointment.id, person=client)
    unit.note("attendance.correct", session.appointment.id, client, made.id, reason=reason.value)
