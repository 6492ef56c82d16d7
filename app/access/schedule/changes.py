"""Changing planned sessions: one, this and the following, or all; whole or not at all.

What has begun stands, but for one thing: who is expected in a session may change while it goes on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from app.access.reading import is_planner
from app.access.schedule.notices import AppointmentNotices, tell
from app.access.schedule.planning import Planned, list_planned
from app.access.schedule.sessions.building import Around, build, changed, find_around
from app.access.schedule.sessions.conflicts import find_all, refuse
from app.access.schedule.sessions.forms import Invited, check_content, check_invited, read_rule, renamed
from app.access.schedule.sessions.rights import find_to_change, own_clients
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment, Content, SeriesRecord
from app.runtime.ids import new_room_id, new_series_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.access import Principal
from clinic.programme.tracks import Track
from clinic.schedule.attendees import STAFF, Attendee
from clinic.schedule.live_changes import substitute
from clinic.schedule.opening import closing, opening
from clinic.schedule.recurrence.changes import change
from clinic.schedule.recurrence.edits import (
    Changed,
    Edit,
    Plan,
    Scope,
    compared,
    edited_override,
    override_of,
)
from clinic.schedule.recurrence.series import OccurrenceState, occurrences, zone_of
from clinic.schedule.states import Status

__all__ = ["Change", "change_sessions", "substitute_staff"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change in a session; None stays.

    Attributes:
        start: When it begins, naive local time in the series' zone.
        rule: The series' rule from now on, for the wider scopes.
        people: Everybody who is to come, members of the cohort too.
        cancelled: True cancels, False takes that back.
    """

    title: str | None = None
    track: Track | None = None
    break_min: int | None = None
    policy: Mapping[str, Any] | None = None
    start: datetime | None = None
    second: bool | None = None
    length_min: int | None = None
    rule: str | None = None
    people: tuple[Invited, ...] | None = None
    cancelled: bool | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """A change on its way.

    Attributes:
        rows: The appointments that it may concern, as they are stored.
        cameras: Numbers of cameras that were asked for.
    """

    chosen: Appointment
    scope: Scope
    change: Change
    series: SeriesRecord
    rows: Sequence[Appointment]
    around: Around
    edit: Edit
    cameras: Mapping[PersonId, int]


@dataclass
class _Outcome:
    """What is to be stored."""

    add_series: list[SeriesRecord] = field(default_factory=list)
    change_series: list[SeriesRecord] = field(default_factory=list)
    new: list[Appointment] = field(default_factory=list)
    pairs: list[tuple[Appointment, Appointment]] = field(default_factory=list)


async def change_sessions(
    unit: ClinicUnit,
    principal: Principal,
    appointment: AppointmentId,
    version: int | None,
    scope: Scope,
    asked: Change,
    notices: AppointmentNotices,
    externals: Collection[PersonId] = (),
) -> Planned:
    """Change a session and, as the scope says, others of its series.

    Args:
        version: The one that the caller has seen; None if they ask for it whatever it is.
        externals: People from outside who now belong to the session; who is expected in it already does.

    Returns:
        The sessions that changed.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``, ``version.other``; what ``change`` raises.
        Conflicted: Something refuses a session as it would be.
        Invalid: Everything that is wrong with the form; ``schedule.cohort_member``: members of the cohort come to many
            sessions by belonging to it, and leave them by leaving it.
    """
    chosen = await find_to_change(unit, principal, appointment)
    if version is not None and chosen.version != version:
        raise Refused("version.other")
    work = await _prepare(unit, principal, chosen, scope, asked, externals)
    outcome = _carry_out(work, unit.now)
    sessions = [*(after for _, after in outcome.pairs), *outcome.new]
    doubtful = [after for before, after in outcome.pairs if _may_conflict(before, after)]
    gone = [after.id for _, after in outcome.pairs if after.status is Status.CANCELLED]
    found = await find_all(unit, [*doubtful, *outcome.new], work.around, gone)
    refuse(found)
    await _store(unit, outcome)
    unit.note("appointment.change", *(each.id for each in sessions), scope=scope.value)
    await tell(notices, unit, outcome.new, outcome.pairs)
    record = next(iter((*outcome.add_series, *outcome.change_series)), work.series)
    return Planned(list_planned(record, sessions, work.around), tuple(found))


async def substitute_staff(
    unit: ClinicUnit,
    principal: Principal,
    appointment: AppointmentId,
    away: PersonId,
    by: PersonId,
    notices: AppointmentNotices,
) -> Planned:
    """Let a colleague take the place of a member of staff in one session, planned or live.

    Raises:
        Refused: As ``change_sessions``; ``schedule.same_person``, ``schedule.not_staff``, ``schedule.is_member``.
    """
    chosen = await find_to_change(unit, principal, appointment)
    people = [Attendee(each.person, each.role, serves=each.serves) for each in chosen.people]
    role = substitute(people, away, by)
    stay = [
        Invited(each.person, each.role, serves=each.serves)
        for each in chosen.people
        if each.person not in (away, by)
    ]
    asked = Change(people=(*stay, Invited(by, role)))
    return await change_sessions(unit, principal, appointment, None, Scope.ONE, asked, notices)


async def _prepare(
    unit: ClinicUnit,
    principal: Principal,
    chosen: Appointment,
    scope: Scope,
    asked: Change,
    externals: Collection[PersonId],
) -> _Work:
    series = (await unit.series.find([chosen.series]))[chosen.series]
    plan = series.plan
    if plan.series.rule is None:
        scope = Scope.ONE
    rows = [chosen] if scope is Scope.ONE else await unit.appointments.to_come(chosen.series, unit.now)
    known = {each.person for row in (chosen, *rows) for each in row.people}
    known |= {each.person for each in plan.series.people}
    known |= {each.person for override in plan.overrides for each in override.added}
    newcomers = {each.person for each in asked.people or ()}
    around = await find_around(unit, chosen.content.kind, plan.series.cohort, known | newcomers)
    allowed = None if is_planner(principal) else known | await own_clients(unit, principal)
    theirs = {*externals, *(each.person for each in chosen.people)}
    errors = check_invited(asked.people or (), chosen.content.kind, around, allowed, theirs)
    content = _content(chosen.content, asked)
    errors += check_content(content, asked.length_min or _minutes(chosen))
    try:
        around.policy_of(content)
    except Invalid as invalid:
        errors += invalid.errors
    if scope is not Scope.ONE and asked.people is not None and _takes_members(chosen, asked.people):
        errors.append(FieldError("attendees", "schedule.cohort_member"))
    if errors:
        raise Invalid(errors)
    edit, cameras = _edit(chosen, series, asked)
    return _Work(chosen, scope, asked, series, rows, around, edit, cameras)


def _takes_members(chosen: Appointment, people: Sequence[Invited]) -> bool:
    """Return whether somebody would be taken off many sessions who comes to them as a member of the cohort."""
    stay = {each.person for each in people}
    return any(each.from_cohort and each.person not in stay for each in chosen.people)


def _edit(chosen: Appointment, series: SeriesRecord, asked: Change) -> tuple[Edit, dict[PersonId, int]]:
    if chosen.slot is None:
        raise Refused("schedule.no_session")
    rule = asked.rule and read_rule(asked.rule, asked.start or chosen.slot, zone_of(series.plan.series))
    edit = Edit(
        start=asked.start,
        second=asked.second,
        length_min=asked.length_min,
        rule=rule or None,
        cancel=asked.cancelled,
    )
    if asked.people is None:
        return edit, {}
    now = {each.person: each for each in chosen.people}
    wanted = {each.person: each for each in asked.people}
    come = tuple(
        each.attendee
        for each in asked.people
        if each.person not in now
        or (now[each.person].role, now[each.person].serves) != (each.role, each.serves)
    )
    cameras = {
        person: each.cameras
        for person, each in wanted.items()
        if each.cameras is not None and (person not in now or now[person].cameras != each.cameras)
    }
    return replace(edit, add=come, remove=frozenset(now.keys() - wanted.keys())), cameras


def _carry_out(work: _Work, now: datetime) -> _Outcome:
    if work.edit == Edit():
        return _with_content(work, now)
    try:
        done = _change_plan(work, now)
    except Invalid as invalid:
        raise renamed(invalid) from None
    outcome, records = _Outcome(), dict[str, SeriesRecord]()
    for plan in (done.kept, done.new):
        if plan is not None:
            record = records[plan.series.id] = _record(
                work, plan, is_new=plan is done.new or plan.series.rule is None
            )
            stored = plan.series.id == work.series.plan.series.id
            (outcome.change_series if stored else outcome.add_series).append(record)
    by_slot = {row.slot: row for row in work.rows}
    for before, after in done.pairs:
        row = by_slot[before.key]
        if after is None:
            new = replace(row, status=Status.CANCELLED, slot=None)
        else:
            content = _content(row.content, work.change)
            new = build(after, records[after.series], content, work.around, row, row.id, work.cameras)
        outcome.pairs.append((row, changed(row, new)))
    outcome.new = [
        build(
            each,
            records[each.series],
            records[each.series].content,
            work.around,
            None,
            AppointmentId(new_room_id()),
            {},
        )
        for each in done.fresh
    ]
    outcome.pairs = [pair for pair in outcome.pairs if pair[0] != pair[1]]
    return outcome


def _change_plan(work: _Work, now: datetime) -> Changed:
    plan, slot, edit = work.series.plan, work.chosen.slot, work.edit
    assert slot is not None, "checked"
    closes = closing(work.chosen.ends)
    only_people = edit == Edit(add=edit.add, remove=edit.remove)
    if work.chosen.begins <= now < closes and only_people and work.scope is Scope.ONE:
        return _change_running(plan, slot, edit, work.around)
    return change(
        plan, slot, work.scope, edit, now=now, new_id=new_series_id(), holidays=work.around.holidays
    )


def _change_running(plan: Plan, slot: datetime, edit: Edit, around: Around) -> Changed:
    """Change who is expected in a session that has begun."""
    others = tuple(each for each in plan.overrides if each.key != slot)
    edited = edited_override(override_of(plan, slot), edit, OccurrenceState.PLANNED)
    kept = replace(plan, overrides=(*others, edited))
    before, after = (
        next(each for each in occurrences(one.series, around.holidays, one.overrides) if each.key == slot)
        for one in (plan, kept)
    )
    return compared(kept, None, [(before, after)])


def _record(work: _Work, plan: Plan, *, is_new: bool) -> SeriesRecord:
    """Return a series as it is to be stored. What single sessions get of their own is not the series'."""
    series = work.series
    content, cameras = series.content, series.cameras
    if is_new:
        content, cameras = _content(content, work.change), {**cameras, **work.cameras}
    version = series.version if plan.series.id == series.plan.series.id else 1
    return SeriesRecord(plan, content, cameras, version)


def _with_content(work: _Work, now: datetime) -> _Outcome:
    """What the change leads to if times and people stay: title, break, track, policy and cameras."""
    chosen = work.chosen
    assert chosen.slot is not None, "checked"
    rows = [
        row
        for row in work.rows
        if row.begins > now
        and (work.scope is not Scope.FOLLOWING or (row.slot is not None and row.slot >= chosen.slot))
    ]
    if not rows:
        raise Refused("schedule.begun")
    outcome = _Outcome()
    for row in rows:
        content = _content(row.content, work.change)
        opens = opening(row.begins, work.around.policy_of(content).join_early_s)
        couples = {each.couple for each in row.people if each.person in work.cameras}
        numbers = {
            each.couple: work.cameras[each.person] for each in row.people if each.person in work.cameras
        }
        people = tuple(
            replace(each, cameras=numbers[each.couple]) if each.couple in couples and each.couple else each
            for each in row.people
        )
        new = changed(row, replace(row, content=content, opens=opens, people=people))
        if new != row:
            outcome.pairs.append((row, new))
    if work.scope is not Scope.ONE or work.series.plan.series.rule is None:
        outcome.change_series.append(_record(work, work.series.plan, is_new=True))
    return outcome


def _content(content: Content, asked: Change) -> Content:
    return Content(
        content.title if asked.title is None else asked.title,
        content.kind,
        asked.track or content.track,
        content.break_min if asked.break_min is None else asked.break_min,
        content.policy if asked.policy is None else asked.policy,
    )


def _minutes(appointment: Appointment) -> int:
    return (appointment.ends - appointment.begins) // timedelta(minutes=1)


def _may_conflict(before: Appointment, after: Appointment) -> bool:
    """Return whether a change can be worse than what was there: it may always take clients away."""
    if after.status is Status.CANCELLED:
        return False
    same_time = (before.begins, before.ends, before.status) == (after.begins, after.ends, after.status)
    same_rules = (before.content.policy, before.content.track) == (after.content.policy, after.content.track)
    known, stay = set(before.people), {each.person for each in after.people}
    nobody_new = all(each in known for each in after.people)
    staff_stay = all(each.person in stay for each in before.people if each.role in STAFF)
    return not (same_time and same_rules and nobody_new and staff_stay)


async def _store(unit: ClinicUnit, outcome: _Outcome) -> None:
    if outcome.add_series:
        await unit.series.add(outcome.add_series)
    for record in outcome.change_series:
        await unit.series.change(record)
    await unit.appointments.change(outcome.pairs)
    await unit.appointments.add(outcome.new)
