"""Couples as a part of the room: who of two speaks, and one seat that becomes two and one again."""

from rooms.couples.split import (
    SPLIT_CHECKS,
    SPLIT_EXAMPLES,
    SPLIT_HANDLERS,
    settle_splits,
    split_deadlines,
)
from rooms.couples.voice import VOICE_CHECKS, VOICE_EXAMPLES, VOICE_HANDLERS, settle_voices
from rooms.ledger import Ledger
from rooms.part import Part

__all__ = ["COUPLES"]


def _settle(ledger: Ledger) -> None:
    settle_splits(ledger)
    settle_voices(ledger)


COUPLES = Part(
    handlers={**VOICE_HANDLERS, **SPLIT_HANDLERS},
    checks={**VOICE_CHECKS, **SPLIT_CHECKS},
    examples={**VOICE_EXAMPLES, **SPLIT_EXAMPLES},
    settle=_settle,
    deadlines=split_deadlines,
)
