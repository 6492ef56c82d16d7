"""Planning sessions: one, or a series of them, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from app.access.callers import Caller
from app.access.reading import is_planner
from app.access.schedule.notices import AppointmentNotices, tell
from app.access.schedule.sessions.building import Around, build, find_around
from app.access.schedule.sessions.clearance import clearance_warnings
from app.access.schedule.sessions.conflicts import FoundConflict, find_all, refuse
from app.access.schedule.sessions.forms import Draft, check_content, check_invited, read_rule, renamed
from app.access.schedule.sessions.rights import check_cohort, check_leads, may_see, own_clients
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.listing import Listed, Named
from app.persistence.repositories.schedule.records import Appointment, SeriesRecord
from app.runtime.ids import new_room_id, new_series_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId
from clinic.common.local_time import find_zone
from clinic.identity.access import Action, Principal, check
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rule_text import format_rule
from clinic.schedule.recurrence.series import Series, check_series, occurrences, zone_of

__all__ = ["Planned", "check_sessions", "list_planned", "plan_sessions"]


@dataclass(frozen=True, slots=True)
class Planned:
    """Sessions as they are now, and what still speaks against them."""

    sessions: tuple[Listed, ...]
    conflicts: tuple[FoundConflict, ...]


async def plan_sessions(
    unit: ClinicUnit, principal: Principal, draft: Draft, notices: AppointmentNotices
) -> Planned:
    """Plan one session or a series.

    Raises:
        Refused: ``access.denied``; ``cohort.unknown``.
        Conflicted: Something refuses a session.
        Invalid: Everything that is wrong with the form (``forms``, ``check_series``, ``policy.refused``).
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    await unit.appointments.lock()
    series, sessions, around = await _build(unit, principal, draft)
    found = await find_all(unit, sessions, around)
    refuse(found)
    await unit.series.add([series])
    await unit.appointments.add(sessions)
    unit.note("appointment.plan", *(each.id for each in sessions), series=series.plan.series.id)
    await tell(notices, unit, sessions)
    return Planned(list_planned(series, sessions, around), tuple(found))


async def check_sessions(
    caller: Caller, draft: Draft, instead_of: AppointmentId | None = None
) -> list[FoundConflict]:
    """Return what would speak against the sessions of a draft. Nothing is stored.

    Args:
        instead_of: A session that they would replace; with a rule, and those of its series that have not begun.

    Raises:
        Refused, Invalid: As ``plan_sessions``; ``appointment.unknown``.
    """
    check(caller.principal, Action.SCHEDULE_WRITE, caller.now)
    async with caller.read() as unit:
        replaced: set[AppointmentId] = set()
        if instead_of is not None:
            known = await unit.appointments.find(instead_of)
            if known is None or not may_see(caller.principal, known):
                raise Refused("appointment.unknown")
            others = await unit.appointments.to_come(known.series, unit.now) if draft.rule else []
            replaced = {instead_of, *(each.id for each in others)}
        _, sessions, around = await _build(unit, caller.principal, draft)
        found = await find_all(unit, sessions, around, replaced)
        # Here alone: what planning answers is kept, so that it can be repeated.
        return [
            *found,
            *(await clearance_warnings(unit, caller.principal, sessions, around) if sessions else ()),
        ]


def list_planned(series: SeriesRecord, sessions: Sequence[Appointment], around: Around) -> tuple[Listed, ...]:
    """Return sessions as they are shown, without asking the database again."""
    plan = series.plan.series
    rule = None if plan.rule is None else format_rule(plan.rule, plan.start, zone_of(plan))
    return tuple(
        Listed(
            each,
            rule,
            around.cohort_name,
            {
                one.person: Named(around.people[one.person].name, around.people[one.person].kind)
                for one in each.people
            },
        )
        for each in sessions
    )


async def _build(
    unit: ClinicUnit, principal: Principal, draft: Draft
) -> tuple[SeriesRecord, list[Appointment], Around]:
    if draft.cohort is not None:
        await check_cohort(unit, principal, draft.cohort)
    asked = {each.person for each in draft.people}
    around = await find_around(unit, draft.content.kind, draft.cohort, asked)
    allowed = None if is_planner(principal) else await own_clients(unit, principal)
    series = _series(unit, draft, check_invited(draft.people, draft.content.kind, around, allowed), around)
    found = occurrences(series.plan.series, around.holidays)
    sessions = [
        build(one, series, draft.content, around, None, AppointmentId(new_room_id()), {}) for one in found
    ]
    check_leads(principal, sessions[0].people)
    return series, sessions, around


def _series(unit: ClinicUnit, draft: Draft, errors: list[FieldError], around: Around) -> SeriesRecord:
    """Return the draft's series; raise Invalid with all that is wrong with the form."""
    found = [*check_content(draft.content, draft.length_min), *errors]
    zone = draft.zone or unit.clinic.time_zone
    series = Series(
        new_series_id(),
        draft.start,
        zone,
        draft.length_min,
        second=draft.second,
        people=tuple(each.attendee for each in draft.people),
        cohort=draft.cohort,
    )
    try:
        around.policy_of(draft.content)
    except Invalid as invalid:
        found += invalid.errors
    try:
        series = _with_rule(series, draft.rule, find_zone(zone))
        check_series(series, unit.now)
    except Invalid as invalid:
        found += renamed(invalid).errors
    if found:
        raise Invalid(found)
    cameras = {each.person: each.cameras for each in draft.people if each.cameras is not None}
    return SeriesRecord(Plan(series), draft.content, cameras)


def _with_rule(series: Series, rule: str | None, zone: ZoneInfo | None) -> Series:
    if rule is None or zone is None:
        return series
    return replace(series, second=None, rule=read_rule(rule, series.start, zone))
