"""Questions about the state that several layers ask: who leads, who is present, where somebody takes part. Pure.

``Lookups`` computes each answer anew; ``rooms.incremental.lookup_cache`` caches them. Callers cannot tell which of the
two they were given.
"""

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.state.model import Place, RoomState

__all__ = ["INSIDE", "LEADERS", "STAFF", "Lookups", "licensed_here"]

LEADERS = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
"""Roles that moderate turns and run protocols."""
STAFF = LEADERS | {Role.TECH_HOST, Role.TRAINEE}
"""Staff roles: they see the waiting room and the back-channel."""
INSIDE = (Place.MAIN, Place.PRIVATE)
"""Places of people who take part or have stepped out for a moment."""


def licensed_here(setup: RoomSetup, state: RoomState) -> list[PersonId]:
    """Return the facilitators in the room whose presence keeps it live: those who can act, with or without media."""
    found = []
    for person, now in state.people.items():
        seat = state.seat_of(person)
        licensed = setup.people[person].licensed or not setup.policy.needs_licence
        if now.role in LEADERS and licensed and seat.place is Place.MAIN and seat.online:
            found.append(person)
    return found


class Lookups:
    """Frequent queries on a state. The answers change only when ``PEOPLE`` does (``subjects``).

    Callers must not modify the lists that they get.
    """

    def licensed_here(self, setup: RoomSetup, state: RoomState) -> list[PersonId]:
        """Return the facilitators in the room whose presence keeps it live."""
        return licensed_here(setup, state)

    def participants(self, setup: RoomSetup, state: RoomState) -> list[PersonId]:
        """Return the members in the room in seat order, including those who are reconnecting."""
        return [
            person
            for seating in setup.seats.values()
            if not seating.companion
            for person in seating.occupants
            if state.people[person].role is Role.MEMBER and state.seat_of(person).place is Place.MAIN
        ]

    def seats_at(self, state: RoomState, place: Place) -> list[SeatId]:
        """Return the seats at ``place`` in order of arrival."""
        seats = [seat for seat, now in state.seats.items() if now.place is place]
        return sorted(seats, key=lambda seat: state.seats[seat].since)

    def shared_seats(self, state: RoomState) -> list[SeatId]:
        """Return the seats on which two people sit."""
        return [seat for seat, now in state.seats.items() if now.shared]

    def is_anybody_online(self, state: RoomState) -> bool:
        """Whether any client is connected."""
        return any(seat.online for seat in state.seats.values())

    def is_interpreted(self, state: RoomState) -> bool:
        """Whether an interpreter is in the room and can take part right now."""
        seats = (state.seat_of(p) for p, now in state.people.items() if now.role is Role.INTERPRETER)
        return any(seat.place is Place.MAIN and seat.connected for seat in seats)
