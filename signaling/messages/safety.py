"""Requests about safety: help signals, marks on people, welfare checks, the device check."""

from typing import Annotated, Literal

from pydantic import Field

from rooms.model.events.follow_up import WelfareStep
from signaling.messages.base import Id, Request

__all__ = [
    "DeviceCheckEnd",
    "DeviceCheckNext",
    "DeviceCheckStart",
    "FlagMark",
    "HelpAcknowledge",
    "HelpClose",
    "HelpSignal",
    "OverheardMark",
    "SafetyMessages",
    "WelfareNote",
]


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


class OverheardMark(Request):
    """Note that ``person`` may be overheard where they are, or clear the note."""

    type: Literal["overheard.mark"]
    person: Id
    on: bool


class FlagMark(Request):
    """Ask for a welfare check should the connection of ``person`` be lost, or no longer."""

    type: Literal["flag.mark"]
    person: Id
    on: bool


class WelfareNote(Request):
    """Say what you did about the welfare check on ``person``."""

    type: Literal["welfare.note"]
    person: Id
    step: Annotated[WelfareStep, Field(strict=False)]


class DeviceCheckStart(Request):
    """Take ``first`` and their partner, who is on another seat, out of the room, to talk to each alone."""

    type: Literal["device_check.start"]
    first: Id


class DeviceCheckNext(Request):
    """Talk to the other one now."""

    type: Literal["device_check.next"]


class DeviceCheckEnd(Request):
    """Bring both back."""

    type: Literal["device_check.end"]


SafetyMessages = (
    HelpSignal
    | HelpAcknowledge
    | HelpClose
    | OverheardMark
    | FlagMark
    | WelfareNote
    | DeviceCheckStart
    | DeviceCheckNext
    | DeviceCheckEnd
)
