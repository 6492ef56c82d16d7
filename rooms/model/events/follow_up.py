"""What somebody on the care team has to look after later, and why somebody was moved out (docs/domain.md 8)."""

from enum import StrEnum

__all__ = ["FollowUp", "RemovalReason"]


class FollowUp(StrEnum):
    """Why somebody is to be asked how they are."""

    REMOVAL = "removal"
    """Staff moved them out of the group's room for a reason."""
    EXIT_CHECK = "exit_check"
    """They left with a high number."""
    CALL = "call"
    """They would like a call."""
    LEFT_EARLY = "left_early"
    """They left before the exit check asked them."""
    WELFARE = "welfare"
    """They are gone after staff noted that they were in distress."""
    HELP = "help"
    """A help signal came from their seat or their own screen."""


class RemovalReason(StrEnum):
    """Why staff moved somebody out of the room: what they saw, in words that blame nobody. Staff alone see it."""

    DISTRESS = "distress"
    """They are in great distress."""
    INTOXICATED = "intoxicated"
    """They seem to be under the influence."""
    NOT_ALONE = "not_alone"
    """Somebody who is not in the session is with them."""
    UNSAFE_PLACE = "unsafe_place"
    """They are where they should not take part, for instance driving."""
    DISRUPTIVE = "disruptive"
    """The group cannot go on with them right now."""
    CONFIDENTIALITY = "confidentiality"
    """What others said is at risk, for instance by a recording."""
    TECHNICAL = "technical"
    """Sound, picture or the device; nothing about the person."""
    OTHER = "other"
    """Something else."""
