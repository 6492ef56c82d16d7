"""Requests about the agenda, from those who lead."""

from typing import Annotated, Literal

from pydantic import Field

from signaling.messages.base import Id, Request
from signaling.messages.protocols import Values

__all__ = ["AgendaDrop", "AgendaMessages", "AgendaMove", "AgendaNext", "AgendaStretch"]

Version = Annotated[int, Field(ge=0)]


class AgendaNext(Request):
    """End the present item and begin the next one; ``options`` add to what was chosen for its protocol."""

    type: Literal["agenda.next"]
    expected_version: Version
    options: Values = Field(default_factory=dict)


class AgendaMove(Request):
    """Move an item that has not begun to a place among those that have not, from 0."""

    type: Literal["agenda.move"]
    expected_version: Version
    item: Id
    place: Annotated[int, Field(ge=0, le=100)]


class AgendaDrop(Request):
    """Leave an item out that has not begun, or take it in again."""

    type: Literal["agenda.drop"]
    expected_version: Version
    item: Id
    on: bool = True


class AgendaStretch(Request):
    """Make the present item, or a later one, so many minutes long."""

    type: Literal["agenda.stretch"]
    expected_version: Version
    item: Id
    minutes: Annotated[int, Field(ge=1, le=240)]


AgendaMessages = AgendaNext | AgendaMove | AgendaDrop | AgendaStretch
