"""Who may know that somebody was present in a session: the row "minutes present" of the table of reading.

Whoever led a session, and whoever plans everybody's weeks, knows all of it. A client's own clinicians know of that
client, if they may also know of such a session: of the couple's, of one person's, of the substance-use track.
"""

from typing import Final

from app.access.programme.attendance.counted import SessionAttendance
from app.access.reading import Reader, is_planner, relations
from app.access.safety.follow_ups import of_session
from app.persistence.clinic_store import ClinicUnit
from clinic.care_team.reading import Category
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.programme.tracks import Track
from clinic.safety.tasks import SessionFacts
from clinic.schedule.attendees import LEADING

__all__ = ["Knowing", "leads"]

_ALONE: Final = frozenset({"individual", "medical_visit"})


class Knowing:
    """What one principal may know in one unit of work; what they are to a client is looked up once."""

    def __init__(self, unit: ClinicUnit, principal: Principal) -> None:
        self._unit = unit
        self._principal = principal
        self._readers: dict[PersonId, Reader] = {}

    def knows_all(self, session: SessionAttendance) -> bool:
        """Return whether they may know everybody's presence in a session."""
        return is_planner(self._principal) or leads(self._principal, session)

    async def knows(self, client: PersonId, session: SessionAttendance) -> bool:
        """Return whether they may know a client's presence in a session."""
        if self.knows_all(session):
            return True
        content = session.appointment.content
        facts = SessionFacts(content.kind, content.track is Track.SUD, session.is_over)
        reader = of_session(await self.reader(client), facts, leads=False)
        needed = {Category.PRESENCE}
        needed |= {Category.INDIVIDUAL_SESSIONS} if content.kind in _ALONE else set()
        needed |= {Category.SUD_TRACK} if facts.is_sud else set()
        needed |= {Category.COUPLE_RECORDS} if content.track is Track.COUPLES else set()
        return all(reader.may(category) for category in needed)

    async def reader(self, client: PersonId) -> Reader:
        """Return what they are to a client."""
        if client not in self._readers:
            self._readers[client] = await relations(self._unit, self._principal, client)
        return self._readers[client]


def leads(principal: Principal, session: SessionAttendance) -> bool:
    """Return whether they were to lead a session, or did."""
    planned = any(
        one.person == principal.person and one.role in LEADING for one in session.appointment.people
    )
    return planned or session.roles.get(principal.person) in LEADING
