"""What people can do now, found by checking every action. ``rooms.incremental.offer_cache`` caches it."""

from collections.abc import Callable
from typing import NamedTuple

from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.rules.permissions import available
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.engine import acts_of, starts_of

__all__ = ["Offer", "OfferTo", "offer_to"]


class Offer(NamedTuple):
    """What one person is offered on one screen.

    Attributes:
        can: Request types that would be accepted.
        starts: Protocols that the person could start.
        acts: Actions of the present step, on a shared screen without private ones (F9).
    """

    can: list[str]
    starts: list[str]
    acts: list[str]


OfferTo = Callable[[RuleContext, PersonId, SeatId], Offer]


def offer_to(
    context: RuleContext, person: PersonId, seat: SeatId, but: frozenset[str] = frozenset()
) -> Offer:
    """Find out what the person is offered there. It depends on ``seating`` and ``FACTS`` alone.

    Args:
        but: Request types that are known to be refused.
    """
    run = context.state.run
    acts = acts_of(context, person)
    if run is not None and context.is_shared(seat):
        known = CATALOG[run.protocol].steps[run.step].acts
        acts = [name for name in acts if not known[name].private]
    return Offer(available(context, person, seat, but), starts_of(context, person), acts)
