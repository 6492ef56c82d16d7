"""The course of a group, and how one session was for those in it: averages alone, by the rules of `courses`.

They are for those who lead the group's sessions and for clinical directors. An average of a session stands once its
pulse is asked no longer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from app.access.clinic_day import today
from app.access.programme.measures.catalogue import catalogue
from app.access.reading import LED_BEFORE, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.safety.measures.sessions import MeasuredSession
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.common.local_time import day_start, monday_of, to_local
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole
from clinic.measures.balance import quieter_half
from clinic.measures.courses import Average, Given, Week, cohort_of, item_averages, weeks
from clinic.measures.instruments import PULSE, Instrument, Scoring
from clinic.measures.responses import PULSE_FOR, Response

__all__ = ["GroupCourse", "ReviewedSession", "SessionPulse", "read_group", "read_pulse", "read_pulses"]

_LOOKS_BACK: Final = timedelta(weeks=12)
_LED_WITHIN: Final = timedelta(days=30)
"""How long after a group's session whoever led it may look at its course."""


@dataclass(frozen=True, slots=True)
class SessionPulse:
    """How a session was.

    Attributes:
        open_until: Until when the pulse is asked; the averages stand from then on.
        averages: One for each of the pulse's items; None where it is not shown.
    """

    session: MeasuredSession
    open_until: datetime
    averages: tuple[Average | None, ...]
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class ReviewedSession:
    """How a session was, beside what was done in it.

    Attributes:
        protocols: Which were started, each once, in order.
        quieter_half: How evenly turns were shared (`clinic.measures.balance`); None where there is nothing to tell.
    """

    pulse: SessionPulse
    protocols: Sequence[str]
    quieter_half: float | None


@dataclass(frozen=True, slots=True)
class GroupCourse:
    """A group's weeks, by instrument, and its sessions, the oldest first."""

    instruments: Sequence[tuple[Instrument, tuple[Week, ...]]]
    sessions: Sequence[ReviewedSession] = field(default=())


async def read_group(unit: ClinicUnit, principal: Principal, cohort: CohortId) -> GroupCourse:
    """Return a group's course over the last weeks.

    Raises:
        Refused: ``access.denied``: they lead no session of the group; ``cohort.unknown``.
    """
    check(principal, Action.PROGRAMME_READ, unit.now)
    if await unit.programme.cohort(cohort, today(unit)) is None:
        raise Refused("cohort.unknown")
    if StaffRole.CLINICAL_DIRECTOR not in principal.roles and not await unit.measured_sessions.leads_cohort(
        principal.person, cohort, unit.now - _LED_WITHIN, unit.now + LED_BEFORE
    ):
        raise Refused("access.denied", Category.MEASURES)
    unit.note("measure.group", cohort)
    day = today(unit)
    first = day - _LOOKS_BACK
    begin = day_start(monday_of(first), unit.zone)
    belongs = await unit.measured_sessions.memberships(cohort)
    sent = await unit.measures.sent(list(belongs), begin)
    known = await _known(unit, principal, belongs)
    found = []
    for instrument in (await catalogue(unit)).newest():
        given = [
            Given(one.client, on, one.score.total)
            for one in sent
            if one.instrument == instrument.key and one.score.total is not None
            for on in [to_local(one.answered_at, unit.zone).date()]
            if cohort_of(belongs[one.client], on) == cohort
        ]
        if instrument.scoring is not Scoring.NONE and given:
            found.append((instrument, weeks(given, known, first, day)))
    sessions = await unit.measured_sessions.of_cohort(cohort, begin, unit.now)
    return GroupCourse(found, await _reviewed(unit, await _pulses(unit, principal, sessions, known)))


async def read_pulse(unit: ClinicUnit, principal: Principal, session: AppointmentId) -> ReviewedSession:
    """Return how one session was, for those who led it.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    found = await unit.measured_sessions.find(session)
    if found is None or principal.person not in found.leaders or found.ended_at > unit.now:
        raise Refused("appointment.unknown")
    unit.note("measure.pulse", session)
    (reviewed,) = await _reviewed(unit, await _pulses(unit, principal, [found], None))
    return reviewed


async def read_pulses(
    unit: ClinicUnit, principal: Principal, since: datetime, until: datetime
) -> list[SessionPulse]:
    """Return how the sessions of all groups were that ended between two moments, for clinical directors.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.PROGRAMME_OVERSEE, unit.now)
    if StaffRole.CLINICAL_DIRECTOR not in principal.roles:
        raise Refused("access.denied", Category.MEASURES)
    sessions = await unit.measured_sessions.of_groups(since, min(until, unit.now))
    unit.note("measure.pulse", *dict.fromkeys(one.cohort for one in sessions if one.cohort is not None))
    return await _pulses(unit, principal, sessions, None)


async def _pulses(
    unit: ClinicUnit,
    principal: Principal,
    sessions: Sequence[MeasuredSession],
    known: Collection[PersonId] | None,
) -> list[SessionPulse]:
    ids = [one.id for one in sessions]
    answered = await unit.measured_sessions.answered(ids)
    if known is None:
        known = await _known(unit, principal, {one.client for one in answered})
    asked = (await catalogue(unit)).usable(PULSE, today(unit))
    assert asked is not None, "the release has it"
    by_session: dict[str, dict[PersonId, Response]] = {}
    for one in answered:
        by_session.setdefault(str(one.session), {})[one.client] = one
    return [
        SessionPulse(
            one,
            one.ended_at + PULSE_FOR,
            item_averages(
                {
                    client: response.answers
                    for client, response in by_session.get(one.id, {}).items()
                    if one.ended_at + PULSE_FOR <= unit.now and response.version == asked.version
                },
                known,
                len(asked.items),
            ),
            asked,
        )
        for one in sessions
    ]


async def _reviewed(unit: ClinicUnit, pulses: Sequence[SessionPulse]) -> list[ReviewedSession]:
    ids = [one.session.id for one in pulses]
    protocols = await unit.measured_sessions.protocols(ids)
    turns = await unit.measured_sessions.turn_times(ids)
    return [
        ReviewedSession(one, protocols.get(one.session.id, ()), quieter_half(turns.get(one.session.id, {})))
        for one in pulses
    ]


async def _known(unit: ClinicUnit, principal: Principal, clients: Collection[PersonId]) -> set[PersonId]:
    """Return those whose own answers the principal may read."""
    return {client for client in clients if (await relations(unit, principal, client)).may(Category.MEASURES)}
