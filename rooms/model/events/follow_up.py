"""What somebody on the care team has to look after later, and why somebody was moved out (docs/domain.md 8)."""

from enum import StrEnum

__all__ = ["FollowUp", "RemovalReason", "WelfareStep"]


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
    """They are gone after staff noted that they were in distress, or a welfare check on them was not finished."""
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


class WelfareStep(StrEnum):
    """What somebody did to find out whether a person whose connection was lost is safe. Never what was said."""

    CALLED = "called"
    """They called the person."""
    REACHED = "reached"
    """They spoke with the person."""
    NOT_REACHED = "not_reached"
    """The person did not answer."""
    CONTACT_CALLED = "contact_called"
    """They called the contact for emergencies."""
    EMERGENCY_CALLED = "emergency_called"
    """They called the emergency line where the person is."""
    CLOSED = "closed"
    """Somebody else looks after it from here, or it was not needed."""
