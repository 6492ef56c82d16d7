"""The vocabulary of the side channels."""

from enum import StrEnum

__all__ = ["Gesture", "Oars", "PageOutcome", "Reply"]


class Gesture(StrEnum):
    """Silent backchannels for people who are not heard (docs/domain.md, Signs)."""

    WITH_YOU = "with_you"
    NOD = "nod"
    WARM = "warm"


class Reply(StrEnum):
    """What somebody who waits may answer with one tap; each side reads it in their own language."""

    HERE = "here"
    """They are there, and ready."""
    MOMENT = "moment"
    """They need a moment."""
    TROUBLE = "trouble"
    """Something does not work."""
    CALL = "call"
    """They would like a call; only from a screen of their own."""


class Oars(StrEnum):
    """What a therapist may count: open questions, affirmations, reflections, summaries (docs/domain.md, Tally)."""

    QUESTION = "question"
    AFFIRMATION = "affirmation"
    REFLECTION = "reflection"
    SUMMARY = "summary"


class PageOutcome(StrEnum):
    """What became of paging somebody outside the session about a help signal."""

    SENT = "sent"
    """It went out; nobody has answered yet."""
    ANSWERED = "answered"
    """Somebody outside the session has it."""
    UNREACHED = "unreached"
    """Nobody could be reached: those in the session have to call by themselves."""
