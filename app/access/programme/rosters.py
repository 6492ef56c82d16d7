"""Who joins or leaves a group joins or leaves its sessions to come; what has begun stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.access.schedule.notices import AppointmentNotices, tell
from app.access.schedule.sessions.building import changed, find_around, seat
from app.access.schedule.sessions.conflicts import find_all, refuse
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment, SeriesRecord
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.programme.cohorts import Membership
from clinic.schedule.attendees import Attendee
from clinic.schedule.recurrence.edits import override_of
from clinic.schedule.rosters import ListedSession, joined_cohort, left_cohort

__all__ = ["join_sessions", "leave_sessions"]

_PERSONAL = frozenset({"schedule.people", "schedule.seats"})
"""Conflicts that name nobody and may still come from more people."""


async def join_sessions(
    unit: ClinicUnit, cohort: CohortId, joining: Sequence[Membership], notices: AppointmentNotices
) -> None:
    """Put new members on the lists of a cohort's sessions to come. The schedule has to be locked.

    Raises:
        Conflicted: Something that concerns these people refuses one of them. What was wrong before does not count.
    """
    rows, listed = await _listed(unit, cohort)
    joins: dict[AppointmentId, list[Attendee]] = {}
    for membership in joining:
        for each in joined_cohort(membership, listed, unit.now, unit.zone):
            joins.setdefault(each.session, []).append(each.attendee)
    if not joins:
        return
    newcomers = {membership.person for membership in joining}
    people = {each.person for row in rows for each in row.people} | newcomers
    by_kind: dict[str, list[Appointment]] = {}
    for row in rows:
        if row.id in joins:
            by_kind.setdefault(row.content.kind, []).append(row)
    pairs, found = list[tuple[Appointment, Appointment]](), []
    for kind, ones in by_kind.items():
        around = await find_around(unit, kind, cohort, people)
        new = [(row, _with(row, (*_attendees(row), *joins[row.id]), around.couples)) for row in ones]
        for conflict in await find_all(unit, [after for _, after in new], around):
            if newcomers.intersection(conflict.names) or conflict.conflict.code in _PERSONAL:
                found.append(conflict)
        pairs += new
    refuse(found)
    await unit.appointments.change(pairs)
    await tell(notices, unit, (), pairs)


async def leave_sessions(
    unit: ClinicUnit, memberships: Sequence[Membership], until: date, notices: AppointmentNotices
) -> None:
    """Take members off the lists of their cohorts' sessions from a day on. The schedule has to be locked."""
    pairs = list[tuple[Appointment, Appointment]]()
    for cohort in sorted({each.cohort for each in memberships}):
        rows, listed = await _listed(unit, cohort)
        gone: dict[AppointmentId, set[PersonId]] = {}
        for membership in memberships:
            if membership.cohort == cohort:
                for each in left_cohort(membership, until, listed, unit.now, unit.zone):
                    gone.setdefault(each.session, set()).add(each.person)
        people = {each.person for row in rows for each in row.people}
        couples = await unit.couples.of(people) if gone else []
        for row in rows:
            if row.id in gone:
                stay = [each for each in _attendees(row) if each.person not in gone[row.id]]
                pairs.append((row, _with(row, stay, couples)))
    await unit.appointments.change(pairs)
    await tell(notices, unit, (), pairs)


async def _listed(unit: ClinicUnit, cohort: CohortId) -> tuple[list[Appointment], list[ListedSession]]:
    """Return a cohort's sessions to come, cancelled ones too: they may come back."""
    rows = await unit.appointments.to_come_of_cohort(cohort, unit.now)
    series = await unit.series.find({row.series for row in rows})
    return rows, [
        ListedSession(row.id, row.begins, _attendees(row), row.cohort, _removed(row, series[row.series]))
        for row in rows
    ]


def _removed(row: Appointment, series: SeriesRecord) -> frozenset[PersonId]:
    return frozenset() if row.slot is None else override_of(series.plan, row.slot).removed


def _attendees(row: Appointment) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(each.person, each.role, row.cohort if each.from_cohort else None, each.serves)
        for each in row.people
    )


def _with(row: Appointment, people: Sequence[Attendee], couples: Sequence[CoupleUnit]) -> Appointment:
    cameras = {each.person: each.cameras for each in row.people if each.couple}
    return changed(row, replace(row, people=seat(people, couples, row.begins, [cameras])))
