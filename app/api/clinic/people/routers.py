"""All routes about people, couples and care teams, in the order in which they are tried."""

from typing import Final

from fastapi import APIRouter

from app.api.clinic.people import (
    break_glass,
    care_team,
    couples,
    import_export,
    invitations,
    overrides,
    own_contact,
    people,
    staff,
)

__all__ = ["PEOPLE_ROUTERS"]

PEOPLE_ROUTERS: Final[tuple[APIRouter, ...]] = (
    # Its paths would be read as those of a person.
    import_export.router,
    people.router,
    staff.router,
    invitations.router,
    couples.router,
    care_team.router,
    overrides.router,
    own_contact.router,
    break_glass.router,
)
