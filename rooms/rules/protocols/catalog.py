"""All protocols, one file each. To add one, write its file and list it here (docs/facilitation.md)."""

from collections.abc import Mapping

from rooms.rules.protocols.declaration import ProtocolRules
from rooms.rules.protocols.dialogues.imago import IMAGO
from rooms.rules.protocols.dialogues.reflect_first import REFLECT_FIRST
from rooms.rules.protocols.dialogues.speaker_listener import SPEAKER_LISTENER
from rooms.rules.protocols.discussions.fishbowl import FISHBOWL
from rooms.rules.protocols.discussions.guided_discussion import GUIDED_DISCUSSION
from rooms.rules.protocols.pauses.crisis_break import CRISIS_BREAK
from rooms.rules.protocols.pauses.grounding import GROUNDING
from rooms.rules.protocols.pauses.protected_silence import PROTECTED_SILENCE
from rooms.rules.protocols.pauses.time_out import TIME_OUT
from rooms.rules.protocols.rounds.closing_round import CLOSING_ROUND
from rooms.rules.protocols.rounds.feedback_round import FEEDBACK_ROUND
from rooms.rules.protocols.rounds.feelings_check_in import FEELINGS_CHECK_IN
from rooms.rules.protocols.rounds.go_round import GO_ROUND
from rooms.rules.protocols.rounds.talking_piece import TALKING_PIECE

__all__ = ["CATALOG"]

CATALOG: Mapping[str, ProtocolRules] = {
    rules.id: rules
    for rules in (
        CLOSING_ROUND,
        CRISIS_BREAK,
        FEEDBACK_ROUND,
        FEELINGS_CHECK_IN,
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
