"""Who may join: people, their roles, the seats assigned to them before the room opens, and how ready they are."""

from dataclasses import dataclass, field
from enum import StrEnum

from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.policy.policy import RoomPolicy
from rooms.model.protocols import KeptRun

__all__ = ["NOT_BEGUN", "READY", "Person", "Readiness", "Role", "RoomSetup", "Seating"]


class Role(StrEnum):
    """A person's role in this session (docs/domain.md, Roles)."""

    FACILITATOR = "facilitator"
    """Leads the session."""
    CO_FACILITATOR = "co_facilitator"
    """Leads together with the facilitator, and takes over when the facilitator is lost."""
    TECH_HOST = "tech_host"
    """Admits people and looks after devices; staff, but runs no turns."""
    OBSERVER = "observer"
    """Looks on for supervision; always visible and named."""
    TRAINEE = "trainee"
    """In training; may lead only while a licensed person is present."""
    INTERPRETER = "interpreter"
    """Interprets for the client they serve."""
    CAPTIONER = "captioner"
    """Types what is said; nothing typed is stored."""
    MEMBER = "member"
    """A client, whom the session is for."""


_SERVING = frozenset({Role.INTERPRETER, Role.CAPTIONER})


@dataclass(frozen=True, slots=True)
class Person:
    """One human who is expected in the session.

    Attributes:
        name: The display name the person chose; personal data, never logged.
        licensed: Whether a member of staff is what the policy's ``facilitator`` asks for; meaningless for others.
        serves: The client whom an interpreter or captioner serves; None for everybody, and for all other roles.
    """

    id: PersonId
    name: str
    role: Role
    licensed: bool = True
    serves: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Seating:
    """One seat and its one or two occupants, in seat order (keys 1 and 2).

    Attributes:
        companion: Whether it is the media-less phone of a person on a shared seat (docs/domain.md, Companion phone).
        link: The oldest version of its link that is still valid.
    """

    id: SeatId
    occupants: tuple[PersonId, ...]
    companion: bool = False
    link: int = 1


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a person and the room, as codes whose sentences stand on the pages.

    The room knows none of the codes: it keeps out whoever has something left to do or is held.

    Attributes:
        todo: The steps that the person has still to take on the page before the room. They see these themselves.
        holds: Why staff keep them waiting until it is cleared up. For staff only.
        notes: What staff should know when they admit them. For staff only.
        must_leave: They took back what they need to stay: out of the group's room, to the waiting room.
        no_observers: They agree to no observer, whoever it is.
        talk: Those who lead have to talk with them before the session ends: ``due``, or ``seen`` once somebody has it.
            Nobody else knows.
    """

    todo: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    must_leave: bool = False
    no_observers: bool = False
    talk: str | None = None

    @property
    def may_come_in(self) -> bool:
        """Whether nothing stands between the person and the room."""
        return not self.todo and not self.holds


READY = Readiness()
NOT_BEGUN = Readiness(todo=("begin",))
"""Of a person about whom nothing has been reported in a session that asks for it."""


@dataclass(frozen=True, slots=True)
class RoomSetup:
    """What a room needs besides its event log: who is expected, and the policy.

    Attributes:
        kept: Runs that an earlier session of these people left unfinished.
        proof: Whether everybody must show who they are before their seat comes in.
        checks: Whether every client must be reported as ready (``Readiness``) before their seat comes in.

    Raises:
        ValueError: The seats and people are inconsistent.
    """

    id: RoomId
    title: str
    policy: RoomPolicy
    people: dict[PersonId, Person]
    seats: dict[SeatId, Seating]
    kept: tuple[KeptRun, ...] = ()
    proof: bool = False
    checks: bool = False
    _seat_of: dict[PersonId, SeatId] = field(init=False, repr=False, compare=False)
    _companion_of: dict[PersonId, SeatId] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for seat in self.seats.values():
            _check_occupants(seat, self.people)
        for person in self.people.values():
            _check_service(person, self.people)
        object.__setattr__(self, "_seat_of", self._places(companion=False))
        object.__setattr__(self, "_companion_of", self._places(companion=True))
        for person_id, companion in self._companion_of.items():
            seat_id = self._seat_of.get(person_id)
            if seat_id is None or len(self.seats[seat_id].occupants) != 2:
                raise ValueError(f"companion {companion} belongs to nobody on a shared seat")

    def _places(self, *, companion: bool) -> dict[PersonId, SeatId]:
        places: dict[PersonId, SeatId] = {}
        for seat in self.seats.values():
            for person in seat.occupants if seat.companion is companion else ():
                if person in places:
                    raise ValueError("a person is seated twice")
                places[person] = seat.id
        return places

    def seat_of(self, person: PersonId) -> SeatId:
        """Return the seat that carries ``person``'s media, never the companion; KeyError if the person is unknown."""
        return self._seat_of[person]

    def companion_of(self, person: PersonId) -> SeatId | None:
        """Return the seat of the person's companion phone, or None."""
        return self._companion_of.get(person)

    def role_of(self, seat: SeatId) -> Role:
        """Return the role shared by the seat's occupants."""
        return self.people[self.seats[seat].occupants[0]].role


def _check_occupants(seat: Seating, people: dict[PersonId, Person]) -> None:
    if not 1 <= len(seat.occupants) <= 2:
        raise ValueError(f"seat {seat.id} must have one or two occupants")
    if seat.companion and len(seat.occupants) != 1:
        raise ValueError(f"companion {seat.id} must have exactly one occupant")
    if len({people[person].role for person in seat.occupants}) != 1:
        raise ValueError(f"seat {seat.id} mixes roles")


def _check_service(person: Person, people: dict[PersonId, Person]) -> None:
    if person.serves is None:
        return
    if person.role not in _SERVING:
        raise ValueError(f"{person.id} is no interpreter or captioner and serves nobody")
    served = people.get(person.serves)
    if served is None or served.role is not Role.MEMBER:
        raise ValueError(f"{person.id} serves somebody who is no member here")
