"""The words of what people do beside the floor."""

from enum import StrEnum

__all__ = ["Gesture", "Oars"]


class Gesture(StrEnum):
    """Silent backchannels for people who are not heard (domain.md 1.0)."""

    WITH_YOU = "with_you"
    NOD = "nod"
    WARM = "warm"


class Oars(StrEnum):
    """What a therapist may count: open questions, affirmations, reflections, summaries (domain.md 1.6)."""

    QUESTION = "question"
    AFFIRMATION = "affirmation"
    REFLECTION = "reflection"
    SUMMARY = "summary"
