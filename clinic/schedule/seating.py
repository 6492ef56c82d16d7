"""From people to the seats of a session: a couple on one camera or two, and phones beside a shared one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinic.common.ids import CoupleId, PersonId
from clinic.schedule.attendees import Attendee, Role, members_of

__all__ = ["Couple", "CoupleSeats", "PlannedSeat", "count_seats", "plan_seats"]

_ORDER = tuple(Role)


class CoupleSeats(StrEnum):
    """How a couple sits in a session that both attend."""

    SHARED = "shared"
    """Both before one camera."""
    TWO = "two"
    """Each on a device of their own."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Two clients who are treated as a couple, in seat order.

    Attributes:
        companions: Whether each gets a phone without camera and microphone beside the shared seat, for what is private.
    """

    id: CoupleId
    partners: tuple[PersonId, PersonId]
    seats: CoupleSeats = CoupleSeats.SHARED
    companions: bool = True


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """One page of a session, with its one or two people in seat order.

    Attributes:
        companion: Whether it is the phone of a person on a shared seat; it has no media and counts as no seat.
    """

    role: Role
    occupants: tuple[PersonId, ...]
    companion: bool = False


def plan_seats(people: Sequence[Attendee], couples: Iterable[Couple] = ()) -> tuple[PlannedSeat, ...]:
    """Return the seats of a session: staff first, then members in their order, each shared seat with its phones.

    Args:
        couples: Those of whom only one attends, or one in another role, sit as single people.
    """
    members = frozenset(members_of(people))
    sharing = {
        partner: couple
        for couple in couples
        if couple.seats is CoupleSeats.SHARED and members.issuperset(couple.partners)
        for partner in couple.partners
    }
    seats: list[PlannedSeat] = []
    seated: set[PersonId] = set()
    for each in sorted(people, key=lambda attendee: _ORDER.index(attendee.role)):
        if each.person not in seated:
            new = _seats_of(each, sharing.get(each.person))
            seated.update(new[0].occupants)
            seats += new
    return tuple(seats)


def _seats_of(attendee: Attendee, couple: Couple | None) -> list[PlannedSeat]:
    if couple is None:
        return [PlannedSeat(attendee.role, (attendee.person,))]
    phones = couple.partners if couple.companions else ()
    return [
        PlannedSeat(attendee.role, couple.partners),
        *(PlannedSeat(attendee.role, (partner,), companion=True) for partner in phones),
    ]


def count_seats(seats: Iterable[PlannedSeat]) -> int:
    """Return how many seats have a camera or microphone."""
    return sum(not each.companion for each in seats)
