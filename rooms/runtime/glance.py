"""What is asked of a running room from outside: a glance for those who plan sessions, and what staff send to support."""

from collections.abc import Callable
from dataclasses import dataclass

from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.rules.permissions import staff_refusal
from rooms.state import Phase, Place, Proof
from rooms.talk_time.speech import SpeechRecord
from rooms.views.build import View
from rooms.views.support import build_support_view

__all__ = ["Glance", "build_glance", "support_of"]


@dataclass(frozen=True, slots=True)
class Glance:
    """What a running room looks like from outside.

    Attributes:
        waiting: Who is in the waiting room and connected.
        here: Who is in the room or in a private one, also while they reconnect.
        unproved: Who has not shown who they are, wherever they are.
        led: Whether somebody who leads is connected, in the room or in a private one.
    """

    phase: Phase
    waiting: tuple[PersonId, ...]
    here: tuple[PersonId, ...]
    unproved: frozenset[PersonId] = frozenset()
    led: bool = False


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
    led = any(context.leads(person) and context.seat_of(person).connected for person in here)
    return Glance(context.state.phase, tuple(sorted(waiting)), tuple(sorted(here)), unproved, led)


def support_of(seat: SeatId, speech: SpeechRecord) -> Callable[[RuleContext], View]:
    """Return what builds the view that staff on this seat can send to support. It raises Refused."""

    def look(context: RuleContext) -> View:
        code = staff_refusal(context, seat)
        if code:
            raise Refused(code)
        return build_support_view(context, speech, seat)

    return look
