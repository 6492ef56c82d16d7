"""Being anybody in the demo. In production there is no demo clinic, and everything here refuses."""

from datetime import datetime

from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.starting import Started, signing_in, start_sign_in
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.demo import DemoPeople, DemoPerson
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId

__all__ = ["access_demo_people", "sign_in_to_demo"]


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


def _clinic(services: IdentityServices) -> ClinicId:
    if services.demo_clinic is None:
        raise Refused("demo.unknown")
    return services.demo_clinic
