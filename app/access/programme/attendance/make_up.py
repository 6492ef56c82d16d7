"""Sessions in which a client could make up for what they missed this week: those that nothing speaks against."""

from dataclasses import replace
from typing import Final

from app.access.clinic_day import today
from app.access.programme.minutes import counting_of
from app.access.schedule.sessions.building import Around, find_around, seat
from app.access.schedule.sessions.conflicts import find_all
from app.access.schedule.sessions.rights import may_see
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.listing import Listed, Span
from clinic.attendance.make_up import Offer, candidates
from clinic.common.ids import AppointmentId, PersonId
from clinic.common.local_time import week_bounds
from clinic.identity.access import Principal
from clinic.programme.cohorts import Cohort
from clinic.schedule.attendees import Attendee
from clinic.schedule.conflicts import Severity
from clinic.schedule.states import Status

__all__ = ["make_up"]

_MOST: Final = 5
"""Sessions that are suggested."""
_MOST_TRIED: Final = 20
_SPAN: Final = 200
"""Sessions of one cohort that are looked at."""


async def make_up(unit: ClinicUnit, principal: Principal, client: PersonId) -> list[Listed]:
    """Return sessions to come this week, the earliest first, of those that the principal sees in the schedule."""
    own, open_ = await _cohorts(unit, client)
    if not own:
        return []
    listed: dict[AppointmentId, Listed] = {}
    offers = []
    until = week_bounds(today(unit), unit.zone)[1]
    for cohort in open_:
        for one in await unit.listing.page(Span(unit.now, until, cohort=cohort.id), _SPAN):
            if one.appointment.status is Status.PLANNED and may_see(principal, one.appointment):
                listed[one.appointment.id] = one
                offers.append(_offer(one, cohort))
    suit = candidates(offers, client, own, counting_of(unit.clinic.settings), unit.now)
    found: list[Listed] = []
    around: dict[str, Around] = {}
    for offer in suit[:_MOST_TRIED]:
        if len(found) == _MOST:
            break
        if offer.kind not in around:
            people = {person for one in suit for person in one.people} | {client}
            around[offer.kind] = await find_around(unit, offer.kind, None, people)
        if await _may_join(unit, client, listed[offer.id], around[offer.kind]):
            found.append(listed[offer.id])
    return found


async def _cohorts(unit: ClinicUnit, client: PersonId) -> tuple[list[Cohort], list[Cohort]]:
    """Return the cohorts that a client is in, and the others of the same programme and track."""
    day = today(unit)
    held = {one.cohort for one in await unit.programme.memberships_of(client) if one.holds(day)}
    every = [one.cohort for one in await unit.programme.rosters()]
    own = [one for one in every if one.id in held]
    kinds = {(one.program, one.track) for one in own}
    return own, [one for one in every if (one.program, one.track) in kinds]


def _offer(listed: Listed, cohort: Cohort) -> Offer:
    one = listed.appointment
    people = frozenset(each.person for each in one.people)
    return Offer(one.id, one.begins, one.ends, one.content.kind, cohort, people)


async def _may_join(unit: ClinicUnit, client: PersonId, listed: Listed, around: Around) -> bool:
    before = listed.appointment
    people = [
        Attendee(one.person, one.role, before.cohort if one.from_cohort else None, one.serves)
        for one in before.people
    ]
    cameras = {one.person: one.cameras for one in before.people if one.couple}
    with_them = seat([*people, Attendee(client)], around.couples, before.begins, [cameras])
    found = await find_all(unit, [replace(before, people=with_them)], around)
    # A warning that names them, such as a licence that does not reach their state, is reason enough.
    return not any(one.conflict.severity is Severity.REFUSE or client in one.conflict.people for one in found)
