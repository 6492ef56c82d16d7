"""How people on a seat show who they are: by their PIN on a shared screen, or by being signed in on it."""

from starlette.requests import Request

from app.access.callers import find_caller
from app.access.identity.services import IdentityServices
from app.access.identity.ways.pins import prove_at_seat
from app.api.clinic.identity.visitors import visitor_of
from app.api.services import services_of
from app.runtime.clock import to_datetime
from clinic.errors import Refused
from clinic.ids import PersonId as ClinicPersonId
from rooms.model.ids import PersonId

__all__ = ["SeatProofs"]


class SeatProofs:
    """Checks proofs with what signing in works with."""

    def __init__(self, identity: IdentityServices) -> None:
        self._identity = identity

    async def check_pin(self, request: Request, invitation: str, person: PersonId, pin: str) -> None:
        """Check a PIN. Raises Refused, MustWait."""
        services = services_of(request)
        now = to_datetime(services.clock.now())
        visitor = visitor_of(request, services)
        await prove_at_seat(self._identity, invitation, ClinicPersonId(person), pin, visitor, now)

    async def signed_in_person(self, request: Request) -> PersonId | None:
        """Return who is signed in on the page that asks, or None."""
        services = services_of(request)
        secret = request.cookies.get(services.cookie, "")
        if not secret:
            return None
        now = to_datetime(services.clock.now())
        try:
            caller = await find_caller(
                services.clinics, secret, now, in_live_room=services.identity.in_live_room
            )
        except Refused:
            return None
        return PersonId(caller.principal.person)
