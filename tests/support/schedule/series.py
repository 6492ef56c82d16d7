"""Series for appointments that tests write straight into the database."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from clinic.common.ids import ClinicId, PersonId

__all__ = ["lone_series", "plan_session"]


def lone_series(appointment: str, clinic: ClinicId, begins_at: datetime) -> SeriesRow:
    """Return the series of an appointment that is alone; their ids differ in the prefix."""
    return SeriesRow(
        id=f"sr_{appointment.removeprefix('ss_')}",
        clinic_id=clinic,
        starts_local=begins_at.strftime("%Y-%m-%dT%H:%M"),
        zone="UTC",
        duration_min=60,
        title="Skills",
        kind="group",
        track="group",
        break_min=0,
        policy={},
        people=[],
        overrides=[],
        cameras={},
    )


async def plan_session(
    unit: ClinicUnit,
    begins: datetime,
    people: Mapping[PersonId, str],
    *,
    lasts: timedelta = timedelta(hours=1),
    status: str = "planned",
) -> None:
    """Store a session, ``ss_1``, with people in these roles."""
    clinic, times = unit.clinic.id, {"begins_at": begins, "ends_at": begins + lasts}
    unit.session.add(lone_series("ss_1", clinic, begins))
    await unit.session.flush()
    unit.session.add(
        AppointmentRow(
            id="ss_1",
            clinic_id=clinic,
            series_id="sr_1",
            title="Skills",
            kind="group",
            track="group",
            opens_at=begins,
            zone="UTC",
            policy={},
            status=status,
            **times,
        )
    )
    await unit.session.flush()
    for person, role in people.items():
        unit.session.add(
            AttendeeRow(appointment_id="ss_1", person_id=person, clinic_id=clinic, role=role, **times)
        )
    await unit.session.flush()
