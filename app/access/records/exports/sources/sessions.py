"""Each client's part in each session: planned, held, and how it is known. One row for each person (R5, R6)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from app.access.programme.attendance.counted import SessionAttendance, counted_sessions
from app.access.records.exports.sources.rows import Batch, Cursor, Leaving, Row
from app.exports.fhir.ids import person_in
from app.exports.fhir.made import Content
from app.exports.fhir.resources.sessions import (
    Led,
    PersonalSession,
    Presence,
    appointment,
    encounter,
    provenance,
)
from app.exports.fhir.search import Search
from app.persistence.repositories.records.leaving import KnownGroup, SessionSpan
from clinic.common.ids import EpisodeId, PersonId
from clinic.programme.episodes import Episode
from clinic.programme.tracks import Track
from clinic.schedule.attendees import LEADING, Role
from clinic.schedule.states import Status

__all__ = ["appointments", "encounters", "provenances"]

_BATCH: Final = 50
"""Sessions at a time, of twenty people each at the most."""
_LONGEST: Final = timedelta(days=1)
"""No session takes longer."""
_LAST: Final = "~"
"""After every id."""

_Made = tuple[Callable[[], Content], str, tuple[datetime, datetime | None]]


async def appointments(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read sessions as they are planned for each client."""

    def make(one: PersonalSession) -> _Made:
        resource = appointment(one)
        return lambda: resource, resource["status"], (one.begins, one.ends)

    return await _sessions(leaving, search, after, make, held=False)


async def encounters(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read sessions that are over, for each client who was there."""

    def make(one: PersonalSession) -> _Made:
        there = _presence(one)
        return partial(encounter, one, there), "finished", (there.since, there.until)

    return await _sessions(leaving, search, after, make, held=True)


async def provenances(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read where each encounter comes from."""

    def make(one: PersonalSession) -> _Made:
        there = _presence(one)
        made = partial(provenance, one, there, leaving.unit.clinic.name)
        return made, "", (there.since, there.until)

    return await _sessions(leaving, search, after, make, held=True)


async def _sessions(
    leaving: Leaving,
    search: Search,
    after: Cursor,
    make: Callable[[PersonalSession], _Made],
    *,
    held: bool,
) -> Batch:
    unit = leaving.unit
    found = await unit.outward.records.sessions(_span(search, after, unit.now if held else None), _BATCH)
    counted = await counted_sessions(unit, found)
    groups = await leaving.groups()
    sessions = [(counted[each], list(_clients(counted[each], held=held))) for each in found]
    episodes: dict[PersonId, list[Episode]] = {}
    for episode in await unit.outward.records.episodes({each for _, people in sessions for each in people}):
        episodes.setdefault(episode.client, []).append(episode)
    rows = []
    for session, people in sessions:
        planned = session.appointment
        group = groups.get(planned.cohort) if planned.cohort else None
        day = planned.begins.astimezone(unit.zone).date()
        begins = planned.begins.astimezone(UTC).isoformat()
        for person in people:
            if after and (begins, planned.id, person) <= after:
                continue
            mine = [
                each.id
                for each in episodes.get(person, ())
                if group is not None and each.program == group.program and each.holds(day)
            ]
            one = _personal(session, person, group, mine[0] if mine else None)
            made, status, when = make(one)
            rows.append(
                Row(
                    one.id,
                    (begins, planned.id, person),
                    person,
                    made,
                    protected=one.protected,
                    status=status,
                    when=when,
                )
            )
    if len(found) < _BATCH:
        return Batch(rows, None)
    last = counted[found[-1]].appointment
    return Batch(rows, (last.begins.astimezone(UTC).isoformat(), last.id, _LAST))


def _span(search: Search, after: Cursor, ended_by: datetime | None) -> SessionSpan:
    ids = None
    if search.ids is not None:
        named = (person_in(each) for each in search.ids)
        ids = frozenset(each[0] for each in named if each is not None)
    return SessionSpan(
        # Somebody may be there long after a session has begun; what is too much is left out later.
        search.dates.since - _LONGEST if search.dates.since else None,
        search.dates.until + _LONGEST if search.dates.until else None,
        search.patient,
        ids,
        ended_by,
        (datetime.fromisoformat(after[0]), after[1]) if after else None,
    )


def _clients(session: SessionAttendance, *, held: bool) -> Iterator[PersonId]:
    """Yield the clients of a session in the order of their ids: those who were there, or who are expected."""
    if held:
        there = (
            person
            for person, one in session.people.items()
            if session.roles[person] is Role.MEMBER and one.first_at is not None and one.present
        )
        yield from sorted(there)
    else:
        yield from sorted(each.person for each in session.appointment.people if each.role is Role.MEMBER)


def _personal(
    session: SessionAttendance, person: PersonId, group: KnownGroup | None, episode: EpisodeId | None
) -> PersonalSession:
    planned = session.appointment
    one = session.people.get(person)
    presence = None
    if session.is_over and one is not None and one.first_at and one.last_at and one.present:
        presence = Presence(
            one.first_at,
            one.last_at,
            one.present_min,
            session.head_count,
            corrected=one.corrected_by is not None,
        )
    led = tuple(
        Led(each.person, session.listed.names[each.person].name, each.role)
        for each in planned.people
        if each.role in LEADING
    )
    was_held = session.listed.room is not None and session.listed.room.live
    return PersonalSession(
        planned.id,
        person,
        planned.content.kind,
        planned.begins,
        planned.ends,
        led,
        is_over=session.is_over and was_held,
        cancelled=planned.status is Status.CANCELLED,
        presence=presence,
        episode=episode,
        protected=planned.content.track is Track.SUD or (group is not None and group.is_protected),
    )


def _presence(one: PersonalSession) -> Presence:
    assert one.presence is not None, "only sessions in which they were present are asked for"
    return one.presence
