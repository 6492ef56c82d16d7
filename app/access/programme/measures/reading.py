"""What a client has sent, for staff who may read it by the table of `clinic.care_team.reading`."""

from dataclasses import dataclass

from app.access.people.finding import find_client
from app.access.programme.measures.catalogue import Catalogue, catalogue
from app.access.reading import Reader, relations
from app.access.safety.follow_ups import of_session
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.safety.measures.alerts import MeasureAlert
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.measures.responses import Response

__all__ = ["Course", "read_course"]


@dataclass(frozen=True, slots=True)
class Course:
    """What a client has sent, the oldest first, and alerts whose task is not done."""

    responses: list[Response]
    alerts: list[MeasureAlert]
    catalogue: Catalogue


async def read_course(unit: ClinicUnit, principal: Principal, client: PersonId) -> Course:
    """Return a client's course. What was sent about a session is in it if the reader may know of that session.

    Raises:
        Refused: ``access.denied``, ``person.unknown``.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    await find_client(unit, client)
    reader = await relations(unit, principal, client)
    if not reader.may(Category.MEASURES):
        raise Refused("access.denied", Category.MEASURES)
    unit.note("measure.read", client)
    sent = await unit.measures.sent([client])
    return Course(
        await _known(unit, reader, sent), await unit.measure_alerts.open([client]), await catalogue(unit)
    )


async def _known(unit: ClinicUnit, reader: Reader, sent: list[Response]) -> list[Response]:
    """Leave out what tells of a session that the reader may not know of (R3, R6, R7)."""
    facts = await unit.follow_ups.sessions({one.session for one in sent if one.session}, unit.now)
    found = []
    for one in sent:
        if one.session is not None:
            session = facts[one.session]
            seen = of_session(reader, session, leads=reader.viewer.person in session.leaders)
            needed = {Category.PRESENCE}
            needed |= {Category.INDIVIDUAL_SESSIONS} if session.is_individual else set()
            needed |= {Category.SUD_TRACK} if session.is_sud else set()
            if not all(seen.may(category) for category in needed):
                continue
        found.append(one)
    return found
