"""What those who lead a session may read and say of the people who wait for it.

Where somebody is shows only when it is asked for, and every look is noted. Each act names the version that was looked
at, so nobody confirms an address that has changed meanwhile.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.access.consents.due import due_items
from app.access.consents.facts import session_facts
from app.access.consents.versions import outlines
from app.access.safety.standings import known_of, state_of
from app.access.schedule.sessions.rights import may_see
from app.persistence.clinic_store import ClinicUnit
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import RULES, DocumentKind
from clinic.consents.due import DueItem, Needs, wanted
from clinic.consents.versions import current
from clinic.identity.access import Action, Principal, check
from clinic.safety.places import Place, check_place, tidy_place
from clinic.safety.preparation import Confirmed, Known, PlaceSaid, Waived
from clinic.safety.readiness import REASONS
from clinic.schedule.attendees import LEADING, Role
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import RoomId
from rooms.model.people import RoomSetup

__all__ = ["DocumentState", "Prepared", "confirm_aloud", "enter_place", "read_prepared", "waive"]


class DocumentState(StrEnum):
    """What somebody has done about a document that a session asks for."""

    SIGNED = "signed"
    """And confirmed, where it is confirmed at each session."""
    TO_ACKNOWLEDGE = "acknowledge"
    TO_SIGN = "sign"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of one person before a session, for those who lead it."""

    name: str
    """Their legal name, or the shown one where there is none."""
    known: Known
    accommodations: str
    """What helps them take part, as staff agreed with them; empty if nothing is."""
    documents: dict[DocumentKind, DocumentState]
    """What the session asks them to sign, in order; that of a state once it is known where they are."""


async def read_prepared(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, person: PersonId
) -> Prepared:
    """Return what is known of somebody.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``, ``person.unknown``; ``preparation.none``: the session has
            no room yet.
    """
    setup = await _check(unit, principal, session, person)
    unit.note("preparation.read", session, person)
    return await _prepared(unit, setup, person)


async def confirm_aloud(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, person: PersonId, version: int
) -> Prepared:
    """Keep that somebody has said their full name and this address aloud.

    Raises:
        Refused: As ``read_prepared``; ``version.other``; ``preparation.no_place``: there is no address to confirm.
    """
    setup, seen = await _seen(unit, principal, session, person, version)
    if seen.known.place is None:
        raise Refused("preparation.no_place")
    return await _add(unit, principal, setup, person, Confirmed(), "preparation.confirm")


async def waive(
    unit: ClinicUnit,
    principal: Principal,
    session: AppointmentId,
    person: PersonId,
    version: int,
    waived: Waived,
) -> Prepared:
    """Keep that somebody is admitted although this holds them.

    Raises:
        Refused: As ``confirm_aloud``; ``preparation.must_hold``: nobody is admitted past this hold.
        Invalid: ``field.choice``: that is no reason for it.
    """
    setup, _ = await _seen(unit, principal, session, person, version)
    reasons = REASONS.get(waived.hold)
    if reasons is None:
        raise Refused("preparation.must_hold", waived.hold)
    if waived.reason not in reasons:
        raise Invalid([FieldError("reason", "field.choice")])
    facts = {"hold": waived.hold.value, "reason": waived.reason.value}
    return await _add(unit, principal, setup, person, waived, "preparation.waive", **facts)


async def enter_place(
    unit: ClinicUnit,
    principal: Principal,
    session: AppointmentId,
    person: PersonId,
    version: int,
    place: Place,
) -> Prepared:
    """Keep where somebody is, as they have said it to staff.

    Raises:
        Refused: As ``read_prepared``; ``version.other``.
        Invalid: What is wrong with the place.
    """
    setup, _ = await _seen(unit, principal, session, person, version)
    place = tidy_place(place)
    if errors := check_place(place):
        raise Invalid(errors)
    return await _add(unit, principal, setup, person, PlaceSaid(place), "preparation.place")


async def _check(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, person: PersonId
) -> RoomSetup:
    check(principal, Action.SESSIONS_HOST, unit.now)
    found = await unit.appointments.find(session)
    if found is None or not may_see(principal, found):
        raise Refused("appointment.unknown")
    if all(each.person != principal.person or each.role not in LEADING for each in found.people):
        raise Refused("access.denied", Action.SESSIONS_HOST)
    if all(each.person != person or each.role is not Role.MEMBER for each in found.people):
        raise Refused("person.unknown")
    setup = await unit.sessions.setup(RoomId(session))
    if setup is None or RoomPersonId(person) not in setup.people:
        raise Refused("preparation.none")
    return setup


async def _seen(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, person: PersonId, version: int
) -> tuple[RoomSetup, Prepared]:
    setup = await _check(unit, principal, session, person)
    prepared = await _prepared(unit, setup, person)
    if prepared.known.version != version:
        raise Refused("version.other")
    return setup, prepared


async def _prepared(unit: ClinicUnit, setup: RoomSetup, person: PersonId) -> Prepared:
    session = AppointmentId(setup.id)
    known = known_of(person, setup, await unit.preparations.of_session(session))
    shown, legal = (await unit.people.full_names([person]))[person]
    documents = await _documents(unit, session, person, known)
    return Prepared(legal or shown, known, (await unit.safety.find(person)).accommodations, documents)


async def _documents(
    unit: ClinicUnit, session: AppointmentId, person: PersonId, known: Known
) -> dict[DocumentKind, DocumentState]:
    versions = await outlines(unit)
    state = state_of(known.place)
    facts = (await session_facts(unit, session, {person: state})).get(person)
    items = (await due_items(unit, session, {person: state}, versions)).get(person, ())
    due = {item.version.key.kind: _document_state(item, known) for item in items}
    # Until it is known where they are, nobody can say whether what a state asks for is signed.
    keys = [
        key
        for key in (wanted(facts) if facts else ())
        if known.place is not None or not RULES[key.kind].by_state
    ]
    return {
        key.kind: due.get(key.kind, DocumentState.SIGNED)
        for key in keys
        if current(versions, key, unit.now) is not None
    }


def _document_state(item: DueItem, known: Known) -> DocumentState:
    if item.version.id in known.declined:
        return DocumentState.DECLINED
    if item.withdrawn:
        return DocumentState.WITHDRAWN
    return DocumentState.TO_SIGN if item.needs is Needs.SIGN else DocumentState.TO_ACKNOWLEDGE


async def _add(
    unit: ClinicUnit,
    principal: Principal,
    setup: RoomSetup,
    person: PersonId,
    said: Confirmed | PlaceSaid | Waived,
    action: str,
    **facts: str,
) -> Prepared:
    session = AppointmentId(setup.id)
    await unit.preparations.add(session, person, said, by=principal.person, seat=None, now=unit.now)
    unit.note(action, session, person, **facts)
    return await _prepared(unit, setup, person)
