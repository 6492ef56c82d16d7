"""The day it is in a clinic."""

from datetime import date

from app.persistence.clinic_store import ClinicUnit

__all__ = ["today"]


def today(unit: ClinicUnit) -> date:
    """Return the day on the clinic's wall calendar at the time of the transaction."""
    return unit.now.astimezone(unit.zone).date()
