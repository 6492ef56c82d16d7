"""All routes about people, couples and care teams, in the order in which they are tried."""

from fastapi import APIRouter

from app.access.care_team.alerts import DirectorAlerts
from app.api.clinic.people import (
    care_team,
    couples,
    import_export,
    invitations,
    overrides,
    own_contact,
    people,
    staff,
)
from app.api.clinic.people.break_glass import build_break_glass_router

__all__ = ["build_people_routers"]


def build_people_routers(alerts: DirectorAlerts) -> tuple[APIRouter, ...]:
    """Return the routers.

    Args:
        alerts: Tells the clinical directors.
    """
    return (
        # Its paths would be read as those of a person.
        import_export.router,
        people.router,
        staff.router,
        invitations.router,
        couples.router,
        care_team.router,
        overrides.router,
        own_contact.router,
        build_break_glass_router(alerts),
    )
