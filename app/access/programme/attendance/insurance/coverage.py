"""What pays for a client's care, as its readers see it: coverages, what of them is used and left, what does not fit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from app.access.clinic_day import today
from app.access.programme.attendance.insurance.reading import knows_all, may_count, may_know, may_see, read_as
from app.access.programme.attendance.insurance.sittings import Met, met_of, protected_cohorts, visit_of
from app.access.programme.minutes import timed
from app.access.reading import Reader, is_planner
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.listing import Span as Wanted
from clinic.attendance.presence import whole_minutes
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, may
from clinic.programme.authorisations import Authorisation, Balance, Visit, balance
from clinic.programme.coverage import Coverage, ReviewState, coverage_on, is_counted, review_state
from clinic.programme.payer_rules import Contradiction, contradictions
from clinic.programme.spans import Span, length, without
from clinic.programme.tracks import SERVICES, Service, Track
from clinic.schedule.states import Status

__all__ = ["AuthorisationShown", "CoverageShown", "DayShown", "Insurance", "read_insurance"]

_DAYS_SHOWN: Final = timedelta(days=14)
_AHEAD: Final = timedelta(days=28)
_MOST_PLANNED: Final = 200
_LONGEST_BACK: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AuthorisationShown:
    """An authorisation, and what of it is used and left."""

    authorisation: Authorisation
    balance: Balance


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """A coverage with what is shown beside it."""

    coverage: Coverage
    payer: str
    review: ReviewState | None
    authorisations: tuple[AuthorisationShown, ...]


@dataclass(frozen=True, slots=True)
class DayShown:
    """A programme day of a payer that names a minimum: facts, and no verdict."""

    on: date
    present_min: int
    minimum_min: int


@dataclass(frozen=True, slots=True)
class Insurance:
    """All of it about one client.

    Attributes:
        days: The programme days of the last two weeks, the newest first.
        counts_all: Whether every session is counted, and nothing is left out for this reader.
        may_change: Whether the reader may change it; who may also reads numbers of members and authorisations.
    """

    client: PersonId
    coverages: tuple[CoverageShown, ...]
    contradictions: tuple[Contradiction, ...]
    days: tuple[DayShown, ...]
    counts_all: bool
    may_change: bool


async def read_insurance(unit: ClinicUnit, principal: Principal, client: PersonId) -> Insurance:
    """Return what pays for a client's care. Raises Refused: as `read_as`."""
    _, reader = await read_as(unit, principal, client)
    coverages = await unit.coverage.of(client)
    authorised = [
        one
        for one in await unit.coverage.authorisations([each.id for each in coverages])
        if may_see(reader, one.billed)
    ]
    day = today(unit)
    since = max(day - _LONGEST_BACK, min([one.from_on for one in authorised] + [day - _DAYS_SHOWN]))
    met = [one for one in await met_of(unit, client, since, day) if may_count(reader, one)]
    visits = await visit_of(unit, client, met)
    payers = await unit.recipients.find_all({one.payer for one in coverages})
    names = {one.id: one.name for one in payers}
    longest = await _longest_days(unit, reader, client, coverages)
    unit.note("coverage.read", client)
    may_change = is_planner(principal) and may(principal, Action.PROGRAMME_WRITE)
    return Insurance(
        client,
        tuple(
            CoverageShown(
                one if may_change else replace(one, member=""),
                names.get(one.payer, ""),
                review_state(one.review_on, day),
                tuple(_shown(one, authorised, visits.values(), day, may_change=may_change)),
            )
            for one in coverages
        ),
        tuple(contradictions(coverages, authorised, longest)),
        tuple(_days(client, coverages, met, visits.keys(), day)),
        knows_all(reader),
        may_change,
    )


def _shown(
    coverage: Coverage,
    authorised: Iterable[Authorisation],
    visits: Iterable[Visit],
    day: date,
    *,
    may_change: bool,
) -> Iterable[AuthorisationShown]:
    some = list(visits)
    for one in authorised:
        if one.coverage == coverage.id:
            shown = one if may_change else replace(one, number="")
            yield AuthorisationShown(shown, balance(one, coverage, some, day))


def _days(
    client: PersonId, coverages: Sequence[Coverage], met: Iterable[Met], counted: Iterable[str], day: date
) -> Iterable[DayShown]:
    """Return the programme days of late: whole minutes of presence in sessions that the payer of the day counts."""
    theirs = set(counted)
    spans: dict[date, list[Span]] = defaultdict(list)
    minimums: dict[date, int] = {}
    for one in met:
        coverage = coverage_on(coverages, one.on)
        if coverage is None or coverage.minimum_min is None or one.on < day - _DAYS_SHOWN:
            continue
        if one.counted.appointment.id in theirs and is_counted(one.counted.service, coverage):
            minimums[one.on] = coverage.minimum_min
            spans[one.on] += one.spans_of(client)
    for on in sorted(spans, reverse=True):
        yield DayShown(on, whole_minutes(length(spans[on])), minimums[on])


async def _longest_days(
    unit: ClinicUnit, reader: Reader, client: PersonId, coverages: Sequence[Coverage]
) -> dict[str, int]:
    """Return, by coverage, the minutes that count of the longest day that is planned."""
    ahead = await unit.listing.page(Wanted(unit.now, unit.now + _AHEAD, client), _MOST_PLANNED)
    protected = await protected_cohorts(unit, {one.appointment.cohort for one in ahead})
    planned: dict[date, list[tuple[Service, list[Span]]]] = defaultdict(list)
    for listed in ahead:
        appointment = listed.appointment
        service = SERVICES[appointment.content.kind]
        hidden = protected[appointment.cohort] or appointment.content.track is Track.SUD
        if appointment.status is not Status.PLANNED or not may_know(reader, service, protected=hidden):
            continue
        one = timed(appointment)
        on = appointment.begins.astimezone(unit.zone).date()
        planned[on].append((service, without([one.span], one.breaks)))
    found: dict[str, int] = {}
    for coverage in coverages:
        days = [
            whole_minutes(
                length(span for service, spans in some if is_counted(service, coverage) for span in spans)
            )
            for on, some in planned.items()
            if coverage.holds(on)
        ]
        if longest := max(days, default=0):
            found[coverage.id] = longest
    return found
