"""Requests about safety: the help signal."""

from typing import Literal

from signaling.messages.base import Id, Request

__all__ = ["HelpAcknowledge", "HelpClose", "HelpSignal", "SafetyMessages"]


class HelpSignal(Request):
    """Tell those who lead, and nobody else, that something is wrong. ``late``: it was meant before a lost connection."""

    type: Literal["help.signal"]
    late: bool = False


class HelpAcknowledge(Request):
    """Say that you have seen the signal from ``seat`` and attend to it."""

    type: Literal["help.acknowledge"]
    seat: Id


class HelpClose(Request):
    """Say that the signal from ``seat`` has been attended to."""

    type: Literal["help.close"]
    seat: Id


SafetyMessages = HelpSignal | HelpAcknowledge | HelpClose
