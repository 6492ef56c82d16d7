"""Break-glass access (45 CFR 164.312(a)(2)(ii), emergency access): emergency facts outside one's own care team."""

from datetime import timedelta
from typing import Final

from app.access.care_team.alerts import DirectorNotices, alert_directors
from app.access.people.finding import find_client
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.care_team.relations import GlassBreak
from app.runtime.ids import new_glass_break_id
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.people.fields.text import text_problem, tidy

__all__ = ["GLASS_LASTS", "LONGEST_REASON", "SHORTEST_REASON", "break_glass"]

GLASS_LASTS: Final = timedelta(hours=1)
SHORTEST_REASON: Final = 10
"""Characters: enough to say something."""
LONGEST_REASON: Final = 500


async def break_glass(
    unit: ClinicUnit, principal: Principal, person: PersonId, reason: str, notices: DirectorNotices
) -> GlassBreak:
    """Open a client's emergency facts to the principal for an hour, and tell the clinical directors.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed`` or ``person.unknown``.
        Invalid: What is wrong with the reason; ``field.too_short`` among it.
    """
    check(principal, Action.BREAK_GLASS, unit.now)
    told = tidy(reason)
    code = text_problem(told, LONGEST_REASON, required=True)
    if code is None and len(told) < SHORTEST_REASON:
        code = "field.too_short"
    if code is not None:
        raise Invalid([FieldError("reason", code)])
    await find_client(unit, person)
    broken = GlassBreak(new_glass_break_id(), principal.person, person, unit.now, unit.now + GLASS_LASTS)
    await unit.relations.break_glass(broken, told)
    unit.note("glass.break", person, broken.id)
    await alert_directors(unit, person, principal.person, notices)
    return broken
