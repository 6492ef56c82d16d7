"""Levels of care and the hours a week that belong to each (The ASAM Criteria, 3rd edition). Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

__all__ = ["LEVELS", "WEEKLY_TARGET_MIN", "LevelOfCare", "WeeklyRange"]

WEEKLY_TARGET_MIN = 540
"""The usual weekly target of an intensive outpatient programme, minutes: 9 hours."""


class LevelOfCare(StrEnum):
    """How intensive an episode of care is."""

    ASAM_1 = "asam_1"
    """Outpatient."""
    ASAM_2_1 = "asam_2_1"
    """Intensive outpatient (IOP)."""
    ASAM_2_5 = "asam_2_5"
    """Partial hospitalization."""
    AFTERCARE = "aftercare"
    """After treatment: alumni groups; no hours are expected."""


@dataclass(frozen=True, slots=True)
class WeeklyRange:
    """Structured programming in one week, minutes.

    Attributes:
        low_min: The fewest.
        high_min: The most; None where there is no upper limit.
    """

    low_min: int
    high_min: int | None = None

    def holds(self, minutes: int) -> bool:
        """Return whether so many minutes a week belong to the level."""
        return self.low_min <= minutes and (self.high_min is None or minutes <= self.high_min)


LEVELS: Mapping[LevelOfCare, WeeklyRange] = MappingProxyType(
    {
        LevelOfCare.ASAM_1: WeeklyRange(0, 9 * 60 - 1),
        LevelOfCare.ASAM_2_1: WeeklyRange(9 * 60, 19 * 60),
        LevelOfCare.ASAM_2_5: WeeklyRange(20 * 60),
        LevelOfCare.AFTERCARE: WeeklyRange(0),
    }
)
"""The range of each level, for adults.

A step down to fewer hours for a week or two may still be the same level, so the range is shown and never refuses.
"""
