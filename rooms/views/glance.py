"""A room at a glance, for those who plan sessions and are not in it: how far it is, and who is there. Pure."""

from dataclasses import dataclass

from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.state import Phase, Place, Proof

__all__ = ["Glance", "build_glance"]


@dataclass(frozen=True, slots=True)
class Glance:
    """What a running room looks like from outside.

    Attributes:
        waiting: Who is in the waiting room and connected.
        here: Who is in the room or in a private one, also while they reconnect.
        unproved: Who has not shown who they are, wherever they are.
    """

    phase: Phase
    waiting: tuple[PersonId, ...]
    here: tuple[PersonId, ...]
    unproved: frozenset[PersonId] = frozenset()


def build_glance(context: RuleContext) -> Glance:
    """Build the glance."""
    waiting: list[PersonId] = []
    here: list[PersonId] = []
    for seat in context.state.seats.values():
        if seat.place is Place.WAITING and seat.connected:
            waiting += seat.occupants
        elif seat.place in (Place.MAIN, Place.PRIVATE):
            here += seat.occupants
    people = context.state.people.items()
    unproved = frozenset(person for person, now in people if now.proof in (Proof.UNPROVED, Proof.ABSENT))
    return Glance(context.state.phase, tuple(sorted(waiting)), tuple(sorted(here)), unproved)
