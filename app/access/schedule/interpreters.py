"""An interpreter from outside: added to one session by staff, and let in by the link in their mail.

They have no account. Their link leads to their seat in that session and opens nothing else: it signs nobody in. Staff
admit them from the waiting room as they do everybody, and had their signed agreement before.
"""

from dataclasses import dataclass
from datetime import datetime

from app.access.clinic_day import today
from app.access.schedule.changes import Change, change_sessions
from app.access.schedule.notices import AppointmentNotices
from app.access.schedule.planning import Planned
from app.access.schedule.sessions.forms import Invited
from app.access.schedule.sessions.rights import find_to_change
from app.auth.one_time import hash_secret
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.identity.links import FoundLink, LinkLookup
from app.persistence.repositories.live.sessions import SeatLink
from app.persistence.repositories.people.people import NewPerson
from app.runtime.ids import new_person_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.access import Principal
from clinic.identity.links import LinkPurpose, check_link
from clinic.people.contact import SafeChannel
from clinic.people.person import PersonFields, PersonKind, check_person, tidy_person
from clinic.schedule.attendees import Role
from clinic.schedule.recurrence.edits import Scope
from clinic.schedule.states import check_entry
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import RoomId

__all__ = ["External", "ExternalSeat", "add_interpreter", "find_external_seat", "name_on_link"]

_FIELDS = {"display_name": "name"}
"""Names of fields as the form has them."""


@dataclass(frozen=True, slots=True)
class External:
    """An interpreter from outside, as staff enter them.

    Attributes:
        language: That they interpret, by BCP 47; mails are in it where there are texts.
        serves: The member whom they interpret for; None for everybody.
        has_agreed: Whether staff have their signed agreement.
    """

    name: str
    language: str
    email: str
    serves: PersonId | None
    has_agreed: bool


@dataclass(frozen=True, slots=True)
class ExternalSeat:
    """Where an interpreter's link leads."""

    person: PersonId
    link: SeatLink


async def add_interpreter(
    unit: ClinicUnit,
    principal: Principal,
    appointment: AppointmentId,
    asked: External,
    notices: AppointmentNotices,
) -> Planned:
    """Add an interpreter from outside to one session; a mail with a link of their own goes to them.

    Raises:
        Refused, Conflicted: As ``change_sessions``.
        Invalid: As ``check_person`` and ``change_sessions``; ``schedule.not_agreed``: there is no agreement.
    """
    chosen = await find_to_change(unit, principal, appointment)
    fields = tidy_person(
        PersonFields(
            PersonKind.EXTERNAL,
            asked.name,
            unit.clinic.time_zone,
            language=asked.language,
            email=asked.email,
            safe_channel=SafeChannel.EMAIL,
        )
    )
    errors = [FieldError(_FIELDS.get(each.field, each.field), each.code) for each in check_person(fields)]
    if not asked.has_agreed:
        errors.append(FieldError("has_agreed", "schedule.not_agreed"))
    if errors:
        raise Invalid(errors)
    person = new_person_id()
    await unit.people.add([NewPerson(person, fields)], unit.now)
    await unit.interpreters.add(person, appointment, today(unit))
    unit.note("interpreter.add", appointment, person)
    everybody = tuple(Invited(each.person, each.role, serves=each.serves) for each in chosen.people)
    change = Change(people=(*everybody, Invited(person, Role.INTERPRETER, serves=asked.serves)))
    return await change_sessions(
        unit, principal, appointment, None, Scope.ONE, change, notices, externals=[person]
    )


async def find_external_seat(store: ClinicStore, secret: str, now: datetime) -> ExternalSeat:
    """Return the seat to which an interpreter's link leads.

    Raises:
        Refused: Those of ``check_link``; ``link.invalid``: it is no such link, or its holder is expected no longer;
            those of ``check_entry``; ``session.preparing``: the room does not know them yet.
    """
    found = await _find(store, secret, now)
    person = found.link.person
    async with store.read(found.link.clinic, Actor(person), now) as unit:
        appointment = await unit.interpreters.session_of(person)
        listed = await unit.listing.find([appointment]) if appointment else []
        if not listed or all(each.person != person for each in listed[0].appointment.people):
            raise Refused("link.invalid")
        one = listed[0].appointment
        check_entry(one.status, one.opens, one.ends, listed[0].room, now)
        link = await unit.sessions.seat_of(RoomId(one.id), RoomPersonId(person))
        if link is None:
            raise Refused("session.preparing")
        unit.note("interpreter.enter", one.id, person)
    return ExternalSeat(person, link)


async def name_on_link(store: ClinicStore, secret: str, now: datetime) -> tuple[PersonId, str, str]:
    """Return whom an interpreter's link names, and the clinic's name. Raises Refused: those of ``check_link``."""
    found = await _find(store, secret, now)
    person = found.link.person
    async with store.read(found.link.clinic, Actor("system"), now) as unit:
        names = await unit.people.names([person])
        return person, names[person].name, unit.clinic.name


async def _find(store: ClinicStore, secret: str, now: datetime) -> FoundLink:
    hashed = hash_secret(secret)
    found = None
    if hashed is not None:
        async with store.database.transaction(writes=False) as session:
            found = await LinkLookup(session).find_external(hashed)
    if found is None or found.link.purpose is not LinkPurpose.SESSION:
        raise Refused("link.invalid")
    check_link(found.link, found.link.clinic, LinkPurpose.SESSION, now)
    return found
