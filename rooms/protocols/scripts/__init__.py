"""The protocols there are: one file each. To add one, write its file and name it here (docs/facilitation.md)."""

from collections.abc import Mapping

from rooms.protocols.script import Script
from rooms.protocols.scripts.go_round import GO_ROUND
from rooms.protocols.scripts.imago import IMAGO
from rooms.protocols.scripts.speaker_listener import SPEAKER_LISTENER
from rooms.protocols.scripts.time_out import TIME_OUT

__all__ = ["SCRIPTS"]

SCRIPTS: Mapping[str, Script] = {
    script.id: script for script in (GO_ROUND, IMAGO, SPEAKER_LISTENER, TIME_OUT)
}
