"""Requests about the agenda, from those who lead."""

from typing import Annotated, Literal

from pydantic import Field

from rooms.model.events.agenda import MINUTES_MAX, MINUTES_MIN
from rooms.model.policy.policy import FloorMode
from signaling.messages.base import Id, Request
from signaling.messages.protocols import Values

__all__ = ["AgendaAdd", "AgendaDrop", "AgendaMessages", "AgendaMove", "AgendaNext", "AgendaStretch"]

Version = Annotated[int, Field(ge=0)]
Place = Annotated[int, Field(ge=0, le=100)]
Minutes = Annotated[int, Field(ge=MINUTES_MIN, le=MINUTES_MAX)]
# Those that sessions are prepared with (`clinic.schedule.agenda.Part`): an agenda holds no words of one's own.
ItemPart = Literal["check_in", "psychoeducation", "break", "process_group", "skills", "closing", "talk"]


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
    place: Place


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
    minutes: Minutes


class AgendaAdd(Request):
    """Add an item at a place among those that have not begun, from 0, and say what it starts."""

    type: Literal["agenda.add"]
    expected_version: Version
    part: ItemPart
    minutes: Minutes
    place: Place = 0
    mode: Annotated[FloorMode, Field(strict=False)] | None = None
    protocol: Id | None = None
    options: Values = Field(default_factory=dict)


AgendaMessages = AgendaNext | AgendaMove | AgendaDrop | AgendaStretch | AgendaAdd
