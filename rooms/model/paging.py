"""What became of paging somebody outside the session about a help signal."""

from enum import StrEnum

__all__ = ["PageOutcome"]


class PageOutcome(StrEnum):
    """What is known of the page."""

    SENT = "sent"
    """It went out; nobody has answered yet."""
    ANSWERED = "answered"
    """Somebody outside the session has it."""
    UNREACHED = "unreached"
    """Nobody could be reached: those in the session have to call by themselves."""
