"""The roll of a shared camera: who of the two was there. Pure.

A room cannot see how many people sit before one camera. Staff say so afterwards, and their word is a correction of each
of the two. What somebody did at a screen of their own stays theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clinic.attendance.presence import Interval, SessionTime, attended
from clinic.common.ids import PersonId
from clinic.programme.spans import Span

__all__ = ["Here", "SeatInterval", "SharedSeat", "call_roll", "shared_seats"]


class Here(StrEnum):
    """Who of the two was before the shared camera."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class SeatInterval:
    """An interval of presence, and the seat on which it was recorded."""

    person: PersonId
    seat: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class SharedSeat:
    """A seat of two people.

    Attributes:
        people: Both, in the order of their ids.
        shared: What was recorded on the seat, of either.
        alone: What was recorded of each elsewhere.
    """

    id: str
    people: tuple[PersonId, PersonId]
    shared: tuple[Interval, ...] = ()
    alone: dict[PersonId, tuple[Interval, ...]] = field(default_factory=dict)


def shared_seats(
    seats: Mapping[str, Sequence[PersonId]], recorded: Iterable[SeatInterval]
) -> list[SharedSeat]:
    """Return the seats of two people on which anything was recorded, by their ids.

    Args:
        seats: The people of each seat.
    """
    every = list(recorded)
    found = []
    for seat, people in sorted(seats.items()):
        if len(people) != 2:
            continue
        first, second = sorted(people)
        shared = tuple(one.interval for one in every if one.seat == seat)
        alone = {
            person: tuple(one.interval for one in every if one.person == person and one.seat != seat)
            for person in (first, second)
        }
        if shared:
            found.append(SharedSeat(seat, (first, second), shared, alone))
    return found


def call_roll(seat: SharedSeat, here: Here, session: SessionTime) -> dict[PersonId, tuple[Span, ...]]:
    """Return when each of the two was present, as staff say."""
    there = dict(zip(seat.people, (here is not Here.SECOND, here is not Here.FIRST), strict=True))
    return {
        person: attended(person, [*seat.alone[person], *(seat.shared if came else ())], session).spans
        for person, came in there.items()
    }
