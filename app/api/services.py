"""What the HTTP side needs of the house, put together by the wiring and kept on the application while it runs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.api.rate_limit import TicketLimits
from app.auth.invitations import Invitations
from app.auth.tickets import Tickets
from app.live.entrance import Entrance
from app.observability.operations import Operations
from app.persistence.unit_of_work import Database
from rooms.model.ids import RoomId, SeatId
from rooms.runtime.ports import Clock
from signaling.ports import Socket

__all__ = ["Provided", "Services", "services_of"]


@dataclass(frozen=True, slots=True)
class Services:
    """The house as HTTP handlers see it.

    Attributes:
        relay_ready: Says whether a relay process can be called.
        time_in: Returns the time in a room, which may differ from the time of day; None when it does not run.
        record_kept: Says whether all that rooms record is stored.
        operations: What operators may see and do.
        hold_conversation: Serves one accepted socket until it is closed.
        end_withdrawn: Puts out who is in by a withdrawn link of a seat; says whether there is such a seat.
    """

    clock: Clock
    database: Database
    invitations: Invitations
    entrance: Entrance
    tickets: Tickets
    ticket_limits: TicketLimits
    relay_ready: Callable[[], bool]
    time_in: Callable[[RoomId], float | None]
    record_kept: Callable[[], bool]
    operations: Operations
    hold_conversation: Callable[[Socket], Awaitable[None]]
    end_withdrawn: Callable[[SeatId], Awaitable[bool]]


def services_of(connection: HTTPConnection) -> Services:
    """Return the services of the application that serves this request."""
    return cast("Services", connection.app.state.services)


async def _provide(connection: HTTPConnection) -> Services:
    # What is no coroutine FastAPI sends to a thread, and that costs more than many a request.
    return services_of(connection)


Provided = Annotated[Services, Depends(_provide)]
"""The services, as the argument of a route."""
