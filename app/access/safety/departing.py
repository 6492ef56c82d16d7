"""Who left a session how, on one page for those who led it, and handing what is left to do over to somebody on call.

Whoever led the session reads all of it, and so do directors and, for a day, whoever it was handed over to. A client's
care team reads of that client what the table of `clinic.care_team.reading` lets them; to others there is no such page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Protocol

from app.access.reading import relations
from app.access.safety.follow_ups import of_session
from app.access.safety.on_call import roster_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.records.session_logs import SessionRemains
from app.persistence.repositories.safety.follow_ups import HandOver
from app.runtime.ids import new_hand_over_id
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole
from clinic.safety.tasks import FollowUpTask, SessionFacts, by_urgency
from rooms.model.events.follow_up import FollowUp
from rooms.model.ids import RoomId
from rooms.rules.side_channels.departures import Departure, Leaving, read_departures

__all__ = ["TAKEN_FOR", "DeparturesView", "HandOverNotices", "hand_over", "read_departed"]

TAKEN_FOR: Final = timedelta(hours=24)
"""How long whoever took a session over may read about it."""


class HandOverNotices(Protocol):
    """Tells people by mail that something was handed over to them."""

    async def handed_over(self, unit: ClinicUnit, person: PersonId, session: AppointmentId) -> bool:
        """Tell somebody on call; return whether it will be sent."""


@dataclass(frozen=True, slots=True)
class DeparturesView:
    """Who left a session how, as far as its reader may know it, with everybody's names.

    Attributes:
        crisis: What was noted in its crisis breaks, with the times; for those who led it.
        may_hand_over: Whether the reader may hand it over.
        gone: What was taken out of the log as it grew old; without its log nobody is listed any more.
    """

    title: str
    ended_at: float | None
    people: tuple[Departure, ...]
    crisis: tuple[tuple[str, float], ...]
    tasks: tuple[FollowUpTask, ...]
    hand_overs: tuple[HandOver, ...]
    names: dict[PersonId, Named]
    may_hand_over: bool
    gone: SessionRemains | None


async def read_departed(unit: ClinicUnit, principal: Principal, session: AppointmentId) -> DeparturesView:
    """Return who left a session how.

    Raises:
        Refused: ``access.denied``; ``appointment.unknown``: there is no such session, or nothing for them to read.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    facts = (await unit.follow_ups.sessions({session}, unit.now)).get(session)
    setup = await unit.sessions.setup(RoomId(session))
    if facts is None or setup is None:
        raise Refused("appointment.unknown")
    handed = await unit.follow_ups.hand_overs(session)
    whole = _reads_all(unit, principal, facts, handed)
    found = read_departures(setup, await unit.journal.records(RoomId(session)))
    people = [await _seen(unit, principal, one, facts, whole=whole) for one in found.people]
    seen = tuple(one for one in people if one is not None)
    if not whole and not seen:
        raise Refused("appointment.unknown")
    clients = {PersonId(one.person) for one in seen}
    tasks = by_urgency(await unit.follow_ups.open_of(session), unit.zone) if whole else []
    unit.note("departures.read", session, *sorted(clients))
    gone = await unit.session_logs.remains(session)
    ended_at = found.ended_at
    if gone is not None and ended_at is None:
        room = await unit.sessions.find(RoomId(session))
        ended_at = room.ended_at.timestamp() if room and room.ended_at else None
    named = {*clients, *(task.client for task in tasks)}
    named |= {person for one in handed for person in (one.to, one.by)}
    return DeparturesView(
        setup.title,
        ended_at,
        seen,
        tuple(found.crisis) if whole else (),
        tuple(tasks),
        tuple(handed) if whole else (),
        await unit.people.names(named),
        _leads(principal, facts),
        gone,
    )


async def hand_over(
    unit: ClinicUnit, principal: Principal, session: AppointmentId, notices: HandOverNotices
) -> DeparturesView:
    """Hand what is left to do after a session over to the first on call who is somebody else and can be reached.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``; ``hand_over.nobody``: nobody on call can be reached.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    facts = (await unit.follow_ups.sessions({session}, unit.now)).get(session)
    if facts is None or not _leads(principal, facts):
        raise Refused("appointment.unknown")
    roster = await roster_of(unit)
    for person in dict.fromkeys((*roster.on_call, *roster.directors)):
        if person != principal.person and await notices.handed_over(unit, person, session):
            made = HandOver(new_hand_over_id(), session, person, principal.person, unit.now)
            await unit.follow_ups.hand_over(made)
            unit.note("session.hand_over", session, person)
            return await read_departed(unit, principal, session)
    raise Refused("hand_over.nobody")


def _leads(principal: Principal, facts: SessionFacts) -> bool:
    return principal.person in facts.leaders or StaffRole.CLINICAL_DIRECTOR in principal.roles


def _reads_all(
    unit: ClinicUnit, principal: Principal, facts: SessionFacts, handed: Sequence[HandOver]
) -> bool:
    taken = any(one.to == principal.person and one.at > unit.now - TAKEN_FOR for one in handed)
    return _leads(principal, facts) or taken


async def _seen(
    unit: ClinicUnit, principal: Principal, one: Departure, facts: SessionFacts, *, whole: bool
) -> Departure | None:
    """Return what the reader may know of one client; None if nothing."""
    if whole:
        return one
    reader = of_session(await relations(unit, principal, PersonId(one.person)), facts, leads=False)
    needed = {Category.PRESENCE}
    needed |= {Category.INDIVIDUAL_SESSIONS} if facts.is_individual else set()
    needed |= {Category.SUD_TRACK} if facts.is_sud else set()
    if not all(reader.may(category) for category in needed):
        return None
    if not reader.may(Category.DISTRESS):
        one = replace(one, exit=None, goodbye=False, follow_ups=[], welfare=[], how=_plain(one))
    if not reader.may(Category.HELP_SIGNAL):
        one = replace(
            one, help_at=[], follow_ups=[noted for noted in one.follow_ups if noted[0] != FollowUp.HELP]
        )
    return one


def _plain(one: Departure) -> Leaving:
    """That staff moved somebody out tells how they were."""
    return Leaving.LEFT if one.how is Leaving.REMOVED else one.how
