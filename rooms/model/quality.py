"""The quality of a seat's connection as rooms see it: the relay's assessment, without its numbers."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Grade", "SeatQuality"]


class Grade(StrEnum):
    """How well one direction works, in terms of what a person notices."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


_WORST_FIRST = (Grade.POOR, Grade.FAIR, Grade.GOOD)


@dataclass(frozen=True, slots=True)
class SeatQuality:
    """The quality of one seat's connection.

    Attributes:
        up: The grade of what the seat sends.
        down: The grade of what it receives.
        reasons: Stable codes, worst first: ``up.loss``, ``up.jitter``, ``up.narrow``, ``down.loss``,
            ``down.jitter``, ``down.narrow``, ``delay``, ``silent``.
    """

    up: Grade
    down: Grade
    reasons: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """The worse of the two grades."""
        return min(self.up, self.down, key=_WORST_FIRST.index)
