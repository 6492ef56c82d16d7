"""Tickets: good for one socket, once, for a short time. Kept in memory; a restart makes clients ask again.

The table is bounded; when it is full the oldest ticket goes.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from rooms.model.ids import RoomId, SeatId

__all__ = ["TICKET_TTL_S", "TicketGrant", "Tickets"]

TICKET_TTL_S = 300
_MAX_TICKETS = 10_000


@dataclass(frozen=True, slots=True)
class TicketGrant:
    """Where a ticket leads, and by which version of the seat's link it was asked for."""

    session: RoomId
    seat: SeatId
    link: int


class Tickets:
    """The tickets that are out. ``now`` is seconds of a clock that nobody sets."""

    def __init__(self, limit: int = _MAX_TICKETS) -> None:
        self._limit = limit
        self._out: OrderedDict[str, tuple[TicketGrant, float]] = OrderedDict()

    def issue(self, grant: TicketGrant, now: float) -> str:
        """Return a new ticket that leads there."""
        ticket = f"tk_{secrets.token_urlsafe(24)}"
        self._out[ticket] = (grant, now + TICKET_TTL_S)
        while len(self._out) > self._limit:
            self._out.popitem(last=False)
        return ticket

    def redeem(self, ticket: str, now: float) -> TicketGrant | None:
        """Return where the ticket leads and use it up; None when it is unknown, used or too old."""
        grant, ends = self._out.pop(ticket, (None, 0.0))
        return grant if now < ends else None
