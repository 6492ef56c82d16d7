"""Presence: when a person was in the room, or a private one, with a connected page (docs/domain.md, Attendance). Pure.

Both people on a shared seat are present together, unless one is not there. Gaps are merged where minutes are counted,
not here.
"""

from rooms.model.events import PresenceBegan, PresenceEnded
from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.state import Place

__all__ = ["settle_presence"]


def settle_presence(context: RuleContext) -> None:
    """Record who has become present, or stopped being present, since the last call."""
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
    now = context.seat_of(person)
    if not now.online or now.place not in (Place.MAIN, Place.PRIVATE):
        return None
    return context.state.people[person].seat, now.place is Place.PRIVATE
