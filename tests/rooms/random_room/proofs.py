"""Who shows who they are in a random room, and whom staff say they see."""

from collections.abc import Callable
from random import Random

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, SeatId
from rooms.rules.context import RuleContext
from rooms.state import Proof
from rooms.state.lookups import LEADERS

__all__ = ["random_proof"]


def random_proof(rng: Random, context: RuleContext, by: PersonId) -> cmd.Command | None:
    """Return what somebody shows, or what ``by`` says of somebody; None in a room that does not ask for it."""
    if not context.setup.proof:
        return None
    people = list(context.state.people)
    missing = [person for person in people if not context.is_known(person)]
    if not context.licensed_here():
        missing = [person for person in missing if context.role(person) in LEADERS] or missing
    arriving = [person for person in missing if context.state.people[person].proof is Proof.ARRIVING]
    if arriving and rng.random() < 0.7:
        return rng.choice([cmd.ConfirmPresent, cmd.ConfirmAbsent])(by, rng.choice(arriving))
    shared = [
        person for person in missing if len(context.setup.seats[context.setup.seat_of(person)].occupants) > 1
    ]
    missing = shared if shared and rng.random() < 0.5 else missing
    person = rng.choice(missing if missing and rng.random() < 0.9 else people)
    kinds: list[Callable[[], cmd.Command]] = [
        lambda: cmd.Prove(_page_of(rng, context, person), person),
        lambda: cmd.ConfirmAbsent(by, person),
        lambda: cmd.ConfirmPresent(by, person),
    ]
    return rng.choices(kinds, [4, 4, 1])[0]()


def _page_of(rng: Random, context: RuleContext, person: PersonId) -> SeatId:
    """Return the seat or phone of the person; rarely any other."""
    seated = context.state.seated
    own = [seat for seat, people in seated.items() if person in people]
    return rng.choice(own if rng.random() < 0.95 else list(seated))
