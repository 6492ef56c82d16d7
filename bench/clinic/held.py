"""A year of sessions that some groups have had, with who was there: what attendance is counted from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert

from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.live.record import PresenceIntervalRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from clinic.common.ids import CohortId, PersonId

__all__ = ["GROUPS", "HELD_WEEKS", "Group", "hold_groups"]

GROUPS: Final = 4
"""Groups whose year before is there, at most."""
HELD_WEEKS: Final = 50
_DAYS: Final = (0, 2, 4)
_LENGTH: Final = timedelta(minutes=180)
_AT_ONCE: Final = 500

Group = tuple[CohortId, PersonId, Sequence[PersonId]]
"""A cohort, who leads it, and its members."""


async def hold_groups(unit: ClinicUnit, groups: Sequence[Group], monday: datetime) -> None:
    """Let each group have met three times a week before a Monday; everybody lost the connection once."""
    rows: dict[type[Any], list[dict[str, Any]]] = {
        table: []
        for table in (
            *(SeriesRow, AppointmentRow, AttendeeRow),
            *(SessionRow, SeatRow, OccupantRow, PresenceIntervalRow),
        )
    }
    for number, group in enumerate(groups):
        rows[SeriesRow].append(_series(unit, number, group[0]))
        for week in range(1, HELD_WEEKS + 1):
            for day in _DAYS:
                begins = monday - timedelta(weeks=week) + timedelta(days=day, hours=20)
                _meeting(rows, unit, f"{number}x{week}x{day}", f"sr_held{number}", group, begins)
    for table, values in rows.items():
        for first in range(0, len(values), _AT_ONCE):
            await unit.session.execute(insert(table), values[first : first + _AT_ONCE])


def _series(unit: ClinicUnit, number: int, cohort: CohortId) -> dict[str, Any]:
    return {
        "id": f"sr_held{number}",
        "clinic_id": unit.clinic.id,
        "cohort_id": cohort,
        "starts_local": "2025-01-06T20:00",
        "zone": unit.clinic.time_zone,
        "duration_min": 180,
        "title": "Process group",
        "kind": "group",
        "track": "group",
        "break_min": 10,
        "policy": {},
        "people": [],
        "overrides": [],
        "cameras": {},
    }


def _meeting(
    rows: dict[type[Any], list[dict[str, Any]]],
    unit: ClinicUnit,
    name: str,
    series: str,
    group: Group,
    begins: datetime,
) -> None:
    cohort, leader, members = group
    session, clinic, ends = f"ss_held{name}", unit.clinic.id, begins + _LENGTH
    times = {"begins_at": begins, "ends_at": ends}
    opens = begins - timedelta(minutes=15)
    what = {"title": "Process group", "kind": "group", "policy": {}, "opens_at": opens}
    plan = {"series_id": series, "cohort_id": cohort, "track": "group", "zone": unit.clinic.time_zone}
    rows[AppointmentRow].append(
        {"id": session, "clinic_id": clinic, **what, **plan, **times, "break_min": 10, "room_ready": True}
    )
    rows[SessionRow].append(
        {"id": session, "clinic_id": clinic, **what, "closes_at": ends + timedelta(hours=2), "ended_at": ends}
    )
    for place, person in enumerate((leader, *members), 1):
        role, seat = "member" if place > 1 else "facilitator", f"st_held{name}x{place}"
        rows[AttendeeRow].append(
            {"appointment_id": session, "person_id": person, "clinic_id": clinic, "role": role, **times}
        )
        rows[SeatRow].append(
            {"id": seat, "session_id": session, "position": place, "role": role, "link_version": 1}
        )
        rows[OccupantRow].append(
            {
                "seat_id": seat,
                "position": 1,
                "session_id": session,
                "person_id": person,
                "companion": False,
                "licensed": False,
            }
        )
        for since, until in ((-3, 60 + place), (70 + place, 180)):
            rows[PresenceIntervalRow].append(
                {
                    "session_id": session,
                    "person_id": person,
                    "seat_id": seat,
                    "private": False,
                    "started_at": begins + timedelta(minutes=since),
                    "ended_at": begins + timedelta(minutes=until),
                }
            )
