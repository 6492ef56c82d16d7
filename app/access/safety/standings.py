"""How ready the clients of a session are, worked out from what is stored.

Everything is read at once: the number of queries is the same however many people are expected.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from app.access.consents.due import due_items
from app.access.consents.versions import outlines
from app.live.planned.clearances import Uncleared, uncleared
from app.live.planned.readiness import Standings
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import AppointmentId
from clinic.common.ids import PersonId as ClinicPersonId
from clinic.consents.versions import DocumentVersion
from clinic.people.licences import Credentials
from clinic.safety.licence_match import LicenceMatch, match_licences
from clinic.safety.places import ELSEWHERE, Place
from clinic.safety.preparation import Entry, Known, SurroundingsSaid, fold
from clinic.safety.readiness import Facts, judge
from rooms.model.ids import PersonId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import FacilitatorRule

__all__ = ["facts_before", "known_of", "standings", "state_of"]

_LEADING: Final = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
_NO_LICENCE: Final = frozenset({FacilitatorRule.LICENSED_OR_EDUCATOR, FacilitatorRule.HOST})
"""Rules under which somebody without a licence may lead: these rooms teach or keep company, and treat nobody."""


def known_of(person: ClinicPersonId, setup: RoomSetup, entries: Sequence[Entry]) -> Known:
    """Return what counts about somebody; what is said of the room around a shared camera counts for both."""
    seat = setup.seats[setup.seat_of(PersonId(person))]
    beside = {ClinicPersonId(each) for each in seat.occupants} - {person}
    return fold(
        person,
        [
            entry
            for entry in entries
            if entry.person == person
            or (entry.person in beside and entry.seat == seat.id and isinstance(entry.said, SurroundingsSaid))
        ],
    )


def state_of(place: Place | None) -> str:
    """Return the state whose law a document follows; empty if it is not known where they are, or abroad."""
    return "" if place is None or place.state == ELSEWHERE else place.state


async def standings(unit: ClinicUnit, setup: RoomSetup) -> Standings:
    """Return how ready each client of a session is."""
    members = [each.id for each in setup.people.values() if each.role is Role.MEMBER]
    versions = await outlines(unit)
    clearance = await uncleared(unit, setup)
    found = await facts_before(unit, setup, members, versions, clearance)
    ends = [*(each.effective_at for each in versions), clearance.until]
    coming = [each for each in ends if each is not None and each > unit.now]
    talks = await _talks(unit, setup, members)
    return Standings(
        {person: replace(judge(facts), talk=talks.get(person)) for person, facts in found.items()},
        min(coming, default=None),
    )


async def _talks(unit: ClinicUnit, setup: RoomSetup, members: Sequence[PersonId]) -> dict[PersonId, str]:
    """Return with whom those who lead have to talk. A peer who hosts is told nothing of anybody."""
    if setup.policy.facilitator is FacilitatorRule.HOST:
        return {}
    found: dict[PersonId, str] = {}
    for alert in await unit.measure_alerts.open([ClinicPersonId(each) for each in members]):
        person = PersonId(alert.client)
        found[person] = "due" if alert.seen_at is None else found.get(person, "seen")
    return found


async def facts_before(
    unit: ClinicUnit,
    setup: RoomSetup,
    people: Collection[PersonId],
    versions: Collection[DocumentVersion],
    clearance: Uncleared,
) -> dict[PersonId, Facts]:
    """Return what decides how ready each of these clients is."""
    session = AppointmentId(setup.id)
    members = [ClinicPersonId(each) for each in people]
    leaders = [ClinicPersonId(each.id) for each in setup.people.values() if each.role in _LEADING]
    entries = await unit.preparations.of_session(session)
    known = {person: known_of(person, setup, entries) for person in members}
    last = await unit.preparations.last_places([each for each in members if known[each].place], session)
    credentials = list((await unit.licences.credentials(leaders)).values())
    states = {person: state_of(known[person].place) for person in members}
    due = await due_items(unit, session, states, versions)
    return {
        PersonId(person): Facts(
            asks=setup.policy.location_each_session,
            known=known[person],
            match=_match(unit, setup, known[person].place, credentials),
            last=last[person][0] if person in last else None,
            documents=due.get(person),
            cleared=person not in clearance.people,
            shared=len(setup.seats[setup.seat_of(PersonId(person))].occupants) > 1,
        )
        for person in members
    }


def _match(
    unit: ClinicUnit, setup: RoomSetup, place: Place | None, leaders: Sequence[Credentials]
) -> LicenceMatch | None:
    if setup.policy.facilitator in _NO_LICENCE:
        return None
    today = unit.now.astimezone(unit.zone).date()
    return match_licences(leaders, place.state if place else "", today)
