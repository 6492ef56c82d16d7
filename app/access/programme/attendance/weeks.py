"""A client's weeks: how long they were present against what was planned and the target; and the client's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from app.access.programme.attendance.counted import SessionAttendance, counted_between
from app.access.programme.attendance.knowing import Knowing
from app.access.programme.attendance.make_up import make_up
from app.access.programme.minutes import counting_of, target_of, timed
from app.access.reading import is_planner
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.programme.programme import StoredEpisode
from app.persistence.repositories.schedule.listing import Listed
from clinic.attendance.presence import Attended
from clinic.attendance.totals import Attendance, WeekTotal, week_total
from clinic.care_team.reading import ReaderRole
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.common.local_time import day_start, monday_of, to_local
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.people.person import PersonKind
from clinic.schedule.attendees import Role
from clinic.schedule.states import Status

__all__ = [
    "MOST_WEEKS",
    "ClientAttendance",
    "ClientSession",
    "ClientWeeks",
    "check_monday",
    "known_sessions",
    "read_client_weeks",
    "read_own_weeks",
]

MOST_WEEKS: Final = 53
_MOST_EPISODES: Final = 200


@dataclass(frozen=True, slots=True)
class ClientSession:
    """A session of one client.

    Attributes:
        counts: Whether its kind counts as programme time.
        whole: Whether the reader may know of the others in it.
    """

    session: SessionAttendance
    attended: Attended
    counts: bool
    whole: bool = True

    @property
    def head_count(self) -> int | None:
        """How many clients were present; None if the reader may not know."""
        return self.session.head_count if self.whole else None

    @property
    def facts(self) -> Attendance:
        """What totals are made of."""
        return Attendance(timed(self.session.appointment), self.attended.spans)


@dataclass(frozen=True, slots=True)
class ClientAttendance:
    """A client's sessions, as far as their reader may know them, in order of time."""

    client: PersonId
    sessions: tuple[ClientSession, ...]


@dataclass(frozen=True, slots=True)
class ClientWeeks:
    """Some weeks of a client, the last one with its sessions.

    Attributes:
        weeks: In order.
        sessions: Of the last week.
        make_up: Sessions to come in which they could make up for what they missed, if they are warned of.
        is_limited: Whether sessions that the reader may not know of would be missing.
    """

    weeks: tuple[WeekTotal, ...]
    sessions: tuple[ClientSession, ...]
    names: dict[PersonId, Named]
    make_up: tuple[Listed, ...] = ()
    is_limited: bool = False


async def read_client_weeks(
    unit: ClinicUnit, principal: Principal, client: PersonId, monday: date, weeks: int
) -> ClientWeeks:
    """Return the weeks of a client that end with that of a Monday.

    Raises:
        Refused: ``access.denied``; ``person.unknown``: there is no such client, or the caller only leads a session of
            theirs, or has nothing to do with them.
        Invalid: ``schedule.not_monday``.
    """
    check(principal, Action.CARE_TEAM_READ, unit.now)
    check_monday(monday)
    since, until = _bounds(unit, monday, weeks)
    found = await known_sessions(unit, principal, client, since, until)
    unit.note("attendance.read", client)
    read = await _weeks(unit, found, monday, weeks)
    offered = await make_up(unit, principal, client) if read.weeks[-1].warns else []
    return ClientWeeks(
        read.weeks, read.sessions, read.names, tuple(offered), is_limited=not is_planner(principal)
    )


async def read_own_weeks(unit: ClinicUnit, principal: Principal, monday: date, weeks: int) -> ClientWeeks:
    """Return a client's own weeks. Raises as ``read_client_weeks``; ``access.denied`` also for staff."""
    check(principal, Action.OWN_READ, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", Action.OWN_READ)
    check_monday(monday)
    found = await _sessions(unit, principal.person, *_bounds(unit, monday, weeks))
    return await _weeks(unit, ClientAttendance(principal.person, tuple(found)), monday, weeks)


async def known_sessions(
    unit: ClinicUnit, principal: Principal, client: PersonId, since: datetime, until: datetime
) -> ClientAttendance:
    """Return a client's sessions that somebody may know of. Raises Refused: ``person.unknown``."""
    knowing = Knowing(unit, principal)
    reader = await knowing.reader(client)
    person = (await unit.names.people([client])).get(client)
    is_client = person is not None and person.kind is PersonKind.CLIENT
    if not is_client or reader.viewer.roles <= {ReaderRole.FACILITATOR}:
        raise Refused("person.unknown")
    known = [
        replace(one, whole=knowing.knows_all(one.session))
        for one in await _sessions(unit, client, since, until)
        if await knowing.knows(client, one.session)
    ]
    return ClientAttendance(client, tuple(known))


def check_monday(monday: date) -> None:
    """Check that a week begins on a Monday. Raises Invalid: ``schedule.not_monday``."""
    if monday.weekday() != 0:
        raise Invalid([FieldError("monday", "schedule.not_monday")])


def _bounds(unit: ClinicUnit, monday: date, weeks: int) -> tuple[datetime, datetime]:
    first = monday - timedelta(weeks=weeks - 1)
    return day_start(first, unit.zone), day_start(monday + timedelta(weeks=1), unit.zone)


async def _sessions(
    unit: ClinicUnit, client: PersonId, since: datetime, until: datetime
) -> list[ClientSession]:
    counting = counting_of(unit.clinic.settings)
    return [
        ClientSession(
            one,
            one.people.get(client, Attended(client)),
            one.service in counting.services,
        )
        for one in await counted_between(unit, since, until, client=client)
        if one.appointment.status is Status.PLANNED and _is_member(one, client)
    ]


def _is_member(session: SessionAttendance, client: PersonId) -> bool:
    return any(one.person == client and one.role is Role.MEMBER for one in session.appointment.people)


async def _weeks(unit: ClinicUnit, found: ClientAttendance, monday: date, weeks: int) -> ClientWeeks:
    episodes = await unit.programme.episodes(found.client, None, _MOST_EPISODES)
    by_week: dict[date, list[ClientSession]] = {
        monday - timedelta(weeks=back): [] for back in reversed(range(weeks))
    }
    for one in found.sessions:
        for week in {monday_of(day) for day in _days(unit, one)}:
            if week in by_week:
                by_week[week].append(one)
    last = tuple(by_week[monday])
    leaders = {each.person for one in last for each in one.session.appointment.people}
    return ClientWeeks(
        tuple(_total(unit, some, week, episodes) for week, some in by_week.items()),
        last,
        await unit.people.names(leaders),
    )


def _days(unit: ClinicUnit, one: ClientSession) -> set[date]:
    """Return the days on which a session begins and ends: one over midnight on Sunday is of two weeks."""
    times = [one.session.appointment.begins, one.session.appointment.ends]
    times += [time for span in one.attended.spans for time in (span.begins, span.ends)]
    return {to_local(time, unit.zone).date() for time in times}


def _total(
    unit: ClinicUnit, sessions: Sequence[ClientSession], week: date, episodes: Sequence[StoredEpisode]
) -> WeekTotal:
    return week_total(
        [one.facts for one in sessions],
        week,
        unit.zone,
        counting_of(unit.clinic.settings),
        target_of(episodes, week),
        unit.now,
    )
