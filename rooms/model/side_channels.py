"""The vocabulary of the side channels."""

from enum import StrEnum

__all__ = ["Gesture", "Oars"]


class Gesture(StrEnum):
    """Silent backchannels for people who are not heard (docs/domain.md, Signs)."""

    WITH_YOU = "with_you"
    NOD = "nod"
    WARM = "warm"


class Oars(StrEnum):
    """What a therapist may count: open questions, affirmations, reflections, summaries (docs/domain.md, Tally)."""

    QUESTION = "question"
    AFFIRMATION = "affirmation"
    REFLECTION = "reflection"
    SUMMARY = "summary"
