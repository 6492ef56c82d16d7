"""What instruments, scores and averages look like in answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from clinic.measures.courses import Average
from clinic.measures.instruments import Instrument, Scoring
from clinic.measures.responses import Response
from clinic.measures.scoring import band_of

__all__ = [
    "AverageAnswer",
    "InstrumentAnswer",
    "ResponseAnswer",
    "GroupWeekAnswer",
    "WordsAnswer",
    "average_answer",
    "instrument_answer",
    "response_answer",
]

Key = Annotated[str, Field(examples=["phq9"])]


class WordsAnswer(BaseModel):
    """A text in each language, in its authors' words."""

    en: str = Field(examples=["Not at all"])
    es: str = Field(examples=["Para nada"])


class OptionAnswer(BaseModel):
    """An answer that can be chosen."""

    value: int
    text: WordsAnswer


class SliderAnswer(BaseModel):
    """A line between two ends, instead of options."""

    lowest: int
    highest: int
    low: WordsAnswer
    high: WordsAnswer


class BandAnswer(BaseModel):
    """What scores from this one on are called."""

    begins: int
    name: WordsAnswer


class InstrumentAnswer(BaseModel):
    """An instrument in one version."""

    key: Key
    version: int
    validated: bool = Field(description="Whether somebody has studied what its numbers mean.")
    scored: bool = Field(description="Whether its answers come to one number.")
    title: WordsAnswer
    lead: WordsAnswer
    items: list[WordsAnswer]
    options: list[OptionAnswer] = Field(description="None where a slider is answered.")
    slider: SliderAnswer | None
    bands: list[BandAnswer]
    alert_item: int | None = Field(
        description="The item, from 1, of which an answer above the lowest is told to staff at once."
    )
    most: int = Field(description="The highest score there can be.")


class ResponseAnswer(BaseModel):
    """What a client has sent."""

    id: str = Field(examples=["me_4Jt8wQz2kLpR"])
    instrument: Key
    version: int
    answered_at: datetime
    session: str | None = Field(description="The session it is about.", examples=["ss_T8wHn2s5uYkL"])
    answers: list[int | None] = Field(description="Item by item; null for one that was skipped.")
    total: float | None = Field(description="Null: too many items were skipped, or it has no score.")
    prorated: bool = Field(description="Skipped items count as the mean of the others.")
    band: int | None = Field(description="Which of the instrument’s bands the total is in, from 0.")


class AverageAnswer(BaseModel):
    """An average of at least five people."""

    value: float
    people: int


class GroupWeekAnswer(BaseModel):
    """A week of a group."""

    monday: date
    average: AverageAnswer | None


def instrument_answer(one: Instrument) -> InstrumentAnswer:
    """Return an instrument as it is answered."""
    per_item = one.scoring is not Scoring.SUM
    return InstrumentAnswer(
        key=one.key,
        version=one.version,
        validated=one.validated,
        scored=one.scoring is not Scoring.NONE,
        title=WordsAnswer(**one.title),
        lead=WordsAnswer(**one.lead),
        items=[WordsAnswer(**each.text) for each in one.items],
        options=[OptionAnswer(value=each.value, text=WordsAnswer(**each.text)) for each in one.options],
        slider=one.slider
        and SliderAnswer(
            lowest=one.slider.lowest,
            highest=one.slider.highest,
            low=WordsAnswer(**one.slider.low),
            high=WordsAnswer(**one.slider.high),
        ),
        bands=[BandAnswer(begins=each.begins, name=WordsAnswer(**each.name)) for each in one.bands],
        alert_item=one.alert_item,
        most=one.highest if per_item else one.highest * len(one.items),
    )


def response_answer(one: Response, instrument: Instrument) -> ResponseAnswer:
    """Return a response as it is answered."""
    return ResponseAnswer(
        id=one.id,
        instrument=one.instrument,
        version=one.version,
        answered_at=one.answered_at,
        session=one.session,
        answers=list(one.answers),
        total=one.score.total,
        prorated=one.score.prorated,
        band=band_of(instrument, one.score.total),
    )


def average_answer(one: Average | None) -> AverageAnswer | None:
    """Return an average as it is answered, or None where it is not shown."""
    return AverageAnswer(value=one.value, people=one.people) if one else None
