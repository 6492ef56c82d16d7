"""The protocols there are: one file each. To add one, write its file and name it here (docs/facilitation.md)."""

from collections.abc import Mapping

from rooms.protocols.script import Script
from rooms.protocols.scripts.go_round import GO_ROUND

__all__ = ["SCRIPTS"]

SCRIPTS: Mapping[str, Script] = {script.id: script for script in (GO_ROUND,)}
