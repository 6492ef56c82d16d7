"""Legal holds: nothing of a client, or of a session, is removed while one holds."""

from dataclasses import dataclass, field
from typing import Final

from app.access.people.finding import find_client
from app.access.records.naming import Thing, name_things
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_hold_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.people.fields.text import text_problem, tidy
from clinic.records.retention import LONGEST_REASON, Hold, end_hold
from rooms.model.ids import RoomId

__all__ = ["HoldView", "end", "place", "read_holds"]

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold, and what its ids stand for."""

    hold: Hold
    things: dict[str, Thing] = field(repr=False)


async def read_holds(unit: ClinicUnit, principal: Principal) -> list[HoldView]:
    """Return holds, those in force first. Raises Refused: ``access.denied``."""
    check(principal, Action.RECORDS_READ, unit.now)
    found = await unit.holds.newest(_MOST)
    unit.note("holds.read", *(one.id for one in found))
    things = await name_things(unit, principal, {id_ for one in found for id_ in _ids(one)})
    return [HoldView(one, {id_: things[id_] for id_ in _ids(one)}) for one in found]


async def place(
    unit: ClinicUnit,
    principal: Principal,
    person: PersonId | None,
    session: AppointmentId | None,
    reason: str,
) -> HoldView:
    """Hold everything about a client, or of a session, from now on.

    Raises:
        Refused: ``access.denied``; ``person.unknown``, ``people.merged`` (the record that stands for them is held
            instead), ``appointment.unknown``: it has not had a room yet, so there is nothing to hold.
        Invalid: ``hold.one``: it is on one of the two; what is wrong with the reason.
    """
    check(principal, Action.RECORDS_KEEP, unit.now)
    reason = tidy(" ".join(reason.split()))
    if (person is None) == (session is None):
        raise Invalid([FieldError("person", "hold.one")])
    if code := text_problem(reason, LONGEST_REASON, required=True):
        raise Invalid([FieldError("reason", code)])
    if person is not None:
        record = await find_client(unit, person)
        if record.merged_into is not None:
            raise Refused("people.merged")
    if session is not None:
        room = await unit.sessions.find(RoomId(session))
        if room is None or room.clinic != unit.clinic.id:
            raise Refused("appointment.unknown")
    hold = Hold(new_hold_id(), person, session, reason, principal.person, unit.now)
    await unit.holds.add(hold)
    unit.note("hold.place", hold.id, *_subject(hold))
    return await _view(unit, principal, hold)


async def end(unit: ClinicUnit, principal: Principal, hold: str) -> HoldView:
    """End a hold. What it kept is removed at its time, which may be the next run.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``hold.unknown``, ``hold.ended``.
    """
    check(principal, Action.HOLDS_END, unit.now)
    found = await unit.holds.find(hold)
    if found is None:
        raise Refused("hold.unknown")
    ended = end_hold(found, principal.person, unit.now)
    if not await unit.holds.end(ended):
        raise Refused("hold.ended")
    unit.note("hold.end", hold, *_subject(ended))
    return await _view(unit, principal, ended)


async def _view(unit: ClinicUnit, principal: Principal, hold: Hold) -> HoldView:
    return HoldView(hold, await name_things(unit, principal, set(_ids(hold))))


def _subject(hold: Hold) -> list[str]:
    return [each for each in (hold.person, hold.session) if each is not None]


def _ids(hold: Hold) -> list[str]:
    return [*_subject(hold), hold.by, *([hold.ended_by] if hold.ended_by else [])]
