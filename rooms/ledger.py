"""The page a command is written on: the room as it is, the time, and the events decided so far, applied at once."""

from dataclasses import dataclass, field

from rooms.model.events import Event, Recorded
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.state import Place, RoomState, SeatState, apply

__all__ = ["Ledger"]


@dataclass(slots=True)
class Ledger:
    """What a rule reads and writes. Rules check everything before they ``emit``, so that a refusal changes nothing."""

    setup: RoomSetup
    state: RoomState
    now: float
    records: list[Recorded] = field(default_factory=list)

    def emit(self, event: Event) -> None:
        """Record the event at ``now`` and apply it."""
        record = Recorded(self.state.position + 1, self.now, event)
        apply(self.state, record)
        self.records.append(record)

    def seat_of(self, person: PersonId) -> SeatState:
        """Return the state of the person's seat; KeyError if the person is unknown."""
        return self.state.seats[self.setup.seat_of(person)]

    def is_in_room(self, person: PersonId) -> bool:
        """Whether the person sits in the room, not in the waiting room."""
        return self.seat_of(person).place is Place.MAIN

    def seats_at(self, place: Place) -> list[SeatId]:
        """Return the seats at ``place``, those that came first first."""
        seats = [seat for seat, state in self.state.seats.items() if state.place is place]
        return sorted(seats, key=lambda seat: self.state.seats[seat].since)

    def admissible(self) -> list[SeatId]:
        """Return the waiting seats whose client is there, in order of arrival."""
        return [seat for seat in self.seats_at(Place.WAITING) if self.state.seats[seat].online]

    def is_staff(self, seat: SeatId) -> bool:
        """Whether facilitators sit there."""
        return self.setup.role_of(seat) is Role.FACILITATOR
