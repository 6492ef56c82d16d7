"""A client's own questions: what is due, answering it in as many steps as they like, and passing it whole.

They are asked on the client's own pages alone, and wait while the client is expected on one screen with somebody else.
Nothing here reads or changes anything of a partner, and nobody else reads what was not sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.access.clinic_day import today
from app.access.programme.measures.alerting import StaffMails, raise_alert
from app.access.programme.measures.catalogue import Catalogue, catalogue
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.safety.measures.sessions import MeasuredSession
from app.runtime.ids import new_response_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.common.local_time import to_local
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.measures.instruments import PULSE, Instrument, answers_problem, is_alert
from clinic.measures.plans import Plan, Stay, asks_after, due_days
from clinic.measures.responses import PULSE_FOR, Act, Draft, Response, State, move
from clinic.measures.scoring import score

__all__ = ["Asked", "DueItem", "OwnDue", "begin", "keep", "own_course", "own_due"]


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something a client can answer now.

    Attributes:
        due: The day from which on it is due, or the session it is about.
        draft: None where nothing was answered yet.
    """

    instrument: Instrument
    due: str
    session: MeasuredSession | None
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class OwnDue:
    """What is due from a client; ``waits``: they may share a screen just now, so that nothing is asked."""

    waits: bool
    items: Sequence[DueItem]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client is answering.

    Attributes:
        talks: They have answered so that the page tells who is there for them, and that staff know.
        told: Staff have just been told: open rooms in which the client is expected have to show it.
    """

    draft: Draft
    instrument: Instrument
    talks: bool
    told: bool = False


async def own_due(unit: ClinicUnit, principal: Principal) -> OwnDue:
    """Return what is due. Raises Refused: ``access.denied``: staff are asked nothing."""
    client = _own(unit, principal, Action.OWN_READ)
    if await unit.safety.shares_seat(client, unit.now):
        return OwnDue(waits=True, items=())
    return OwnDue(waits=False, items=await _due(unit, client, await catalogue(unit)))


async def begin(unit: ClinicUnit, principal: Principal, instrument: str, due: str) -> Asked:
    """Begin to answer something that is due, or go on with it.

    Raises:
        Refused: ``access.denied``; ``measures.waits``: they may share a screen just now; ``measures.not_due``.
    """
    client = await _alone(unit, principal)
    for item in await _due(unit, client, await catalogue(unit)):
        if (item.instrument.key, item.due) != (instrument, due):
            continue
        if item.draft is not None:
            return Asked(item.draft, item.instrument, is_alert(item.instrument, item.draft.answers))
        draft = Draft(
            new_response_id(),
            client,
            instrument,
            item.instrument.version,
            due,
            item.session.id if item.session else None,
            State.DRAFT,
            unit.now,
            (None,) * len(item.instrument.items),
        )
        await unit.measures.begin(draft)
        unit.note("measure.begin", client, draft.id)
        return Asked(draft, item.instrument, talks=False)
    raise Refused("measures.not_due")


async def keep(
    unit: ClinicUnit,
    principal: Principal,
    response: str,
    version: int,
    answers: Sequence[int | None],
    made: Act,
    mails: StaffMails,
) -> Asked:
    """Keep answers as they are so far, send them, or pass the whole, which drops them.

    An answer of which staff have to know is told as soon as it is kept, once: it is not taken back by another one.

    Raises:
        Refused: ``access.denied``, ``measures.waits``, ``measures.unknown``, ``measures.sent``, ``version.other``;
            ``measures.not_due``: the session is too long ago.
        Invalid: ``measures.answers``.
    """
    client = await _alone(unit, principal)
    before = await unit.measures.draft(response, client)
    if before is None:
        raise Refused("measures.unknown")
    state = move(before.state, made)
    if before.revision != version:
        raise Refused("version.other")
    instrument = (await catalogue(unit)).instruments[before.instrument, before.version]
    if before.session is not None and not await _still_asked(unit, before):
        raise Refused("measures.not_due")
    given = (None,) * len(instrument.items) if made is Act.PASS else tuple(answers)
    if code := answers_problem(instrument, given):
        raise Invalid([FieldError("answers", code)])
    after = replace(before, state=state, answers=given, revision=version + 1)
    sent = state is State.SENT
    found = score(instrument, given) if sent else None
    if not await unit.measures.keep(after, unit.now if sent else None, found):
        raise Refused("version.other")
    told = is_alert(instrument, given) and not is_alert(instrument, before.answers)
    if told:
        await raise_alert(unit, client, mails)
    if state is not State.DRAFT:
        unit.note(f"measure.{made.value}", client, after.id)
    return Asked(after, instrument, is_alert(instrument, given), told)


async def own_course(unit: ClinicUnit, principal: Principal) -> tuple[list[Response], Catalogue]:
    """Return what a client has sent, the oldest first. Raises Refused: ``access.denied``, ``measures.waits``."""
    client = await _alone(unit, principal, Action.OWN_READ)
    unit.note("measure.read", client)
    return await unit.measures.sent([client]), await catalogue(unit)


async def _alone(unit: ClinicUnit, principal: Principal, action: Action = Action.OWN_WRITE) -> PersonId:
    client = _own(unit, principal, action)
    if await unit.safety.shares_seat(client, unit.now):
        raise Refused("measures.waits")
    return client


def _own(unit: ClinicUnit, principal: Principal, action: Action) -> PersonId:
    check(principal, action, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", action)
    return principal.person


_OPEN: Final = (None, State.DRAFT)


async def _due(unit: ClinicUnit, client: PersonId, known: Catalogue) -> list[DueItem]:
    day = today(unit)
    plans = await unit.measures.plans(day)
    if not plans:
        return []
    stays = [
        *(Stay(one.program, one.since, one.until) for one in await unit.programme.episodes_of([client], day)),
        *(Stay(one.cohort, one.since, one.until) for one in await unit.programme.memberships_of(client)),
    ]
    dues: list[tuple[str, str, MeasuredSession | None]] = [
        (key, since.isoformat(), None) for key, since in sorted(due_days(plans, stays, day).items())
    ]
    dues += [(PULSE, one.id, one) for one in await _sessions(unit, client, plans, stays)]
    begun = {
        (one.instrument, one.due): one
        for one in await unit.measures.drafts(client, [(key, due) for key, due, _ in dues])
    }
    found = []
    for key, due, session in dues:
        draft = begun.get((key, due))
        now = known.usable(key, day)
        if (draft.state if draft else None) in _OPEN and now is not None:
            asked = known.instruments[key, draft.version] if draft else now
            found.append(DueItem(asked, due, session, draft))
    return found


async def _sessions(
    unit: ClinicUnit, client: PersonId, plans: Sequence[Plan], stays: Sequence[Stay]
) -> list[MeasuredSession]:
    ended = await unit.measured_sessions.attended(client, unit.now - PULSE_FOR, unit.now)
    return [
        one
        for one in ended
        if asks_after(plans, stays, one.cohort, to_local(one.begins_at, unit.zone).date())
    ]


async def _still_asked(unit: ClinicUnit, draft: Draft) -> bool:
    session = await unit.measured_sessions.find(draft.session) if draft.session else None
    return session is not None and unit.now < session.ended_at + PULSE_FOR
