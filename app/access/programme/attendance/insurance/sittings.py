"""A client's sessions as statements and authorisations need them: from attendance, places, licences and couples.

Nothing is checked here: whoever calls this decides what its reader may know.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.access.consents.facts import group_of
from app.access.programme.attendance.counted import SessionAttendance, counted_between
from app.persistence.clinic_store import ClinicUnit
from clinic.attendance.statements import Leader, Sitting, Whereabouts
from clinic.common.ids import AppointmentId, CohortId, CoupleId, PersonId
from clinic.people.licences import Credentials, Licence, reach_of
from clinic.programme.authorisations import Visit
from clinic.programme.spans import Span
from clinic.programme.tracks import Service, Track
from clinic.safety.places import Place, PlaceKind
from clinic.schedule.attendees import LEADING, Role

__all__ = ["Met", "met_between", "met_of", "protected_cohorts", "sittings_of", "visit_of"]

_HEADS: Final = frozenset({Service.GROUP, Service.PSYCHOEDUCATION})
"""Services of which the number of people is stated."""


@dataclass(frozen=True, slots=True)
class Met:
    """A session that is over, and what has to be known of it beside attendance.

    Attributes:
        on: The day on which it began, in the clinic's zone.
        is_protected: 42 CFR Part 2 protects that somebody was in it.
    """

    counted: SessionAttendance
    on: date
    is_protected: bool

    def spans_of(self, client: PersonId) -> tuple[Span, ...]:
        """Return when somebody was present in it as a client."""
        there = self.counted.people.get(client)
        return there.spans if there is not None and self.counted.roles[client] is Role.MEMBER else ()


async def met_of(unit: ClinicUnit, client: PersonId, since: date, last: date) -> list[Met]:
    """Return the sessions that began in a period of days and in which a client was present."""
    some = await _met(unit, since, last, client)
    return [one for one in some if one.spans_of(client)]


async def met_between(unit: ClinicUnit, since: date, last: date) -> list[Met]:
    """Return every session of the clinic that began in a period of days."""
    return await _met(unit, since, last, None)


async def visit_of(unit: ClinicUnit, client: PersonId, some: Iterable[Met]) -> dict[AppointmentId, Visit]:
    """Return sessions as authorisations count them: a couple's only for its identified patient."""
    met = list(some)
    identified = await _identified(unit, client, met)
    return {
        one.counted.appointment.id: Visit(one.on, one.counted.service, one.is_protected)
        for one in met
        if one.counted.service is not Service.COUPLES or identified.get(one.counted.appointment.id) == client
    }


async def sittings_of(unit: ClinicUnit, client: PersonId, some: Sequence[Met]) -> list[Sitting]:
    """Return sessions in which the client was present as statements need them."""
    places = await unit.preparations.places_in(client, [one.counted.appointment.id for one in some])
    leaders = {person for one in some for person in _leaders(one.counted)}
    names = {
        record.id: record.fields.legal_name or record.fields.display_name
        for record in await unit.people.find_all(leaders)
    }
    credentials = await unit.licences.credentials(leaders)
    identified = await _identified(unit, client, some)
    return [
        _sitting(client, one, places.get(one.counted.appointment.id), names, credentials, identified)
        for one in some
    ]


async def _met(unit: ClinicUnit, since: date, last: date, client: PersonId | None) -> list[Met]:
    begins, ends = _midnight(since, unit.zone), _midnight(last + timedelta(days=1), unit.zone)
    counted = await counted_between(unit, begins, ends, client=client)
    over = [one for one in counted if one.is_over and begins <= one.time.span.begins < ends]
    protected = await protected_cohorts(unit, {one.appointment.cohort for one in over})
    return [
        Met(
            one,
            one.time.span.begins.astimezone(unit.zone).date(),
            one.appointment.content.track is Track.SUD or protected[one.appointment.cohort],
        )
        for one in over
    ]


async def protected_cohorts(
    unit: ClinicUnit, cohorts: Collection[CohortId | None]
) -> dict[CohortId | None, bool]:
    """Return of each group whether 42 CFR Part 2 protects being in it; sessions of none are not protected by that."""
    return {cohort: (await group_of(unit, cohort, unit.now)).is_protected for cohort in cohorts}


async def _identified(
    unit: ClinicUnit, client: PersonId, some: Iterable[Met]
) -> dict[AppointmentId, PersonId | None]:
    couples: dict[AppointmentId, CoupleId] = {
        one.counted.appointment.id: expected.couple
        for one in some
        for expected in one.counted.appointment.people
        if expected.person == client and expected.couple is not None
    }
    chosen = await unit.statements.identified(set(couples.values())) if couples else {}
    return {
        session: chosen[couple].person if couple in chosen else None for session, couple in couples.items()
    }


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _leaders(one: SessionAttendance) -> list[PersonId]:
    """Return who led it: of those who were there, or else of those who were expected."""
    there = [
        person for person, attended in one.people.items() if attended.spans and one.roles[person] in LEADING
    ]
    return there or [each.person for each in one.appointment.people if each.role in LEADING]


def _sitting(
    client: PersonId,
    met: Met,
    place: Place | None,
    names: Mapping[PersonId, str],
    credentials: Mapping[PersonId, Credentials],
    identified: Mapping[AppointmentId, PersonId | None],
) -> Sitting:
    one = met.counted
    attended = one.people[client]
    state = place.state if place else ""
    span = one.time.span
    return Sitting(
        session=one.appointment.id,
        service=one.service,
        on=met.on,
        begins=span.begins,
        ends=span.ends,
        first_at=attended.first_at or attended.spans[0].begins,
        last_at=attended.last_at or attended.spans[-1].ends,
        spans=attended.spans,
        whereabouts=_whereabouts(place),
        state=state,
        leaders=tuple(
            Leader(leader, names.get(leader, ""), _licence(credentials[leader].licences, state, met.on))
            for leader in _leaders(one)
        ),
        head_count=one.head_count if one.service in _HEADS else None,
        is_protected=met.is_protected,
        identified=identified.get(one.appointment.id),
    )


def _whereabouts(place: Place | None) -> Whereabouts:
    if place is None:
        return Whereabouts.UNKNOWN
    return Whereabouts.HOME if place.kind is PlaceKind.HOME else Whereabouts.OTHER


def _licence(licences: Iterable[Licence], state: str, day: date) -> str:
    """Return the licence that reached a state on a day, as it is printed; empty if none did."""
    for licence in licences:
        if any(reached == state and day <= last for reached, last in reach_of(licence)):
            return f"{licence.state} {licence.number}"
    return ""
