"""Requests to protocol runs."""

from typing import Annotated, Literal

from pydantic import Field

from signaling.messages.base import Id, PersonalIntent, Request

__all__ = [
    "ProtocolAbort",
    "ProtocolAct",
    "ProtocolMessages",
    "ProtocolPause",
    "ProtocolResume",
    "ProtocolStart",
]

Value = str | int | bool | list[Id]
"""A value of an option or an action; the protocol defines which are allowed."""
Values = Annotated[dict[Id, Value], Field(max_length=16)]


class ProtocolStart(PersonalIntent):
    """``person`` starts a protocol with these options, or continues a ``kept`` run by its number in the view."""

    type: Literal["protocol.start"]
    protocol: Id
    options: Values = Field(default_factory=dict)
    kept: Annotated[int, Field(ge=0)] | None = None


class ProtocolAct(PersonalIntent):
    """``person`` takes one of the actions that the step offers."""

    type: Literal["protocol.act"]
    action: Id
    values: Values = Field(default_factory=dict)


class ProtocolPause(Request):
    """Pause the run."""

    type: Literal["protocol.pause"]


class ProtocolResume(Request):
    """Resume the paused run."""

    type: Literal["protocol.resume"]


class ProtocolAbort(Request):
    """Stop the run."""

    type: Literal["protocol.abort"]


ProtocolMessages = ProtocolStart | ProtocolAct | ProtocolPause | ProtocolResume | ProtocolAbort
