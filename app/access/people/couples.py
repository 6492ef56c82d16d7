"""Couples: who sees them, and making, changing and ending one."""

from dataclasses import replace

from app.access.people.archive import end_care_of_couple
from app.access.reading import couple_reader, is_planner, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.couples import CoupleRecord, ListedCouple
from app.persistence.repositories.people.people import Named, PersonRecord
from app.runtime.ids import new_couple_id
from clinic.care_team.reading import Category
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.people import couples as rules
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.person import PersonKind
from clinic.support.peers import LinkState, PeerMove, move

__all__ = ["change_couple", "end_couple", "form_couple", "known_couple", "list_couples", "read_couple"]


async def list_couples(
    unit: ClinicUnit, principal: Principal, after: tuple[str, str] | None, limit: int
) -> list[ListedCouple]:
    """Return the couples of today by the first partner's name: a planner sees all, others those they look after.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    only = None if is_planner(principal) else await unit.relations.own_couples(principal.person, unit.now)
    found = await unit.couples.page(unit.now, only, after, limit)
    unit.note("couples.list", shown=len(found))
    return found


async def read_couple(unit: ClinicUnit, principal: Principal, couple: CoupleId) -> ListedCouple:
    """Return a couple. Raises Refused: ``access.denied`` or ``couple.unknown``."""
    check(principal, Action.PEOPLE_READ, unit.now)
    record = await known_couple(unit, principal, couple)
    unit.note("couple.read", couple, *record.unit.partners)
    return await _listed(unit, record)


async def form_couple(
    unit: ClinicUnit, principal: Principal, first: PersonId, second: PersonId, cameras: Cameras
) -> ListedCouple:
    """Make a couple of two clients.

    Raises:
        Refused: ``access.denied``, ``access.not_yours``, and what `clinic.people.couples.form_couple` refuses.
        Invalid: ``field.unknown``.
    """
    check(principal, Action.PEOPLE_WRITE, unit.now)
    found = {record.id: record for record in await unit.people.find_all([first, second], lock=True)}
    partners = [_client(found, field, person) for field, person in (("first", first), ("second", second))]
    for partner in partners:
        if not (await relations(unit, principal, partner.id)).sees_contact:
            raise Refused("access.not_yours", Action.PEOPLE_WRITE)
    couple = rules.form_couple(
        new_couple_id(),
        partners[0].party,
        partners[1].party,
        await unit.couples.of([first, second]),
        now=unit.now,
        cameras=cameras,
    )
    await unit.couples.add(couple)
    await _end_peer_link(unit, first, second)
    unit.note("couple.add", couple.id, first, second)
    return await _listed(unit, CoupleRecord(couple, 1))


async def _end_peer_link(unit: ClinicUnit, first: PersonId, second: PersonId) -> None:
    """Partners have no link in the support network, whatever their clearance will be (decision 0074)."""
    link = await unit.peers.between(first, second)
    if link is not None and link.state is LinkState.MUTUAL:
        await unit.peers.put_link(move(link, PeerMove.STOP, unit.now))


async def change_couple(
    unit: ClinicUnit, principal: Principal, couple: CoupleId, version: int, cameras: Cameras
) -> ListedCouple:
    """Change how a couple usually comes to a session.

    Raises:
        Refused: ``access.denied``, ``couple.unknown``, ``people.couple_ended`` or ``version.other``.
    """
    check(principal, Action.PEOPLE_WRITE, unit.now)
    record = await known_couple(unit, principal, couple, to_change=True)
    if not record.unit.is_active(unit.now):
        raise Refused("people.couple_ended")
    return await _store(unit, replace(record.unit, cameras=cameras), version, "couple.change")


async def end_couple(unit: ClinicUnit, principal: Principal, couple: CoupleId) -> ListedCouple:
    """End a couple now, and the assignments to it; it stays on record.

    Raises:
        Refused: ``access.denied``, ``couple.unknown``, ``people.couple_ended`` or ``version.other``.
    """
    check(principal, Action.PEOPLE_WRITE, unit.now)
    record = await known_couple(unit, principal, couple, to_change=True)
    ended = await _store(unit, rules.end_couple(record.unit, unit.now), record.version, "couple.end")
    await end_care_of_couple(unit, couple)
    return ended


async def known_couple(
    unit: ClinicUnit, principal: Principal, couple: CoupleId, *, to_change: bool = False
) -> CoupleRecord:
    """Return a couple that the principal may know of. Raises Refused: ``couple.unknown``.

    Args:
        to_change: The couple's consent to be read about is not enough.
    """
    record = await unit.couples.find(couple)
    if record is None:
        raise Refused("couple.unknown")
    reader = await couple_reader(unit, principal, record.unit)
    if not (reader.may_by_role if to_change else reader.may)(Category.COUPLE_RECORDS):
        raise Refused("couple.unknown")
    return record


async def _store(unit: ClinicUnit, couple: CoupleUnit, version: int, action: str) -> ListedCouple:
    if not await unit.couples.change(couple, version):
        raise Refused("version.other")
    unit.note(action, couple.id)
    return await _listed(unit, CoupleRecord(couple, version + 1))


async def _listed(unit: ClinicUnit, record: CoupleRecord) -> ListedCouple:
    names: dict[PersonId, Named] = await unit.people.names(record.unit.partners)
    first, second = (names[partner] for partner in record.unit.partners)
    return ListedCouple(record, (first, second), "")


def _client(found: dict[PersonId, PersonRecord], field: str, person: PersonId) -> PersonRecord:
    record = found.get(person)
    if record is None or record.fields.kind is not PersonKind.CLIENT:
        raise Invalid([FieldError(field, "field.unknown")])
    return record
