"""The floor as a part of the room: its handlers, its checks, what settles, and its deadlines."""

from collections.abc import Iterable

from rooms.rules.context import RuleContext
from rooms.rules.floor.clock import on_turn_deadline, turn_deadlines
from rooms.rules.floor.examples import EXAMPLES
from rooms.rules.floor.intents import HANDLERS
from rooms.rules.floor.line import follower_deadline, settle_line
from rooms.rules.floor.rights import CHECKS
from rooms.rules.floor.turns import settle_turn
from rooms.rules.part import Part
from rooms.state.subjects import FLOOR as TURNS
from rooms.state.subjects import PEOPLE, RUNS, SWITCHES

__all__ = ["FLOOR"]


def _settle(context: RuleContext) -> None:
    settle_turn(context)
    settle_line(context)


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    yield from turn_deadlines(context)
    yield from follower_deadline(context)


FLOOR = Part(
    handlers=HANDLERS,
    checks=CHECKS,
    examples=EXAMPLES,
    settle=_settle,
    on_deadline=on_turn_deadline,
    deadlines=_deadlines,
    watches=TURNS | PEOPLE | RUNS | SWITCHES,
)
