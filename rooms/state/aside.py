"""What is true of a room now but belongs in no log: it is gone with the process, and with the session."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rooms.model.ids import SeatId
from rooms.model.quality import SeatQuality

__all__ = ["Aside"]


@dataclass(slots=True)
class Aside:
    """The part of a room that nobody keeps.

    Attributes:
        speaking: Who is heard at this moment.
        quality: How well the connections work that the relay has.
        notices: What staff should know of the house.
    """

    speaking: frozenset[SeatId] = frozenset()
    quality: Mapping[SeatId, SeatQuality] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()
