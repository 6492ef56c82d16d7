"""The crisis card of one client, what is agreed with them for an emergency, and the record of what was disclosed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from app.access.people.finding import find_client
from app.access.reading import relations
from app.access.safety.clearance.contacts import is_cleared, is_contact_partner
from app.access.safety.on_call import on_call_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.persistence.repositories.safety.clients import ClientSafety, Disclosure
from app.runtime.ids import new_disclosure_id
from clinic.care_team.reading import Category
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.people.couples import couple_of
from clinic.people.fields.phone import phone_problem, tidy_phone
from clinic.people.fields.states import STATES
from clinic.people.fields.text import text_problem, tidy
from clinic.people.licences import reach_of
from clinic.people.person import Address, EmergencyContact
from clinic.safety.crisis_card import CardRight, Nature, Recipient
from clinic.safety.places import ELSEWHERE

__all__ = [
    "LEFT_WITHIN",
    "LONGEST_ACCOMMODATIONS",
    "LONGEST_NUMBER",
    "LONGEST_PHRASE",
    "MINE_FOR",
    "SAID_WITHIN",
    "CrisisCard",
    "KnownPlace",
    "change_agreed",
    "find_right",
    "note_disclosure",
    "open_card",
    "read_agreed",
]

LEFT_WITHIN: Final = timedelta(hours=1)
"""After a session has ended those who led it may still open the card: the person may have hung up."""
MINE_FOR: Final = timedelta(hours=24)
"""How long an answered alert opens it."""
LONGEST_NUMBER: Final = 40
LONGEST_PHRASE: Final = 200
LONGEST_ACCOMMODATIONS: Final = 300
SAID_WITHIN: Final = timedelta(hours=12)
"""How long somebody is taken to be where they said before a session."""
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """Where somebody is, as far as is known.

    Attributes:
        said_at: When they said so; None for the address of record, where they may not be now.
        phone: On which they can be called there; empty if they gave none.
    """

    address: Address
    phone: str = field(default="", repr=False)
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CrisisCard:
    """What staff need to send help.

    Attributes:
        contact_is_partner: The contact for emergencies seems to be the partner.
        not_cleared: The couple is not cleared for sessions together; False for whoever may not read it.
        is_licensed: Whether the reader may treat where the person is; None if the state is not known.
        agreed: The local emergency number and the agreed phrase.
        note: The clinic's own lines.
        disclosed: What was disclosed before, the latest first.
    """

    person: PersonRecord
    place: KnownPlace
    contact: EmergencyContact
    contact_is_partner: bool
    not_cleared: bool
    is_licensed: bool | None
    agreed: ClientSafety
    note: str
    right: CardRight
    opened_at: datetime
    disclosed: tuple[Disclosure, ...]


async def find_right(unit: ClinicUnit, principal: Principal, client: PersonId) -> CardRight:
    """Return by what right the principal may open a client's card now.

    Raises:
        Refused: ``access.denied``: by none; to break the glass is what is left.
    """
    viewer = principal.person
    if principal.kind is not PrincipalKind.STAFF or principal.scopes is not None:
        raise Refused("access.denied", "crisis_card")
    if await unit.safety.leads_now(viewer, client, unit.now, LEFT_WITHIN):
        return CardRight.LEADS
    if await unit.alerts.answered(viewer, client, unit.now - MINE_FOR):
        return CardRight.ANSWERED
    if await unit.relations.broken_glass(viewer, client, unit.now) is not None:
        return CardRight.BREAK_GLASS
    raise Refused("access.denied", "crisis_card")


async def open_card(unit: ClinicUnit, principal: Principal, client: PersonId, nature: Nature) -> CrisisCard:
    """Return a client's card, and document that it was opened.

    Raises:
        Refused: ``access.denied``; ``person.unknown``.
    """
    right = await find_right(unit, principal, client)
    record = await find_client(unit, client)
    await _document(unit, principal, client, nature, Recipient.STAFF, right)
    place = await _find_place(unit, record)
    contact = record.fields.emergency
    couple = couple_of(client, await unit.couples.of([client]), unit.now)
    contact_is_partner = await is_contact_partner(unit, record, couple)
    reader = await relations(unit, principal, client)
    may_know = contact_is_partner and reader.may(Category.CLEARANCE)
    return CrisisCard(
        record,
        place,
        contact,
        contact_is_partner,
        couple is not None and may_know and not await is_cleared(unit, couple),
        await _is_licensed(unit, principal.person, place.address.state),
        await unit.safety.find(client),
        on_call_of(unit.keys, unit.clinic).note,
        right,
        unit.now,
        tuple(await unit.safety.disclosures(client, _SHOWN)),
    )


async def _find_place(unit: ClinicUnit, person: PersonRecord) -> KnownPlace:
    """Return where somebody said today that they are; the address of record if they said nothing."""
    said = await unit.preparations.newest_place(person.id, unit.now - SAID_WITHIN)
    if said is None:
        return KnownPlace(person.fields.address)
    place, at = said
    address = Address(
        line_1=place.address,
        line_2=place.unit,
        city=place.city,
        state="" if place.state == ELSEWHERE else place.state,
        postal_code=place.postal_code,
    )
    return KnownPlace(address, place.phone, at)


async def note_disclosure(
    unit: ClinicUnit, principal: Principal, client: PersonId, nature: Nature, recipient: Recipient
) -> Disclosure:
    """Document to whom something was disclosed from the card. Raises Refused as ``open_card``."""
    right = await find_right(unit, principal, client)
    await find_client(unit, client)
    return await _document(unit, principal, client, nature, recipient, right)


async def read_agreed(unit: ClinicUnit, principal: Principal, client: PersonId) -> ClientSafety:
    """Return what is agreed with a client for an emergency.

    Raises:
        Refused: ``access.denied``: the client is not theirs. ``person.unknown``.
    """
    await _check_theirs(unit, principal, client, Action.PEOPLE_READ)
    unit.note("safety.read", client)
    return await unit.safety.find(client)


async def change_agreed(
    unit: ClinicUnit, principal: Principal, client: PersonId, typed: ClientSafety
) -> ClientSafety:
    """Change what is agreed with a client, if it still has the version of ``typed``.

    A number of three digits is refused: it would reach the county of whoever dials it.

    Raises:
        Refused: As ``read_agreed``; ``version.other``.
        Invalid: What is wrong with the number or one of the texts.
    """
    await _check_theirs(unit, principal, client, Action.PEOPLE_WRITE)
    agreed = ClientSafety(
        tidy_phone(typed.emergency_number), tidy(typed.phrase), typed.version + 1, tidy(typed.accommodations)
    )
    problems = {
        "emergency_number": text_problem(agreed.emergency_number, LONGEST_NUMBER, required=False)
        or (phone_problem(agreed.emergency_number) if agreed.emergency_number else None),
        "phrase": text_problem(agreed.phrase, LONGEST_PHRASE, required=False),
        "accommodations": text_problem(agreed.accommodations, LONGEST_ACCOMMODATIONS, required=False),
    }
    if errors := [FieldError(name, code) for name, code in problems.items() if code]:
        raise Invalid(errors)
    if not await unit.safety.put(client, agreed, typed.version):
        raise Refused("version.other")
    unit.note("safety.change", client)
    return agreed


async def _check_theirs(unit: ClinicUnit, principal: Principal, client: PersonId, act: Action) -> None:
    check(principal, act, unit.now)
    await find_client(unit, client)
    if not (await relations(unit, principal, client)).sees_identity:
        raise Refused("access.denied", "identity")


async def _document(
    unit: ClinicUnit,
    principal: Principal,
    client: PersonId,
    nature: Nature,
    recipient: Recipient,
    right: CardRight,
) -> Disclosure:
    made = Disclosure(
        new_disclosure_id(), client, principal.person, unit.now, nature.value, recipient.value, right.value
    )
    await unit.safety.disclose(made)
    act = "crisis_card.open" if recipient is Recipient.STAFF else "crisis_card.disclosed"
    unit.note(act, client, made.id, nature=made.nature, recipient=made.recipient, right=made.reason)
    return made


async def _is_licensed(unit: ClinicUnit, viewer: PersonId, state: str) -> bool | None:
    if state not in STATES:
        return None
    held = (await unit.licences.credentials([viewer])).get(viewer)
    day = unit.now.astimezone(unit.zone).date()
    licences = held.licences if held else ()
    return any(reached == state and day <= last for one in licences for reached, last in reach_of(one))
