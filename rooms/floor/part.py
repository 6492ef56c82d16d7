"""The floor as a part of the room: what it does, what it allows, what follows by itself, and when."""

from collections.abc import Iterable

from rooms.floor.clock import on_turn_deadline, turn_deadlines
from rooms.floor.examples import EXAMPLES
from rooms.floor.intents import HANDLERS
from rooms.floor.line import follower_deadline, settle_line
from rooms.floor.rights import CHECKS
from rooms.floor.turns import settle_turn
from rooms.ledger import Ledger
from rooms.part import Part
from rooms.state.subjects import FLOOR as TURNS
from rooms.state.subjects import PEOPLE, RUNS, SWITCHES

__all__ = ["FLOOR"]


def _settle(ledger: Ledger) -> None:
    settle_turn(ledger)
    settle_line(ledger)


def _deadlines(ledger: Ledger) -> Iterable[float | None]:
    yield from turn_deadlines(ledger)
    yield from follower_deadline(ledger)


FLOOR = Part(
    handlers=HANDLERS,
    checks=CHECKS,
    examples=EXAMPLES,
    settle=_settle,
    on_deadline=on_turn_deadline,
    deadlines=_deadlines,
    watches=TURNS | PEOPLE | RUNS | SWITCHES,
)
