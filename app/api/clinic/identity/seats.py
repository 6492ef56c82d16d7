"""PINs that are typed at a seat's page: two people who share a screen each show who they are there."""

from starlette.requests import Request

from app.access.identity.services import IdentityServices
from app.access.identity.ways.pins import prove_at_seat
from app.api.clinic.identity.visitors import visitor_of
from app.api.services import services_of
from app.runtime.clock import to_datetime
from clinic.common.ids import PersonId as ClinicPersonId
from rooms.model.ids import PersonId

__all__ = ["check_pin"]


async def check_pin(
    identity: IdentityServices, request: Request, invitation: str, person: PersonId, pin: str
) -> None:
    """Check the PIN of somebody on the seat that the invitation names. Raises Refused, MustWait."""
    services = services_of(request)
    now = to_datetime(services.clock.now())
    visitor = visitor_of(request, services)
    await prove_at_seat(identity, invitation, ClinicPersonId(person), pin, visitor, now)
