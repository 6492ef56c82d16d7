"""How ready people are in a random room, as the programme around it might report it."""

from random import Random

from rooms.model import commands as cmd
from rooms.model.people import READY, Readiness
from rooms.rules.context import RuleContext

__all__ = ["random_readiness"]

_REPORTED = (
    READY,
    READY,
    READY,
    Readiness(todo=("agreement",)),
    Readiness(todo=("agreement", "location"), notes=("not_alone",)),
    Readiness(holds=("licence",)),
    Readiness(notes=("not_alone",)),
    Readiness(todo=("sign.group",), notes=("withdrawn.group",), must_leave=True),
    Readiness(notes=("no_observers",), no_observers=True),
    Readiness(talk="due"),
    Readiness(talk="seen"),
)


def random_readiness(rng: Random, context: RuleContext) -> cmd.Command | None:
    """Report how ready somebody is; None in a room that does not ask for it."""
    if not context.setup.checks:
        return None
    people = list(context.state.people)
    waiting = [person for person in people if not context.state.people[person].readiness.may_come_in]
    return cmd.ReportReadiness(rng.choice(waiting or people), rng.choice(_REPORTED))
