"""Questions about the state that several layers ask: who leads, who works here, where somebody takes part. Pure."""

from rooms.model.ids import PersonId
from rooms.model.people import Role, RoomSetup
from rooms.state.model import Place, RoomState

__all__ = ["INSIDE", "LEADERS", "STAFF", "licensed_here"]

LEADERS = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
"""Who moderates turns and runs protocols."""
STAFF = LEADERS | {Role.TECH_HOST, Role.TRAINEE}
"""Who works here: they see the waiting room and the staff back-channel."""
INSIDE = (Place.MAIN, Place.PRIVATE)
"""Where somebody is who takes part, or has stepped out for a moment."""


def licensed_here(setup: RoomSetup, state: RoomState) -> list[PersonId]:
    """Return the facilitators in the room whose presence lets it run: those who can act there, with or without media."""
    known: list[PersonId] | None = state.found.get(licensed_here)
    if known is not None:
        return known
    found = state.found[licensed_here] = []
    for person, now in state.people.items():
        seat = state.seats[now.seat]
        licensed = setup.people[person].licensed or not setup.policy.needs_licence
        if now.role in LEADERS and licensed and seat.place is Place.MAIN and seat.online:
            found.append(person)
    return found
