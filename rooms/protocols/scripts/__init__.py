"""The protocols there are: one file each. To add one, write its file and name it here (docs/facilitation.md)."""

from collections.abc import Mapping

from rooms.protocols.script import Script
from rooms.protocols.scripts.closing_round import CLOSING_ROUND
from rooms.protocols.scripts.crisis_break import CRISIS_BREAK
from rooms.protocols.scripts.feedback_round import FEEDBACK_ROUND
from rooms.protocols.scripts.fishbowl import FISHBOWL
from rooms.protocols.scripts.go_round import GO_ROUND
from rooms.protocols.scripts.grounding import GROUNDING
from rooms.protocols.scripts.guided_discussion import GUIDED_DISCUSSION
from rooms.protocols.scripts.imago import IMAGO
from rooms.protocols.scripts.protected_silence import PROTECTED_SILENCE
from rooms.protocols.scripts.reflect_first import REFLECT_FIRST
from rooms.protocols.scripts.speaker_listener import SPEAKER_LISTENER
from rooms.protocols.scripts.talking_piece import TALKING_PIECE
from rooms.protocols.scripts.time_out import TIME_OUT

__all__ = ["SCRIPTS"]

SCRIPTS: Mapping[str, Script] = {
    script.id: script
    for script in (
        CLOSING_ROUND,
        CRISIS_BREAK,
        FEEDBACK_ROUND,
        FISHBOWL,
        GO_ROUND,
        GROUNDING,
        GUIDED_DISCUSSION,
        IMAGO,
        PROTECTED_SILENCE,
        REFLECT_FIRST,
        SPEAKER_LISTENER,
        TALKING_PIECE,
        TIME_OUT,
    )
}
