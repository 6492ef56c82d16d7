"""How well a seat's connection works, in the words of the rooms: what the relay tells, without its numbers."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Grade", "SeatQuality"]


class Grade(StrEnum):
    """How well one direction works, by what a person notices."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


_WORST_FIRST = (Grade.POOR, Grade.FAIR, Grade.GOOD)


@dataclass(frozen=True, slots=True)
class SeatQuality:
    """One seat's connection.

    Attributes:
        up: Of what the seat sends.
        down: Of what it receives.
        reasons: Stable codes, worst first: ``up.loss``, ``up.jitter``, ``up.narrow``, ``down.loss``,
            ``down.jitter``, ``down.narrow``, ``delay``, ``silent``.
    """

    up: Grade
    down: Grade
    reasons: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """The worse of the two."""
        return min(self.up, self.down, key=_WORST_FIRST.index)
