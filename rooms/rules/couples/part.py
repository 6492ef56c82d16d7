"""The parts for couples: splitting and merging a seat, and which of two speaks."""

from rooms.rules.couples.split import (
    SPLIT_CHECKS,
    SPLIT_EXAMPLES,
    SPLIT_HANDLERS,
    settle_splits,
    split_deadlines,
)
from rooms.rules.couples.voice import VOICE_CHECKS, VOICE_EXAMPLES, VOICE_HANDLERS, settle_voices
from rooms.rules.part import Part
from rooms.state import subjects

__all__ = ["SPLITS", "VOICES"]

SPLITS = Part(
    handlers=SPLIT_HANDLERS,
    checks=SPLIT_CHECKS,
    examples=SPLIT_EXAMPLES,
    settle=settle_splits,
    deadlines=split_deadlines,
    watches=subjects.PEOPLE,
)
VOICES = Part(
    handlers=VOICE_HANDLERS,
    checks=VOICE_CHECKS,
    examples=VOICE_EXAMPLES,
    settle=settle_voices,
    watches=subjects.PEOPLE | subjects.VOICES | subjects.FLOOR | subjects.RUNS,
)
