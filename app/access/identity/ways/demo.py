"""Being anybody in the demo, and its practice room. In production there is no demo clinic: everything here refuses."""

from datetime import datetime
from typing import Final

from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.starting import Started, signing_in, start_sign_in
from app.auth.invitations import Invitation
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.demo import DemoPeople, DemoPerson
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId
from rooms.model.people import Role

__all__ = ["OPEN_ROOMS", "PRACTICE_ROOM", "access_demo_people", "access_practice_room", "sign_in_to_demo"]

OPEN_ROOMS: Final = "cl_demo"
"""The clinic of the rooms that are open at all times; `attune demo` makes them."""
PRACTICE_ROOM: Final = "Tuesday evening group"
"""The title of the room to which simulated people come."""


async def access_demo_people(services: IdentityServices, now: datetime) -> list[DemoPerson]:
    """Return who one can be. Raises Refused: ``demo.unknown``: this is no demo."""
    async with services.store.read(_clinic(services), Actor("system"), now) as unit:
        return await DemoPeople(unit.session, unit.clinic.id).all()


async def sign_in_to_demo(
    services: IdentityServices, person: PersonId, visitor: Visitor, now: datetime
) -> Started:
    """Sign in as an invented person. Raises Refused: ``demo.unknown``; ``person.unknown``."""
    async with signing_in(services, _clinic(services), person, now) as unit:
        account = await unit.accounts.find(person)
        if account is None:
            raise Refused("person.unknown")
        return await start_sign_in(services, unit, account, "demo", visitor)


async def access_practice_room(services: IdentityServices, now: datetime) -> str | None:
    """Return the facilitator's link of the practice room; None if the room is not open.

    Raises:
        Refused: ``demo.unknown``: this is no demo.
    """
    _clinic(services)
    async with services.store.database.read() as unit:
        open_now = await unit.sessions.open_of(OPEN_ROOMS, now)
        room = next((session.id for session in open_now if session.title == PRACTICE_ROOM), None)
        setup = None if room is None else await unit.sessions.setup(room)
        if setup is None:
            return None
        for link in await unit.sessions.links_of(setup.id):
            if setup.role_of(link.seat) is Role.FACILITATOR:
                return services.pages.room(services.invitations.write(Invitation(link.seat, link.version)))
    return None


def _clinic(services: IdentityServices) -> ClinicId:
    if services.demo_clinic is None:
        raise Refused("demo.unknown")
    return services.demo_clinic
