"""Sessions that took place, with what their rooms recorded, as rows: quicker than running rooms."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.live.record import PresenceIntervalRow
from app.persistence.models.live.sessions import SeatRow, SessionRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from app.runtime.ids import new_room_id, new_seat_id, new_series_id
from clinic.common.ids import AppointmentId, CoupleId, PersonId
from clinic.programme.tracks import Track
from clinic.safety.places import Place
from clinic.safety.preparation import PlaceSaid

__all__ = ["HOME", "hold_session"]

HOME: Final = Place("12 Elm Street", "Albany", "NY", "+12025550123")


async def hold_session(
    unit: ClinicUnit,
    kind: str,
    begins: datetime,
    minutes: int,
    leader: PersonId,
    present: Mapping[PersonId, float],
    *,
    track: Track = Track.GROUP,
    couple: CoupleId | None = None,
    place: Place | None = HOME,
) -> AppointmentId:
    """Add a session that is over.

    Args:
        present: How many minutes from its beginning each client was there; 0 for who was expected and never came.
        couple: Of the clients, if they are one.
        place: Where the clients said that they are.
    """
    session, series, ends = AppointmentId(new_room_id()), new_series_id(), begins + timedelta(minutes=minutes)
    shared = {"clinic_id": unit.clinic.id, "title": "A session", "kind": kind, "policy": {}}
    planned = {"cohort_id": None, "track": track.value, "break_min": 0}
    hours = {"begins_at": begins, "ends_at": ends}
    opens = begins - timedelta(minutes=15)
    unit.session.add(
        SeriesRow(
            id=series,
            rule=None,
            starts_local=begins.isoformat(timespec="minutes")[:16],
            zone="UTC",
            duration_min=minutes,
            people=[],
            overrides=[],
            cameras={},
            **shared,
            **planned,
        )
    )
    await unit.session.flush()
    unit.session.add(
        AppointmentRow(id=session, series_id=series, opens_at=opens, zone="UTC", **shared, **planned, **hours)
    )
    unit.session.add(SessionRow(id=session, opens_at=opens, closes_at=ends, ended_at=ends, **shared))
    await unit.session.flush()
    position = count()
    for person, there in {leader: float(minutes), **present}.items():
        role, seat = ("facilitator" if person == leader else "member"), new_seat_id()
        unit.session.add(
            AttendeeRow(
                appointment_id=session,
                person_id=person,
                clinic_id=unit.clinic.id,
                role=role,
                couple_id=couple if person != leader else None,
                **hours,
            )
        )
        unit.session.add(
            SeatRow(id=seat, session_id=session, position=next(position), role=role, link_version=1)
        )
        await unit.session.flush()
        if there:
            unit.session.add(
                PresenceIntervalRow(
                    session_id=session,
                    person_id=person,
                    seat_id=seat,
                    started_at=begins,
                    ended_at=begins + timedelta(minutes=there),
                )
            )
        if place is not None and person != leader:
            await unit.preparations.add(session, person, PlaceSaid(place), by=person, seat=seat, now=opens)
    await unit.session.flush()
    return session
