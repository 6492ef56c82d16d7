"""Tickets: each admits one websocket, once, within a short time. Kept in memory; after a restart clients ask again.

The table is bounded; when it is full the oldest ticket is evicted.
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
    """Where a ticket leads, and the version of the seat's link that it was issued for."""

    session: RoomId
    seat: SeatId
    link: int


class Tickets:
    """The unused tickets. ``now`` is seconds of a monotonic clock."""

    def __init__(self, limit: int = _MAX_TICKETS) -> None:
        self._limit = limit
        self._out: OrderedDict[str, tuple[TicketGrant, float]] = OrderedDict()

    def issue(self, grant: TicketGrant, now: float) -> str:
        """Return a new ticket for this grant."""
        ticket = f"tk_{secrets.token_urlsafe(24)}"
        self._out[ticket] = (grant, now + TICKET_TTL_S)
        while len(self._out) > self._limit:
            self._out.popitem(last=False)
        return ticket

    def redeem(self, ticket: str, now: float) -> TicketGrant | None:
        """Use up the ticket and return its grant; None if it is unknown, used or expired."""
        grant, ends = self._out.pop(ticket, (None, 0.0))
        return grant if now < ends else None
