"""A welfare check on one person, from when they have been gone for too long until they are looked after."""

from rooms.model import events as ev
from rooms.model.machine import STAYS, Machine, Row
from rooms.state.safety import Welfare

__all__ = ["WELFARE"]

_OPEN = (Welfare.DUE, Welfare.CALLED, Welfare.UNREACHED)

WELFARE: Machine[Welfare] = Machine(
    "welfare",
    tuple(Welfare),
    Welfare.NONE,
    (
        Row(
            (Welfare.NONE,),
            Welfare.DUE,
            ev.WelfareDue.kind,
            "somebody flagged is gone for `welfare_after_s`, by a lost connection or by leaving",
        ),
        Row(_OPEN, Welfare.CALLED, ev.WelfareNoted.kind, "somebody called them"),
        Row(
            _OPEN,
            Welfare.UNREACHED,
            ev.WelfareNoted.kind,
            "they did not answer; or their contact, or the emergency line where they are, was called",
        ),
        Row(
            _OPEN,
            Welfare.OVER,
            ev.WelfareNoted.kind,
            "somebody spoke with them, or somebody else looks after it",
        ),
        Row(_OPEN, STAYS, ev.WelfareBack.kind, "they are connected again; somebody still asks how they are"),
        Row((Welfare.OVER,), Welfare.NONE, ev.WelfareBack.kind, "they are connected again"),
    ),
)
