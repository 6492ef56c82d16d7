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
"""What may come with a start or an action; which of them, the protocol says."""
Values = Annotated[dict[Id, Value], Field(max_length=16)]


class ProtocolStart(PersonalIntent):
    """``person`` starts a protocol with these options, or goes on with a ``kept`` run by its number in the view."""

    type: Literal["protocol.start"]
    protocol: Id
    options: Values = Field(default_factory=dict)
    kept: Annotated[int, Field(ge=0)] | None = None


class ProtocolAct(PersonalIntent):
    """``person`` does one of the actions that the step offers."""

    type: Literal["protocol.act"]
    action: Id
    values: Values = Field(default_factory=dict)


class ProtocolPause(Request):
    """Let the run stand still."""

    type: Literal["protocol.pause"]


class ProtocolResume(Request):
    """Let the paused run go on."""

    type: Literal["protocol.resume"]


class ProtocolAbort(Request):
    """Stop the run."""

    type: Literal["protocol.abort"]


ProtocolMessages = ProtocolStart | ProtocolAct | ProtocolPause | ProtocolResume | ProtocolAbort
