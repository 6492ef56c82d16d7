"""Sessions that took place, written straight into the database: who was there when, as their rooms recorded it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.live.record import PresenceIntervalRow, SessionPauseRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.common.ids import AppointmentId, CohortId, PersonId
from tests.support.schedule.series import lone_series

__all__ = ["There", "hold", "plan"]

There = tuple[float, float] | tuple[float, float, bool]
"""From and until, minutes after the session's beginning, and whether in a private room."""


async def plan(
    unit: ClinicUnit,
    name: str,
    begins: datetime,
    minutes: int,
    people: Mapping[PersonId, str],
    *,
    kind: str = "group",
    track: str = "group",
    cohort: CohortId | None = None,
    break_min: int = 0,
) -> AppointmentId:
    """Store a session to come, ``ss_NAME``, with people in these roles."""
    clinic, session = unit.clinic.id, AppointmentId(f"ss_{name}")
    times = {"begins_at": begins, "ends_at": begins + timedelta(minutes=minutes)}
    unit.session.add(lone_series(session, clinic, begins))
    await unit.session.flush()
    unit.session.add(
        AppointmentRow(
            id=session,
            clinic_id=clinic,
            series_id=f"sr_{name}",
            cohort_id=cohort,
            title="Process group",
            kind=kind,
            track=track,
            opens_at=begins - timedelta(minutes=15),
            zone=unit.clinic.time_zone,
            break_min=break_min,
            policy={},
            **times,
        )
    )
    await unit.session.flush()
    for person, role in people.items():
        unit.session.add(
            AttendeeRow(appointment_id=session, person_id=person, clinic_id=clinic, role=role, **times)
        )
    await unit.session.flush()
    return session


async def hold(
    unit: ClinicUnit,
    name: str,
    begins: datetime,
    minutes: int,
    people: Mapping[PersonId, str],
    there: Mapping[PersonId, Sequence[There]],
    *,
    shared: Sequence[tuple[PersonId, PersonId]] = (),
    pauses: Sequence[tuple[float, float]] = (),
    ended: bool = True,
    kind: str = "group",
    track: str = "group",
    cohort: CohortId | None = None,
    break_min: int = 0,
) -> AppointmentId:
    """Store a session that took place, ``ss_NAME``.

    Args:
        there: When each was connected.
        shared: Who shared a camera; others had a seat of their own.
        pauses: When nobody led it.
        ended: Whether it has ended, at its planned time.
    """
    session = await plan(
        unit, name, begins, minutes, people, kind=kind, track=track, cohort=cohort, break_min=break_min
    )
    ends = begins + timedelta(minutes=minutes)
    unit.session.add(
        SessionRow(
            id=session,
            clinic_id=unit.clinic.id,
            title="Process group",
            kind=kind,
            policy={},
            opens_at=begins - timedelta(minutes=15),
            closes_at=ends + timedelta(hours=2),
            ended_at=ends if ended else None,
        )
    )
    await unit.session.flush()
    seats = await _seat(unit, name, people, shared)
    for person, times in there.items():
        for since, until, *private in times:
            unit.session.add(
                PresenceIntervalRow(
                    session_id=session,
                    person_id=person,
                    seat_id=seats[person],
                    private=bool(private and private[0]),
                    started_at=begins + timedelta(minutes=since),
                    ended_at=begins + timedelta(minutes=until),
                )
            )
    for since, until in pauses:
        unit.session.add(
            SessionPauseRow(
                session_id=session,
                why="unled",
                started_at=begins + timedelta(minutes=since),
                ended_at=begins + timedelta(minutes=until),
            )
        )
    await unit.session.flush()
    return session


async def _seat(
    unit: ClinicUnit, name: str, people: Mapping[PersonId, str], shared: Sequence[tuple[PersonId, PersonId]]
) -> dict[PersonId, str]:
    together = {person: pair for pair in shared for person in pair}
    seats: dict[PersonId, str] = {}
    for person, role in people.items():
        pair = together.get(person, (person,))
        seats[person] = f"st_{name}{list(people).index(pair[0])}"
        if person == pair[0]:
            unit.session.add(
                SeatRow(
                    id=seats[person],
                    session_id=f"ss_{name}",
                    position=len(set(seats.values())),
                    role=role,
                    link_version=1,
                )
            )
            await unit.session.flush()
        unit.session.add(
            OccupantRow(
                seat_id=seats[person],
                position=pair.index(person) + 1,
                session_id=f"ss_{name}",
                person_id=person,
                companion=False,
                licensed=False,
            )
        )
    await unit.session.flush()
    return seats
