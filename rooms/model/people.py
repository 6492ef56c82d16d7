"""Who may come: people, their roles, and the seats laid out for them before the room opens."""

from dataclasses import dataclass
from enum import StrEnum

from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.policy import RoomPolicy

__all__ = ["Person", "Role", "RoomSetup", "Seating"]


class Role(StrEnum):
    """What a person is in this session."""

    FACILITATOR = "facilitator"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Person:
    """One human who is expected in the session.

    Attributes:
        name: The display name the person chose; personal data, never logged.
    """

    id: PersonId
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Seating:
    """One seat and its one or two occupants, in seat order (keys 1 and 2)."""

    id: SeatId
    occupants: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class RoomSetup:
    """Everything about a room that its event log does not hold: who is expected and by which policy."""

    id: RoomId
    title: str
    policy: RoomPolicy
    people: dict[PersonId, Person]
    seats: dict[SeatId, Seating]

    def __post_init__(self) -> None:
        for seat in self.seats.values():
            if not 1 <= len(seat.occupants) <= 2:
                raise ValueError(f"seat {seat.id} must have one or two occupants")
            if len({self.people[person].role for person in seat.occupants}) != 1:
                raise ValueError(f"seat {seat.id} mixes roles")
        seated = [person for seat in self.seats.values() for person in seat.occupants]
        if len(seated) != len(set(seated)):
            raise ValueError("a person is seated twice")

    def seat_of(self, person: PersonId) -> SeatId:
        """Return the seat that ``person`` belongs to; KeyError if the person is unknown."""
        for seat in self.seats.values():
            if person in seat.occupants:
                return seat.id
        raise KeyError(person)

    def role_of(self, seat: SeatId) -> Role:
        """Return the role shared by the seat's occupants."""
        return self.people[self.seats[seat].occupants[0]].role
