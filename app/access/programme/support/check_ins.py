"""Check-ins after discharge: planned when somebody is discharged, answered on their own page, looked at by staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.access.clinic_day import today
from app.access.programme.support.settings import settings_of
from app.access.programme.support.standing import check_own, episodes_of, find_read
from app.access.reading import relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.runtime.ids import new_check_in_id, new_follow_up_id
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.safety.tasks import FollowUpTask, TaskKind
from clinic.support.check_ins import (
    QUIET_AFTER,
    Answer,
    CheckIn,
    CheckInMove,
    CheckInState,
    after,
    answer,
    asked_now,
    plan_days,
)
from clinic.support.members import discharged_on

__all__ = [
    "CheckInsView",
    "Quiet",
    "answer_own",
    "list_quiet",
    "plan_check_ins",
    "read_check_ins",
    "read_own_check_ins",
    "start_check_ins",
    "stop_check_ins",
    "stop_own",
]

_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class CheckInsView:
    """A client's check-ins, for their care team.

    Attributes:
        discharged: The first day after their last treatment here; None while they are treated.
    """

    check_ins: Sequence[CheckIn]
    discharged: date | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """A check-in without an answer, and whose it is."""

    check_in: CheckIn
    client: Named


async def plan_check_ins(unit: ClinicUnit, client: PersonId, discharged: date) -> None:
    """Plan a client's check-ins from a discharge on, in the place of those that were still planned."""
    await _stop(unit, client, (CheckInState.PLANNED,))
    days = plan_days(discharged, settings_of(unit.clinic).check_in_days, today(unit))
    await unit.aftercare.add_check_ins(CheckIn(new_check_in_id(), client, day) for day in days)


async def read_check_ins(unit: ClinicUnit, principal: Principal, client: PersonId) -> CheckInsView:
    """Return a client's check-ins. Raises Refused: as ``find_read``."""
    _, reader = await find_read(unit, principal, client)
    unit.note("check_ins.read", client)
    return await _view(unit, client, may_change=reader.may_by_role(Category.INDIVIDUAL_SESSIONS))


async def start_check_ins(unit: ClinicUnit, principal: Principal, client: PersonId) -> CheckInsView:
    """Plan a client's check-ins anew from their discharge on: they were stopped, and the client wants them again.

    Raises:
        Refused: As ``find_read``; ``check_in.treated``: they are not discharged.
    """
    await find_read(unit, principal, client, change=True)
    day = discharged_on(await episodes_of(unit, client), today(unit))
    if day is None:
        raise Refused("check_in.treated")
    await plan_check_ins(unit, client, day)
    unit.note("check_ins.start", client)
    return await _view(unit, client, may_change=True)


async def stop_check_ins(unit: ClinicUnit, principal: Principal, client: PersonId) -> CheckInsView:
    """Stop a client's check-ins, as they wish. Raises Refused: as ``find_read``."""
    await find_read(unit, principal, client, change=True)
    await _stop(unit, client, (CheckInState.PLANNED, CheckInState.ASKED))
    unit.note("check_ins.stop", client)
    return await _view(unit, client, may_change=True)


async def list_quiet(unit: ClinicUnit, principal: Principal) -> list[Quiet]:
    """Return check-ins of the principal's own clients that have had no answer for a while, one for each client.

    Raises Refused: ``access.denied``.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    newest: dict[PersonId, CheckIn] = {}
    for one in await unit.aftercare.unanswered(unit.now - QUIET_AFTER, _MOST):
        newest.setdefault(one.client, one)
    seen = [
        one
        for client, one in newest.items()
        if (await relations(unit, principal, client)).may(Category.INDIVIDUAL_SESSIONS)
    ]
    names = await unit.people.names({one.client for one in seen})
    if seen:
        unit.note("check_ins.read", *sorted({one.client for one in seen}))
    return [Quiet(one, names[one.client]) for one in seen]


async def read_own_check_ins(unit: ClinicUnit, principal: Principal) -> Sequence[CheckIn]:
    """Return one's own check-ins by their days. Raises Refused: ``access.denied``."""
    check_own(unit, principal, Action.OWN_READ)
    return await unit.aftercare.check_ins(principal.person)


async def answer_own(
    unit: ClinicUnit, principal: Principal, check_in: str, tapped: Answer
) -> Sequence[CheckIn]:
    """Answer a check-in. Whoever would like to talk becomes a task of their care team, due within a day.

    Raises:
        Refused: ``access.denied``, ``check_in.unknown``; ``check_in.over``: it was answered or stopped, or a newer one
            was asked.
    """
    me = principal.person
    check_own(unit, principal, Action.OWN_WRITE)
    one = await unit.aftercare.check_in(check_in)
    if one is None or one.client != me:
        raise Refused("check_in.unknown")
    answered = answer(one, tapped, unit.now)
    now_asked = asked_now(await unit.aftercare.check_ins(me))
    if now_asked is None or now_asked.id != one.id:
        raise Refused("check_in.over")
    await unit.aftercare.put_check_in(answered)
    unit.note("check_in.answer", me, check_in)
    if tapped is Answer.TALK:
        task = FollowUpTask(new_follow_up_id(), me, None, TaskKind.CHECK_IN, unit.now)
        await unit.follow_ups.add(task)
        unit.note("follow_up.add", me, task.id)
    return await unit.aftercare.check_ins(me)


async def stop_own(unit: ClinicUnit, principal: Principal) -> Sequence[CheckIn]:
    """Stop one's own check-ins. Raises Refused: ``access.denied``."""
    check_own(unit, principal, Action.OWN_WRITE)
    await _stop(unit, principal.person, (CheckInState.PLANNED, CheckInState.ASKED))
    unit.note("check_ins.stop", principal.person)
    return await unit.aftercare.check_ins(principal.person)


async def _stop(unit: ClinicUnit, client: PersonId, states: Sequence[CheckInState]) -> None:
    for one in await unit.aftercare.check_ins(client):
        if one.state in states:
            await unit.aftercare.put_check_in(after(one, CheckInMove.STOP, unit.now))


async def _view(unit: ClinicUnit, client: PersonId, *, may_change: bool) -> CheckInsView:
    return CheckInsView(
        await unit.aftercare.check_ins(client),
        discharged_on(await episodes_of(unit, client), today(unit)),
        may_change,
    )
