"""Who is at a seat's page, as far as accounts can tell."""

from app.access.callers import find_caller
from app.access.identity.services import IdentityServices
from app.runtime.clock import to_datetime
from clinic.common.errors import Refused
from rooms.model.ids import PersonId
from rooms.runtime.ports import Clock

__all__ = ["find_signed_in"]


async def find_signed_in(identity: IdentityServices, clock: Clock, secret: str) -> PersonId | None:
    """Return the person whose sign-in has this secret; None if nobody is signed in by it."""
    now = to_datetime(clock.now())
    try:
        caller = await find_caller(identity.store, secret, now, in_live_room=identity.in_live_room)
    except Refused:
        return None
    return PersonId(caller.principal.person)
