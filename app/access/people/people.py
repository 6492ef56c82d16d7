"""Reading people: lists with names, and one person with what the reader may know."""

from dataclasses import dataclass

from app.access.people.finding import check_knows_clients, find_known, knows_clients
from app.access.reading import Reader, couple_reader, is_planner, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named, PersonRecord
from app.persistence.repositories.people.search import PeopleFilter, PersonSummary
from clinic.care_team.reading import Category
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Action, Principal, check, may
from clinic.identity.roles import StaffRole
from clinic.people.couples import couple_of
from clinic.people.person import PersonKind

__all__ = ["KnownCouple", "PersonView", "list_people", "read_person", "view_person"]


@dataclass(frozen=True, slots=True)
class KnownCouple:
    """The couple that a client is in, and the partner."""

    id: CoupleId
    partner: Named


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as somebody may see them.

    Attributes:
        sees_place: Languages and time zone are shown.
        sees_identity: Legal name, telephone, address and the contact for emergencies are shown.
        sees_contact: E-mail address, safe channel and safe times are shown.
        roles: Of staff; None for clients.
        sees_couple: The couple is shown, or that there is none.
    """

    record: PersonRecord
    sees_place: bool
    sees_identity: bool
    sees_contact: bool
    roles: frozenset[StaffRole] | None = None
    sees_couple: bool = False
    couple: KnownCouple | None = None


async def list_people(
    unit: ClinicUnit,
    principal: Principal,
    kind: PersonKind | None,
    text: str,
    *,
    archived: bool,
    after: tuple[str, str] | None,
    limit: int,
) -> list[PersonSummary]:
    """Return people by name, those who come after this name and id: of one kind, or all whom the principal may know.

    Legal names are searched for those who plan, or manage staff.

    Raises:
        Refused: ``access.denied``.
    """
    if kind is PersonKind.STAFF:
        check(principal, Action.STAFF_READ, unit.now)
    elif kind is PersonKind.CLIENT or not may(principal, Action.STAFF_READ):
        check_knows_clients(principal, unit)
    kinds = {}
    if kind is not PersonKind.STAFF and knows_clients(principal):
        kinds[PersonKind.CLIENT] = is_planner(principal)
    if kind is not PersonKind.CLIENT and may(principal, Action.STAFF_READ):
        kinds[PersonKind.STAFF] = may(principal, Action.STAFF_MANAGE)
    found = await unit.search.find(PeopleFilter(kinds, text, archived), after, limit)
    unit.note("people.list", kind=kind.value if kind else "", searched=bool(text), shown=len(found))
    return found


async def read_person(unit: ClinicUnit, principal: Principal, person: PersonId) -> PersonView:
    """Return a person as the principal may see them.

    Raises:
        Refused: ``access.denied`` or ``person.unknown``.
    """
    record = await find_known(unit, principal, person)
    view, glass = await _view(unit, principal, record)
    if glass is None:
        unit.note("person.read", person)
    else:
        unit.note("person.read", person, glass)
    return view


async def view_person(unit: ClinicUnit, principal: Principal, record: PersonRecord) -> PersonView:
    """Return how the principal may see this person, for the answer to a change."""
    view, _ = await _view(unit, principal, record)
    return view


async def _view(
    unit: ClinicUnit, principal: Principal, record: PersonRecord
) -> tuple[PersonView, str | None]:
    if record.fields.kind is PersonKind.STAFF:
        whole = may(principal, Action.STAFF_MANAGE) or record.id == principal.person
        roles = await unit.roles.of(record.id)
        return PersonView(record, True, whole, whole, roles), None
    reader = await relations(unit, principal, record.id)
    sees_couple, couple = await _couple(unit, principal, record.id, reader)
    view = PersonView(
        record,
        sees_place=reader.sees_identity,
        sees_identity=reader.sees_identity,
        sees_contact=reader.sees_contact,
        sees_couple=sees_couple,
        couple=couple,
    )
    return view, None if reader.may(Category.IDENTITY) else reader.glass


async def _couple(
    unit: ClinicUnit, principal: Principal, client: PersonId, reader: Reader
) -> tuple[bool, KnownCouple | None]:
    """Return whether the principal may know about the client's couple, and the couple."""
    if not reader.sees_identity:
        return False, None
    unit_now = couple_of(client, await unit.couples.of([client]), unit.now)
    if unit_now is None:
        # Only a planner may know that there is none: to others it would look the same as one they may not see.
        return is_planner(principal), None
    if not (await couple_reader(unit, principal, unit_now)).may(Category.COUPLE_RECORDS):
        return False, None
    (partner,) = set(unit_now.partners) - {client}
    names = await unit.people.names([partner])
    return True, KnownCouple(unit_now.id, names[partner])
