"""Sessions with who was present in them, counted anew from what was recorded each time they are read.

Nothing is checked here: whoever calls this decides what its reader may know.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.access.programme.minutes import counting_of, timed
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.live.attendance import Recorded
from app.persistence.repositories.schedule.listing import Listed
from app.persistence.repositories.schedule.listing import Span as Wanted
from app.persistence.repositories.schedule.records import Appointment
from clinic.attendance.corrections import Correction, with_corrections
from clinic.attendance.presence import Attended, Interval, SessionTime, attended
from clinic.common.ids import AppointmentId, CohortId, PersonId
from clinic.programme.spans import Span
from clinic.programme.tracks import SERVICES, Service
from clinic.schedule.attendees import Role

__all__ = ["SessionAttendance", "counted_between", "counted_sessions"]

_PAGE: Final = 500


class _People(Mapping[PersonId, Attended]):
    """Everybody of one session, each counted when somebody asks for them: a client's year asks for one of a group."""

    def __init__(
        self,
        intervals: Mapping[PersonId, Sequence[Interval]],
        time: SessionTime,
        made: Mapping[PersonId, Sequence[Correction]],
    ) -> None:
        self._intervals = intervals
        self._time = time
        self._made = made
        self._counted: dict[PersonId, Attended] = {}

    def __getitem__(self, person: PersonId) -> Attended:
        if person not in self._counted:
            recorded = attended(person, self._intervals[person], self._time)
            self._counted[person] = with_corrections(recorded, self._made.get(person, ()))
        return self._counted[person]

    def __iter__(self) -> Iterator[PersonId]:
        return iter(self._intervals)

    def __len__(self) -> int:
        return len(self._intervals)


@dataclass(frozen=True, slots=True)
class SessionAttendance:
    """A session, and how everybody was present in it.

    Attributes:
        listed: The appointment, with names of whoever is expected.
        time: When it took place; its span ends now while it goes on.
        is_over: Whether it has ended.
        people: Who was recorded or corrected to be there, in the order in which they came.
        roles: What each of these was in it.
        corrections: Of each person, in the order in which they were made.
    """

    listed: Listed
    time: SessionTime
    is_over: bool
    people: Mapping[PersonId, Attended]
    roles: dict[PersonId, Role]
    corrections: dict[PersonId, list[Correction]]

    @property
    def appointment(self) -> Appointment:
        """The planned session."""
        return self.listed.appointment

    @property
    def service(self) -> Service:
        """The kind of service that it was."""
        return SERVICES[self.appointment.content.kind]

    @property
    def head_count(self) -> int:
        """How many clients were present."""
        return sum(
            1
            for person, one in self.people.items()
            if self.roles[person] is Role.MEMBER and one.present > timedelta()
        )


async def counted_sessions(
    unit: ClinicUnit, sessions: Sequence[AppointmentId]
) -> dict[AppointmentId, SessionAttendance]:
    """Return those of these sessions that exist."""
    return await _count(unit, await unit.listing.find(sessions))


async def counted_between(
    unit: ClinicUnit,
    since: datetime,
    until: datetime,
    *,
    client: PersonId | None = None,
    cohort: CohortId | None = None,
) -> list[SessionAttendance]:
    """Return the sessions that take some time between two instants, in order of time.

    Args:
        client: Of this person only.
        cohort: Of this cohort only.
    """
    listed: list[Listed] = []
    after = None
    while True:
        page = await unit.listing.page(Wanted(since, until, client, cohort, after), _PAGE)
        listed += page
        if len(page) < _PAGE:
            break
        after = (page[-1].appointment.begins, page[-1].appointment.id)
    return list((await _count(unit, listed)).values())


async def _count(unit: ClinicUnit, listed: Sequence[Listed]) -> dict[AppointmentId, SessionAttendance]:
    begun = [one for one in listed if one.room is not None]
    ids = [one.appointment.id for one in begun]
    recorded: dict[AppointmentId, list[Recorded]] = defaultdict(list)
    for interval in await unit.attendance.recorded(ids):
        recorded[interval.session].append(interval)
    pauses = await unit.attendance.pauses(ids)
    corrections = await unit.attendance.corrections(ids)
    made: dict[AppointmentId, dict[PersonId, list[Correction]]] = defaultdict(dict)
    for (session, person), some in corrections.items():
        made[session][person] = some
    breaks_count = counting_of(unit.clinic.settings).breaks
    return {
        one.appointment.id: _attendance(
            one,
            recorded[one.appointment.id],
            pauses.get(one.appointment.id, ()),
            made[one.appointment.id],
            breaks_count=breaks_count,
            now=unit.now,
        )
        for one in listed
    }


def _attendance(
    listed: Listed,
    recorded: Sequence[Recorded],
    pauses: Iterable[tuple[datetime, datetime | None]],
    made: dict[PersonId, list[Correction]],
    *,
    breaks_count: bool,
    now: datetime,
) -> SessionAttendance:
    appointment, room = listed.appointment, listed.room
    ended = None if room is None else room.ended or (room.closes if room.closes <= now else None)
    ends = max(appointment.begins, now if ended is None else ended)
    time = SessionTime(
        Span(appointment.begins, ends),
        () if breaks_count else timed(appointment).breaks,
        tuple(Span(since, until or ends) for since, until in pauses),
    )
    intervals: dict[PersonId, list[Interval]] = defaultdict(list)
    roles: dict[PersonId, Role] = {}
    for one in recorded:
        intervals[one.person].append(one.interval(ends))
        roles.setdefault(one.person, one.role)
    expected = {one.person: one.role for one in appointment.people}
    for person in made:
        roles.setdefault(person, expected.get(person, Role.MEMBER))
        intervals.setdefault(person, [])
    people = _People(dict(intervals), time, made)
    return SessionAttendance(listed, time, ended is not None, people, roles, made)
