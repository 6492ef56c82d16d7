"""Questions about the state that several layers ask: who leads, who is here, where somebody takes part. Pure.

``Lookups`` finds the answers each time it is asked. ``rooms.incremental.lookup_cache`` keeps them; whoever is handed
one cannot tell which of the two it is.
"""

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.state.model import Place, RoomState

__all__ = ["INSIDE", "LEADERS", "STAFF", "Lookups", "licensed_here"]

LEADERS = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
"""Who moderates turns and runs protocols."""
STAFF = LEADERS | {Role.TECH_HOST, Role.TRAINEE}
"""Who works here: they see the waiting room and the staff back-channel."""
INSIDE = (Place.MAIN, Place.PRIVATE)
"""Where somebody is who takes part, or has stepped out for a moment."""


def licensed_here(setup: RoomSetup, state: RoomState) -> list[PersonId]:
    """Return the facilitators in the room whose presence lets it run: those who can act there, with or without media."""
    found = []
    for person, now in state.people.items():
        seat = state.seats[now.seat]
        licensed = setup.people[person].licensed or not setup.policy.needs_licence
        if now.role in LEADERS and licensed and seat.place is Place.MAIN and seat.online:
            found.append(person)
    return found


class Lookups:
    """What is looked up of a state again and again. The answers change only when ``PEOPLE`` does (``subjects``).

    Nobody changes a list that they get from here.
    """

    def licensed_here(self, setup: RoomSetup, state: RoomState) -> list[PersonId]:
        """Return the facilitators in the room whose presence lets it run."""
        return licensed_here(setup, state)

    def participants(self, setup: RoomSetup, state: RoomState) -> list[PersonId]:
        """Return the members who are in the room, in the order of the seats, also those who are reconnecting."""
        return [
            person
            for seating in setup.seats.values()
            if not seating.companion
            for person in seating.occupants
            if state.people[person].role is Role.MEMBER
            and state.seats[state.people[person].seat].place is Place.MAIN
        ]

    def seats_at(self, state: RoomState, place: Place) -> list[SeatId]:
        """Return the seats at ``place``, those that came first first."""
        seats = [seat for seat, now in state.seats.items() if now.place is place]
        return sorted(seats, key=lambda seat: state.seats[seat].since)

    def shared_seats(self, state: RoomState) -> list[SeatId]:
        """Return the seats on which two people sit."""
        return [seat for seat, now in state.seats.items() if now.shared]

    def is_anybody_online(self, state: RoomState) -> bool:
        """Whether any client is there."""
        return any(seat.online for seat in state.seats.values())

    def is_interpreted(self, state: RoomState) -> bool:
        """Whether an interpreter is in the room and can take part right now."""
        seats = (state.seats[now.seat] for now in state.people.values() if now.role is Role.INTERPRETER)
        return any(seat.place is Place.MAIN and seat.connected for seat in seats)
