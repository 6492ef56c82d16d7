"""The routes of the schedule and of a clinic's own rules, as the wiring mounts them."""

from typing import Final

from app.api.clinic.schedule import (
    agendas,
    appointments,
    holidays,
    planning,
    policies,
    settings,
    templates,
    today,
)

__all__ = ["SCHEDULE_ROUTERS"]

SCHEDULE_ROUTERS: Final = (
    planning.router,
    appointments.router,
    agendas.router,
    today.router,
    templates.router,
    holidays.router,
    policies.router,
    settings.router,
)
