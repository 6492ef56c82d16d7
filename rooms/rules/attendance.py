"""Presence: when each person was in the room, or a private one, with a client that is there (domain.md 4.3). Pure.

On a shared seat both people are present together. Gaps are merged by whoever counts minutes, not here.
"""

from rooms.model.events import PresenceBegan, PresenceEnded
from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.state import Place

__all__ = ["settle_presence"]


def settle_presence(context: RuleContext) -> None:
    """Record who came to be present, or ceased to be, since this was asked last."""
    state = context.state
    for person in state.people:
        before, now = state.present.get(person), _where(context, person)
        if before == now:
            continue
        if before is not None:
            context.emit(PresenceEnded(person))
        if now is not None:
            context.emit(PresenceBegan(person, *now))


def _where(context: RuleContext, person: PersonId) -> tuple[SeatId, bool] | None:
    seat = context.state.people[person].seat
    now = context.state.seats[seat]
    if not now.online or now.place not in (Place.MAIN, Place.PRIVATE):
        return None
    return seat, now.place is Place.PRIVATE
