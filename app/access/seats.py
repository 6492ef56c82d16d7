"""Who is at a seat's page, as far as accounts can tell."""

from app.access.callers import find_caller
from app.persistence.clinic_store import ClinicStore
from app.runtime.clock import to_datetime
from clinic.errors import Refused
from rooms.model.ids import PersonId
from rooms.runtime.ports import Clock

__all__ = ["check_no_pin", "find_signed_in"]


async def find_signed_in(store: ClinicStore, clock: Clock, secret: str) -> PersonId | None:
    """Return the person whose sign-in has this secret; None if nobody is signed in by it."""
    try:
        caller = await find_caller(store, secret, to_datetime(clock.now()), in_live_room=False)
    except Refused:
        return None
    return PersonId(caller.principal.person)


async def check_no_pin(*_asked: object) -> None:
    """Refuse every PIN, since no account has one. Raises Refused: ``sign_in.wrong``."""
    raise Refused("sign_in.wrong")
