"""What a couple's own therapist is warned of while planning: that the couple still waits for clearance.

Nobody else may know it, so nobody else is warned, and a session is planned all the same: to refuse it would tell.
"""

from collections.abc import Sequence

from app.access.reading import couple_reader
from app.access.schedule.sessions.building import Around
from app.access.schedule.sessions.conflicts import FoundConflict
from app.live.planned.clearances import clearances, settings_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment
from clinic.care_team.reading import Category
from clinic.identity.access import Principal
from clinic.safety.clearance import CONJOINT, Value
from clinic.schedule.attendees import Role
from clinic.schedule.conflicts import Conflict, Severity

__all__ = ["clearance_warnings"]


async def clearance_warnings(
    unit: ClinicUnit, principal: Principal, sessions: Sequence[Appointment], around: Around
) -> list[FoundConflict]:
    """Return one warning for each couple of these sessions that waits, if the principal may read that.

    Args:
        sessions: At least one; of a series, all are of one kind.
    """
    first = sessions[0]
    if (
        principal.scopes is not None
        or first.content.kind not in CONJOINT
        or not settings_of(unit.clinic).asks
    ):
        return []
    members = {each.person for each in first.people if each.role is Role.MEMBER}
    own = [
        couple
        for couple in around.couples
        if couple.is_active(unit.now)
        and members.intersection(couple.partners)
        and (await couple_reader(unit, principal, couple)).may(Category.CLEARANCE)
    ]
    found = await clearances(unit, own)
    return [
        FoundConflict(
            Conflict("schedule.clearance", Severity.WARN, couple.partners),
            first.begins,
            {person: around.people[person].name for person in couple.partners if person in around.people},
        )
        for couple in own
        if found[couple.id].value is not Value.CLEARED
    ]
