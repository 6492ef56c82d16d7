"""The context of one command: the room's state, the time, and the events decided so far, each applied at once."""

from dataclasses import dataclass, field

from rooms.model.events import Event, Recorded
from rooms.model.ids import PersonId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import RoomKind
from rooms.state import Place, Proof, RoomState, SeatState, apply
from rooms.state.lookups import INSIDE, LEADERS, STAFF, Lookups
from rooms.state.side_channels import SideChannels

__all__ = ["RuleContext"]

_LOOKUPS = Lookups()


@dataclass(slots=True)
class RuleContext:
    """What a rule reads and writes. Rules check everything before they ``emit``, so that a refusal changes nothing.

    Attributes:
        aside: The side channels: current facts that are not in the log.
        library: Which prompts, decks and scripts exist.
        lookups: Answers frequent queries on the state.
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
        """Return the person's current role; KeyError if the person is unknown."""
        return self.state.people[person].role

    def leads(self, person: PersonId) -> bool:
        """Whether the person moderates now: a facilitator, or a trainee beside a licensed one."""
        role = self.role(person)
        return role in LEADERS or (role is Role.TRAINEE and bool(self.licensed_here()))

    def is_staff_person(self, person: PersonId) -> bool:
        """Whether the person is staff."""
        return self.role(person) in STAFF

    def licensed_here(self) -> list[PersonId]:
        """Return the facilitators in the room whose presence keeps it live: those who can act there."""
        return self.lookups.licensed_here(self.setup, self.state)

    def partner_of(self, person: PersonId) -> PersonId | None:
        """Return the person's partner, or None."""
        seated = self.setup.seats[self.setup.seat_of(person)].occupants
        if len(seated) == 1 and self.setup.policy.kind is RoomKind.COUPLES:
            seated = tuple(p.id for p in self.setup.people.values() if p.role is Role.MEMBER)[:2]
        if person not in seated:
            return None
        return next((other for other in seated if other != person), None)

    def participants(self) -> list[PersonId]:
        """Return the members in the room in seat order, including those who are reconnecting."""
        return self.lookups.participants(self.setup, self.state)

    # Seats.

    def seat_of(self, person: PersonId) -> SeatState:
        """Return the state of the person's seat, ``NOWHERE`` if they are not there; KeyError if they are unknown."""
        return self.state.seat_of(person)

    def is_known(self, person: PersonId) -> bool:
        """Whether the person has shown who they are, and counts as being where they sit."""
        return self.state.people[person].proof is Proof.PROVED

    def unproved_on(self, seat: SeatId) -> list[PersonId]:
        """Return who sits there without having shown who they are."""
        return [person for person in self.state.seats[seat].occupants if not self.is_known(person)]

    def is_in_room(self, person: PersonId) -> bool:
        """Whether the person sits in the room, not in the waiting room or a private one."""
        return self.seat_of(person).place is Place.MAIN

    def is_inside(self, person: PersonId) -> bool:
        """Whether the person is in the room or in a private one."""
        return self.seat_of(person).place in INSIDE

    def is_connected(self, person: PersonId) -> bool:
        """Whether the person is in the room and can take part right now."""
        seat = self.seat_of(person)
        return seat.place is Place.MAIN and seat.connected

    def seats_at(self, place: Place) -> list[SeatId]:
        """Return the seats at ``place`` in order of arrival."""
        return self.lookups.seats_at(self.state, place)

    def shared_seats(self) -> list[SeatId]:
        """Return the seats on which two people sit."""
        return self.lookups.shared_seats(self.state)

    def is_anybody_online(self) -> bool:
        """Whether any client is connected."""
        return self.lookups.is_anybody_online(self.state)

    def is_interpreted(self) -> bool:
        """Whether an interpreter, who lags a little behind, is in the room."""
        return self.lookups.is_interpreted(self.state)

    def admissible(self) -> list[SeatId]:
        """Return the waiting seats whose client is connected, in order of arrival."""
        return [seat for seat in self.seats_at(Place.WAITING) if self.state.seats[seat].online]

    def free_slot(self, seat: SeatId) -> int | None:
        """Return an unused media slot for the seat; None if the room is full.

        It is the seat's index in the setup, phones last: everybody sees slots, and the first free one would reveal how
        many wait. Only if more seats are expected than there are slots is it the first free one.
        """
        seats = sorted(self.setup.seats, key=lambda each: self.setup.seats[each].companion)
        taken = {now.slot for now in self.state.seats.values()}
        slots = range(self.setup.policy.max_seats)
        return next(
            (slot for slot in (seats.index(seat), *slots) if slot in slots and slot not in taken), None
        )

    def is_staff(self, seat: SeatId) -> bool:
        """Whether staff sit there."""
        return self.seat_role(seat) in STAFF

    def seat_role(self, seat: SeatId) -> Role:
        """Return the role of the seat's occupants, who share one."""
        return self.role(self.state.seats[seat].occupants[0])

    def is_shared(self, seat: SeatId) -> bool:
        """Whether two people look at that seat's screen, so that nothing private may be shown (F9)."""
        return self.state.seats[seat].watched

    def looking_at(self, seat: SeatId) -> frozenset[PersonId]:
        """Return who looks at that seat's screen: who sits there, and who has come and is not confirmed yet."""
        arriving = (
            person
            for person in self.setup.seats[seat].occupants
            if self.state.people[person].proof is Proof.ARRIVING
        )
        return frozenset((*self.state.seats[seat].occupants, *arriving))

    def sits_alone(self, person: PersonId, via: SeatId) -> bool:
        """Whether only ``person`` looks at ``via``: a seat of their own, or their companion device."""
        seat = self.state.seats[via]
        return seat.occupants == (person,) and not seat.onlooker
