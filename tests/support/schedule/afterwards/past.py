"""Sessions that are over, as rows: who was there from when until when, without a room that ran."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.live.record import PresenceIntervalRow, RoomEventRow
from app.persistence.models.live.sessions import SeatRow, SessionRow
from app.persistence.models.programme.programme import CohortRow, EpisodeRow, MembershipRow, ProgramRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from app.runtime.ids import (
    new_cohort_id,
    new_episode_id,
    new_program_id,
    new_room_id,
    new_seat_id,
    new_series_id,
)
from clinic.common.ids import AppointmentId, CohortId, PersonId
from rooms.model.events import RoomLive

__all__ = ["Span", "hold_session", "start_group"]

Span = tuple[datetime, datetime]


async def start_group(
    unit: ClinicUnit, name: str, members: Sequence[PersonId], *, part2: bool = False
) -> CohortId:
    """Make a programme with one group, in which these clients have been for a month."""
    clinic, since = unit.clinic.id, (unit.now - timedelta(days=30)).date()
    program, cohort = new_program_id(), new_cohort_id()
    unit.session.add(
        ProgramRow(id=program, clinic_id=clinic, name=name, level="asam_2_1", target_min=540, part2=part2)
    )
    await unit.session.flush()
    unit.session.add(
        CohortRow(
            id=cohort,
            clinic_id=clinic,
            program_id=program,
            name=f"{name}, mornings",
            track="sud" if part2 else "group",
            membership="rolling",
            capacity=20,
            part2=part2,
        )
    )
    await unit.session.flush()
    for person in members:
        unit.session.add(MembershipRow(cohort_id=cohort, person_id=person, clinic_id=clinic, since=since))
        unit.session.add(
            EpisodeRow(
                id=new_episode_id(),
                clinic_id=clinic,
                client_id=person,
                program_id=program,
                level="asam_2_1",
                target_min=540,
                since=since,
            )
        )
    await unit.session.flush()
    return cohort


async def hold_session(
    unit: ClinicUnit,
    begins: datetime,
    ends: datetime,
    leader: PersonId,
    there: Mapping[PersonId, Sequence[Span]],
    *,
    cohort: CohortId | None = None,
    kind: str = "group",
    track: str = "group",
    absent: Sequence[PersonId] = (),
) -> AppointmentId:
    """Add a session that took place."""
    clinic, appointment, series = unit.clinic.id, AppointmentId(new_room_id()), new_series_id()
    common = {"title": "Session", "kind": kind, "track": track, "zone": "UTC", "policy": {}}
    unit.session.add(
        SeriesRow(
            id=series,
            clinic_id=clinic,
            rule=None,
            starts_local=begins.isoformat()[:16],
            duration_min=int((ends - begins).total_seconds() // 60),
            cohort_id=cohort,
            break_min=0,
            people=[],
            overrides=[],
            cameras={},
            **common,
        )
    )
    await unit.session.flush()
    unit.session.add(
        AppointmentRow(
            id=appointment,
            clinic_id=clinic,
            series_id=series,
            slot=begins.isoformat()[:16],
            cohort_id=cohort,
            begins_at=begins,
            ends_at=ends,
            opens_at=begins - timedelta(minutes=15),
            **common,
        )
    )
    unit.session.add(
        SessionRow(
            id=appointment,
            clinic_id=clinic,
            title="Session",
            kind=kind,
            policy={},
            opens_at=begins - timedelta(minutes=15),
            closes_at=ends + timedelta(minutes=15),
            ended_at=ends,
        )
    )
    await unit.session.flush()
    unit.session.add(
        RoomEventRow(
            session_id=appointment, position=1, at=begins.timestamp(), kind=RoomLive.kind, payload={}
        )
    )
    people = {leader: "facilitator"} | dict.fromkeys([*there, *absent], "member")
    for number, (person, role) in enumerate(people.items()):
        expected = {"person_id": person, "clinic_id": clinic, "role": role}
        unit.session.add(AttendeeRow(appointment_id=appointment, begins_at=begins, ends_at=ends, **expected))
        await _seat(unit, appointment, number + 1, person, role, there.get(person, ()))
    await unit.session.flush()
    return appointment


async def _seat(
    unit: ClinicUnit,
    session: AppointmentId,
    position: int,
    person: PersonId,
    role: str,
    spans: Sequence[Span],
) -> None:
    seat = new_seat_id()
    unit.session.add(SeatRow(id=seat, session_id=session, position=position, role=role, link_version=1))
    await unit.session.flush()
    for since, until in spans:
        unit.session.add(
            PresenceIntervalRow(
                session_id=session, person_id=person, seat_id=seat, started_at=since, ended_at=until
            )
        )
