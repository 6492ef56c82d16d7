"""Who reads what pays for a client's care: planners, and the clinicians who are assigned to the client.

Clinicians read what their table allows, and no more can be told from what is counted for them: an authorisation of what
they may not know is not there, and a session that they may not know of is not counted.
"""

from collections.abc import Mapping
from typing import Final

from app.access.people.finding import find_client
from app.access.programme.attendance.insurance.sittings import Met
from app.access.reading import Reader, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.care_team.reading import Category, Relation
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.programme.coverage import Billed
from clinic.programme.tracks import Service

__all__ = ["knows_all", "may_count", "may_know", "may_see", "read_as"]

_OWN: Final = frozenset({Relation.OWN_CLIENT, Relation.COORDINATED})
_SERVICES: Final[Mapping[Service, Category]] = {
    Service.INDIVIDUAL: Category.INDIVIDUAL_SESSIONS,
    Service.COUPLES: Category.COUPLE_RECORDS,
}
_BILLED: Final[Mapping[Billed, Category]] = {
    Billed.INDIVIDUAL: Category.INDIVIDUAL_SESSIONS,
    Billed.COUPLES: Category.COUPLE_RECORDS,
    Billed.SUD_DAY: Category.SUD_TRACK,
}


async def read_as(unit: ClinicUnit, principal: Principal, client: PersonId) -> tuple[PersonRecord, Reader]:
    """Return a client and what the principal is to them.

    Raises:
        Refused: ``access.denied``, ``person.unknown``; ``access.not_yours``: they are not assigned to the client.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    record = await find_client(unit, client)
    reader = await relations(unit, principal, client)
    # Who leads a session of theirs reads the minutes of that one session, and nothing of what adds up.
    if _OWN.isdisjoint(reader.context.relations) or not reader.may(Category.PRESENCE):
        raise Refused("access.not_yours", Category.PRESENCE)
    return record, reader


def may_count(reader: Reader, met: Met) -> bool:
    """Return whether the reader may know of a session that took place."""
    return may_know(reader, met.counted.service, protected=met.is_protected)


def may_know(reader: Reader, service: Service, *, protected: bool) -> bool:
    """Return whether the reader may know of a session of this service."""
    category = _SERVICES.get(service)
    return (category is None or reader.may(category)) and (not protected or reader.may(Category.SUD_TRACK))


def may_see(reader: Reader, billed: Billed) -> bool:
    """Return whether the reader may know that this is authorised."""
    category = _BILLED.get(billed)
    return category is None or reader.may(category)


def knows_all(reader: Reader) -> bool:
    """Return whether nothing is kept back from the reader, whatever there is."""
    return all(reader.may(category) for category in {*_SERVICES.values(), *_BILLED.values()})
