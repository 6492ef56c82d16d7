"""The week of the whole programme, for clinical directors and owners: one function for each of its sections.

Both plan everybody's weeks, so they may read everybody's minutes and names (`app.access.attendance.knowing`); what a
planner may not know is in none of the sections.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.access.attendance.counted import SessionAttendance, counted_between
from app.access.attendance.weeks import check_monday
from app.access.consents.coming import ComingConsents, coming_consents
from app.access.programme.minutes import counting_of, timed
from app.persistence.clinic_store import ClinicUnit
from clinic.attendance.presence import Attended
from clinic.attendance.programme_week import (
    ClientOfWeek,
    DayHours,
    Row,
    Standing,
    add_up,
    client_of_week,
    standing,
    write_file,
)
from clinic.attendance.totals import Attendance
from clinic.identity.access import Action, Principal, check
from clinic.ids import PersonId
from clinic.local_time import week_bounds
from clinic.schedule.attendees import Role
from clinic.schedule.states import Status

__all__ = [
    "ProgrammeWeek",
    "StandingClient",
    "WaitingConsents",
    "export_programme_week",
    "read_programme_week",
]

_ORDER = list(Standing)


@dataclass(frozen=True, slots=True)
class StandingClient:
    """A client with a weekly target."""

    client: PersonId
    name: str
    week: ClientOfWeek
    standing: Standing


@dataclass(frozen=True, slots=True)
class WaitingConsents:
    """What a client has still to sign before a session of this week."""

    name: str
    consents: ComingConsents


@dataclass(frozen=True, slots=True)
class ProgrammeWeek:
    """The week of the programme.

    Attributes:
        days: Of all clients together.
        clients: Those with a target: by how they stand, and by name.
        consents: The nearest first; of a week that is over there are none.
        sessions: How many took place, or are still planned.
    """

    monday: date
    days: tuple[DayHours, ...]
    clients: tuple[StandingClient, ...]
    consents: tuple[WaitingConsents, ...]
    sessions: int


async def read_programme_week(unit: ClinicUnit, principal: Principal, monday: date) -> ProgrammeWeek:
    """Return a week of the programme.

    Raises:
        Refused: ``access.denied``.
        Invalid: ``schedule.not_monday``.
    """
    check(principal, Action.PROGRAMME_OVERSEE, unit.now)
    check_monday(monday)
    found = await counted_between(unit, *week_bounds(monday, unit.zone))
    sessions = [one for one in found if one.appointment.status is Status.PLANNED]
    weeks = await _weeks(unit, sessions, monday)
    consents = await coming_consents(unit, [one.appointment for one in sessions if not one.is_over])
    named = {one.client for one in weeks if standing(one)} | {one.client for one in consents}
    names = {one: known.name for one, known in (await unit.people.names(named)).items()} if named else {}
    unit.note("programme.oversee", *sorted(names))
    return ProgrammeWeek(
        monday,
        add_up(weeks, monday),
        _stand(weeks, names),
        tuple(WaitingConsents(names[one.client], one) for one in consents if one.client in names),
        len(sessions),
    )


async def export_programme_week(unit: ClinicUnit, principal: Principal, monday: date) -> bytes:
    """Return the same as a file. Raises as ``read_programme_week``."""
    week = await read_programme_week(unit, principal, monday)
    unit.note("programme.export", shown=len(week.clients))
    return write_file(
        [
            *(Row("hours", "", one.day, one.planned_min, one.present_min) for one in week.days),
            *(
                Row(
                    "client",
                    one.name,
                    None,
                    one.week.total.planned_min,
                    one.week.total.present_min,
                    one.week.total.target_min,
                    one.standing,
                )
                for one in week.clients
            ),
            *(
                Row(
                    "consent",
                    one.name,
                    one.consents.first_at.astimezone(unit.zone).date(),
                    documents=tuple(one.consents.kinds),
                )
                for one in week.consents
            ),
        ]
    )


async def _weeks(unit: ClinicUnit, sessions: Sequence[SessionAttendance], monday: date) -> list[ClientOfWeek]:
    """Return the weeks of everybody who is expected in a session, or in an episode of care."""
    targets: dict[PersonId, int] = {}
    for episode in await unit.programme.episodes_between(monday, monday + timedelta(days=7)):
        # The target of a week in which a client changes programmes is the higher one.
        targets[episode.client] = max(targets.get(episode.client, 0), episode.target_min)
    attended: dict[PersonId, list[Attendance]] = defaultdict(list)
    for one in sessions:
        for each in one.appointment.people:
            if each.role is Role.MEMBER:
                was = one.people.get(each.person, Attended(each.person))
                attended[each.person].append(Attendance(timed(one.appointment), was.spans))
    counting = counting_of(unit.clinic.settings)
    return [
        client_of_week(
            client, attended.get(client, []), monday, unit.zone, counting, targets.get(client, 0), unit.now
        )
        for client in sorted({*attended, *targets})
    ]


def _stand(weeks: Sequence[ClientOfWeek], names: dict[PersonId, str]) -> tuple[StandingClient, ...]:
    found = [
        StandingClient(one.client, names[one.client], one, stands)
        for one in weeks
        if (stands := standing(one)) is not None and one.client in names
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.standing), one.name.casefold(), one.client)))
