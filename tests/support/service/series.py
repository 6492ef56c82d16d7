"""Series for appointments that tests write straight into the database."""

from datetime import datetime

from app.persistence.models.schedule import SeriesRow
from clinic.ids import ClinicId

__all__ = ["lone_series"]


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
