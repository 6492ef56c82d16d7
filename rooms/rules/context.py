"""The page a command is written on: the room as it is, the time, and the events decided so far, applied at once."""

from dataclasses import dataclass, field

from rooms.model.events import Event, Recorded
from rooms.model.ids import PersonId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import RoomKind
from rooms.state import Place, RoomState, SeatState, apply
from rooms.state.lookups import INSIDE, LEADERS, STAFF, Lookups
from rooms.state.side_channels import SideChannels

__all__ = ["RuleContext"]

_LOOKUPS = Lookups()


@dataclass(slots=True)
class RuleContext:
    """What a rule reads and writes. Rules check everything before they ``emit``, so that a refusal changes nothing.

    Attributes:
        aside: What is true now but belongs in no log.
        library: Which prompts, decks and scripts there are.
        lookups: Who finds what is asked of the state again and again.
    """

    setup: RoomSetup
    state: RoomState
    now: float
    side_channels: SideChannels = field(default_factory=SideChannels)
    library: LibraryIndex = field(default_factory=LibraryIndex)
    records: list[Recorded] = field(default_factory=list)
    lookups: Lookups = _LOOKUPS

    def emit(self, event: Event) -> None:
        """Record the event at ``now`` and apply it."""
        record = Recorded(self.state.position + 1, self.now, event)
        apply(self.state, record)
        self.records.append(record)

    # People.

    def role(self, person: PersonId) -> Role:
        """Return the person's role now; KeyError if the person is unknown."""
        return self.state.people[person].role

    def leads(self, person: PersonId) -> bool:
        """Whether the person moderates here now: a facilitator, or a trainee beside a licensed one."""
        role = self.role(person)
        return role in LEADERS or (role is Role.TRAINEE and bool(self.licensed_here()))

    def is_staff_person(self, person: PersonId) -> bool:
        """Whether the person works here."""
        return self.role(person) in STAFF

    def licensed_here(self) -> list[PersonId]:
        """Return the facilitators in the room whose presence lets it run: those who can act there."""
        return self.lookups.licensed_here(self.setup, self.state)

    def partner_of(self, person: PersonId) -> PersonId | None:
        """Return the other half of the person's couple, or None."""
        seated = self.setup.seats[self.setup.seat_of(person)].occupants
        if len(seated) == 1 and self.setup.policy.kind is RoomKind.COUPLES:
            seated = tuple(p.id for p in self.setup.people.values() if p.role is Role.MEMBER)[:2]
        if person not in seated:
            return None
        return next((other for other in seated if other != person), None)

    def participants(self) -> list[PersonId]:
        """Return the members who are in the room, in the order of the seats, also those who are reconnecting."""
        return self.lookups.participants(self.setup, self.state)

    # Seats.

    def seat_of(self, person: PersonId) -> SeatState:
        """Return the state of the person's seat; KeyError if the person is unknown."""
        return self.state.seats[self.state.people[person].seat]

    def is_in_room(self, person: PersonId) -> bool:
        """Whether the person sits in the room, not in the waiting room or a private one."""
        return self.seat_of(person).place is Place.MAIN

    def is_inside(self, person: PersonId) -> bool:
        """Whether the person is in the room or has stepped out into a private one."""
        return self.seat_of(person).place in INSIDE

    def is_connected(self, person: PersonId) -> bool:
        """Whether the person is in the room and can take part right now."""
        seat = self.seat_of(person)
        return seat.place is Place.MAIN and seat.connected

    def seats_at(self, place: Place) -> list[SeatId]:
        """Return the seats at ``place``, those that came first first."""
        return self.lookups.seats_at(self.state, place)

    def shared_seats(self) -> list[SeatId]:
        """Return the seats on which two people sit."""
        return self.lookups.shared_seats(self.state)

    def is_anybody_online(self) -> bool:
        """Whether any client is there."""
        return self.lookups.is_anybody_online(self.state)

    def is_interpreted(self) -> bool:
        """Whether an interpreter is in the room, who says everything a little later."""
        return self.lookups.is_interpreted(self.state)

    def admissible(self) -> list[SeatId]:
        """Return the waiting seats whose client is there, in order of arrival."""
        return [seat for seat in self.seats_at(Place.WAITING) if self.state.seats[seat].online]

    def free_slot(self, seat: SeatId) -> int | None:
        """Return a media slot for the seat that no other has; None when the room is full.

        It is the seat's place in the setup, phones last: everybody sees slots, and the first free one would tell
        how many wait. Only where more seats are expected than there are slots is it the first free one.
        """
        seats = sorted(self.setup.seats, key=lambda each: self.setup.seats[each].companion)
        taken = {now.slot for now in self.state.seats.values()}
        slots = range(self.setup.policy.max_seats)
        return next(
            (slot for slot in (seats.index(seat), *slots) if slot in slots and slot not in taken), None
        )

    def is_staff(self, seat: SeatId) -> bool:
        """Whether people who work here sit there."""
        return self.seat_role(seat) in STAFF

    def seat_role(self, seat: SeatId) -> Role:
        """Return the role of who sits there; those on one seat share it."""
        return self.role(self.state.seats[seat].occupants[0])

    def is_shared(self, seat: SeatId) -> bool:
        """Whether two people look at the screen of that seat: nothing private may be shown there (F9)."""
        return self.state.seats[seat].shared

    def sits_alone(self, person: PersonId, via: SeatId) -> bool:
        """Whether ``via`` is a screen that only ``person`` looks at: an own seat, or the own companion device."""
        return self.state.seats[via].occupants == (person,)
