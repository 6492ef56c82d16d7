"""Follow-up: who sees which tasks, and what they note about them.

A task is its doer's (who led the session, or the colleague it was handed on to), then the care team's as far as the
table of `clinic.care_team.reading` lets them know what it tells; directors see all. To others there is no such task.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.access.people.finding import named_staff
from app.access.reading import Reader, relations
from app.access.safety.on_call import is_on_call
from app.mail.delivery import DeliveryState, Reason
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from clinic.care_team.reading import RELATIONS, ReaderRole
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole
from clinic.safety.tasks import (
    FollowUpTask,
    Outcome,
    SessionFacts,
    by_urgency,
    categories_of,
    conclude,
    due_at,
    is_overdue,
)

__all__ = [
    "MOST",
    "FollowUpView",
    "Waiting",
    "conclude_follow_up",
    "count_follow_ups",
    "list_follow_ups",
    "mark_seen",
    "of_session",
]

MOST: Final = 500
"""Tasks that are looked at in one request; a clinic with more has stopped doing them."""
_DONE_FOR: Final = timedelta(days=30)
"""How long what is done is listed."""


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A task as whoever may see it sees it, with everybody's names."""

    task: FollowUpTask
    due: datetime
    overdue: bool
    mine: bool
    names: dict[PersonId, Named]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many tasks wait for the principal, by themselves or with their care team."""

    open: int
    overdue: int


async def list_follow_ups(
    unit: ClinicUnit, principal: Principal, *, done: bool = False
) -> list[FollowUpView]:
    """Return the open tasks, those due first before all others, or what was done in the last month.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    found = (
        await unit.follow_ups.done(unit.now - _DONE_FOR, MOST)
        if done
        else by_urgency(await unit.follow_ups.open(MOST), unit.zone)
    )
    seen = await _seen(unit, principal, found)
    if seen:
        unit.note("follow_ups.read", *sorted({task.client for task in seen}))
    return await _views(unit, principal, seen)


async def count_follow_ups(unit: ClinicUnit, principal: Principal) -> Waiting:
    """Return how many tasks the principal sees; nobody is named.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    seen = await _seen(unit, principal, await unit.follow_ups.open(MOST))
    return Waiting(len(seen), sum(is_overdue(task, unit.zone, unit.now) for task in seen))


async def conclude_follow_up(
    unit: ClinicUnit,
    principal: Principal,
    task: str,
    version: int,
    outcome: Outcome,
    *,
    again_at: datetime | None = None,
    to: PersonId | None = None,
) -> FollowUpView:
    """Note what the principal did about a task.

    Raises:
        Refused: ``access.denied``, ``follow_up.unknown``, ``follow_up.done``, ``version.other``;
            ``follow_up.not_theirs``: the colleague may not know what the task tells.
        Invalid: What `conclude` finds; ``field.unknown``: there is no such colleague.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    found = await unit.follow_ups.find(task)
    if found is None or not await _seen(unit, principal, [found]):
        raise Refused("follow_up.unknown")
    after = conclude(found, outcome, principal.person, unit.now, again_at=again_at, to=to)
    if to is not None:
        await named_staff(unit, "to", to)
        await _check_taker(unit, principal, to, found)
    if found.session is None:
        await mark_seen(unit, principal, found.client)
    if found.version != version or not await unit.follow_ups.save(after):
        raise Refused("version.other")
    unit.note(
        "follow_up.conclude", after.client, after.id, outcome=outcome.value, **({"to": to} if to else {})
    )
    (view,) = await _views(unit, principal, [after])
    return view


async def mark_seen(unit: ClinicUnit, principal: Principal, client: PersonId) -> bool:
    """Note who attends to an answer that cannot wait, and call back mails about it that have not left.

    Returns:
        Whether there was such an answer.
    """
    found = await unit.measure_alerts.open([client])
    unseen = [each for each in found if each.seen_at is None]
    if unseen:
        await unit.measure_alerts.see([each.task for each in unseen], principal.person, unit.now)
        mails = [mail for each in unseen for mail in each.mails]
        await unit.outbox.call_back(mails, DeliveryState.DROPPED, Reason.SUPERSEDED, unit.now)
        unit.note("measure.seen", client, *(each.task for each in unseen))
    return bool(found)


async def _check_taker(unit: ClinicUnit, principal: Principal, to: PersonId, task: FollowUpTask) -> None:
    """A task is handed on to those alone who would see it anyway: nobody decides for the client who else is told."""
    taker = replace(principal, person=to, roles=frozenset(await unit.roles.of(to)))
    if not await _seen(unit, taker, [task]):
        raise Refused("follow_up.not_theirs")


async def _seen(unit: ClinicUnit, principal: Principal, tasks: Sequence[FollowUpTask]) -> list[FollowUpTask]:
    if StaffRole.CLINICAL_DIRECTOR in principal.roles:
        return list(tasks)
    named = {task.session for task in tasks if task.session}
    sessions = await unit.follow_ups.sessions(named, unit.now)
    readers: dict[PersonId, Reader] = {}
    seen = []
    for task in tasks:
        if task.doer == principal.person:
            seen.append(task)
            continue
        if task.client not in readers:
            readers[task.client] = await relations(unit, principal, task.client)
        if task.session is None:
            # Those on call are written to if nobody else has it.
            if is_on_call(unit, principal) or _may_see(readers[task.client], task, None):
                seen.append(task)
        elif task.session in sessions and _may_see(readers[task.client], task, sessions[task.session]):
            seen.append(task)
    return seen


def _may_see(reader: Reader, task: FollowUpTask, session: SessionFacts | None) -> bool:
    found = reader
    if session is not None:
        found = of_session(reader, session, leads=reader.viewer.person in session.leaders)
    return all(found.may(category) for category in categories_of(task.kind, session))


def of_session(reader: Reader, session: SessionFacts, *, leads: bool) -> Reader:
    """Return what a reader of a client is to what happened in one session.

    Args:
        leads: Whether they led it, or took it over: who leads some other session of the client's is nobody in this one.
    """
    roles = reader.viewer.roles - {ReaderRole.FACILITATOR}
    if leads:
        roles |= {ReaderRole.FACILITATOR}
    return replace(
        reader,
        viewer=replace(reader.viewer, roles=roles),
        context=replace(
            reader.context,
            relations=frozenset(RELATIONS[role] for role in roles),
            is_scheduling=False,
            is_sud_session=session.is_sud,
            is_couple_session=session.is_couple,
            is_session_over=session.is_over,
        ),
    )


async def _views(unit: ClinicUnit, principal: Principal, tasks: Sequence[FollowUpTask]) -> list[FollowUpView]:
    people = {
        person for task in tasks for person in (task.client, task.lead, task.handed_to, task.by) if person
    }
    names = await unit.people.names(people)
    return [
        FollowUpView(
            task,
            due_at(task, unit.zone),
            is_overdue(task, unit.zone, unit.now),
            task.doer == principal.person,
            names,
        )
        for task in tasks
    ]
