"""What answers come to. Pure.

Where as many items were skipped as the instrument permits, each counts as the mean of those that were answered, and the
score says so. With more there is none: a number would be made up.
"""

from dataclasses import dataclass
from fractions import Fraction

from clinic.measures.instruments import Answers, Instrument, Scoring

__all__ = ["Score", "band_of", "score"]


@dataclass(frozen=True, slots=True)
class Score:
    """What one person's answers come to.

    Attributes:
        total: None: too many items were skipped, or the instrument has no score.
        prorated: Some items were skipped and count as the mean of the others.
        answered: How many items were answered.
        most: The highest total there could be.
    """

    total: float | None
    prorated: bool
    answered: int
    most: float


def score(instrument: Instrument, answers: Answers) -> Score:
    """Return what answers come to that have no problem. A sum is whole, a mean has two places; halves go up."""
    ends = instrument.lowest + instrument.highest
    given = [
        ends - answer if item.reverse else answer
        for item, answer in zip(instrument.items, answers, strict=True)
        if answer is not None
    ]
    count = len(instrument.items)
    is_mean = instrument.scoring is Scoring.MEAN
    most = float(instrument.highest if is_mean else count * instrument.highest)
    missing = count - len(given)
    if instrument.scoring is Scoring.NONE or missing > instrument.may_miss or not given:
        return Score(None, prorated=False, answered=len(given), most=most)
    mean = Fraction(sum(given), len(given))
    total = _rounded(mean * 100) / 100 if is_mean else float(_rounded(mean * count))
    return Score(total, prorated=missing > 0, answered=len(given), most=most)


def band_of(instrument: Instrument, total: float | None) -> int | None:
    """Return which of the instrument's bands a total is in; None if there is no total, or no band."""
    if total is None:
        return None
    reached = [place for place, band in enumerate(instrument.bands) if band.begins <= total]
    return reached[-1] if reached else None


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
