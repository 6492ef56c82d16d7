"""A help signal, from when it reaches the room until somebody has attended to it."""

from rooms.model import events as ev
from rooms.model.machine import STAYS, Machine, Row
from rooms.state.safety import Help

__all__ = ["HELP"]

HELP: Machine[Help] = Machine(
    "help",
    tuple(Help),
    Help.NONE,
    (
        Row((Help.NONE,), Help.OPEN, ev.HelpSignalled.kind, "somebody at the seat sends it"),
        Row((Help.SEEN,), Help.OPEN, ev.HelpSignalled.kind, "it is sent again while somebody attends to it"),
        Row((Help.OPEN,), Help.SEEN, ev.HelpAcknowledged.kind, "a facilitator has seen it"),
        Row(
            (Help.OPEN, Help.SEEN),
            STAYS,
            ev.HelpPaged.kind,
            "somebody outside the session was paged about it, or could not be",
        ),
        Row((Help.SEEN,), Help.NONE, ev.HelpClosed.kind, "a facilitator has attended to it"),
    ),
)
