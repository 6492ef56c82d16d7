"""People as a part of the room."""

from rooms.ledger import Ledger
from rooms.model import events as ev
from rooms.part import Part
from rooms.state import Phase

__all__ = ["PEOPLE"]


def _settle(ledger: Ledger) -> None:
    if ledger.state.phase is Phase.WAITING and ledger.licensed_here():
        ledger.emit(ev.RoomLive())


PEOPLE = Part(settle=_settle)
