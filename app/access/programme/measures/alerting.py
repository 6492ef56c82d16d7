"""What follows when a client answers that they think of dying or of hurting themselves: who is told, who has seen it.

Staff get a follow-up task, and whoever leads a session of theirs today sees it in the room. Mails that name nobody go to
those who have to act, at once or once nobody has seen it in time; whoever sees it calls back those that have not left.
The task belongs to no session: it tells nobody in what the client takes part.
"""

from datetime import timedelta
from typing import Final, Protocol

from app.access.clinic_day import today
from app.access.reading import relations
from app.access.safety.follow_ups import mark_seen
from app.access.safety.on_call import is_on_call, roster_of
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_follow_up_id
from clinic.care_team.reading import Category
from clinic.care_team.roles import CareTeamRole
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.common.local_time import day_start
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole
from clinic.measures.alerts import calls
from clinic.safety.tasks import FollowUpTask, TaskKind

__all__ = ["StaffMails", "raise_alert", "see_alerts"]

_OWN: Final = (CareTeamRole.INDIVIDUAL_THERAPIST, CareTeamRole.SUD_COUNSELOR)
"""Who has to act first; the second where there is no first."""


class StaffMails(Protocol):
    """Writes to staff."""

    async def task_waiting(self, unit: ClinicUnit, person: PersonId, after: timedelta) -> str | None:
        """Write to somebody after a time; return the mail's id, or None if it cannot be sent."""


async def raise_alert(unit: ClinicUnit, client: PersonId, mails: StaffMails) -> None:
    """Have staff told. While an alert about the client waits for somebody to see it, another one tells no more."""
    if any(each.seen_at is None for each in await unit.measure_alerts.open([client])):
        return
    own = await _own(unit, client)
    end = day_start(today(unit) + timedelta(days=1), unit.zone)
    coming = await unit.measured_sessions.of_day(client, end, unit.now)
    leaders = [person for session in coming[:1] for person in session.leaders]
    task = FollowUpTask(
        new_follow_up_id(), client, None, TaskKind.ANSWER, unit.now, lead=own[0] if own else None
    )
    await unit.follow_ups.add(task)
    waiting = []
    for call in calls(own, leaders, await roster_of(unit)):
        mail = await mails.task_waiting(unit, call.person, call.after)
        if mail is not None and call.after:
            waiting.append(mail)
    await unit.measure_alerts.add(task.id, waiting)
    unit.note("measure.alert", client, task.id)


async def see_alerts(unit: ClinicUnit, principal: Principal, client: PersonId) -> None:
    """Note that the principal has seen it and acts.

    Raises:
        Refused: ``person.unknown``: they may not know of it, or there is nothing to see.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    reader = await relations(unit, principal, client)
    is_theirs = StaffRole.CLINICAL_DIRECTOR in principal.roles or is_on_call(unit, principal)
    if not is_theirs and not reader.may(Category.DISTRESS):
        raise Refused("person.unknown")
    if not await mark_seen(unit, principal, client):
        raise Refused("person.unknown")


async def _own(unit: ClinicUnit, client: PersonId) -> list[PersonId]:
    """Return who looks after the client alone: their individual therapists, or else their counselors."""
    held = [
        each.assignment
        for each in await unit.assignments.of_clients([client], unit.now)
        if each.assignment.period.holds(unit.now)
    ]
    for role in _OWN:
        if found := [each.clinician for each in held if each.role is role]:
            return list(dict.fromkeys(found))
    return []
