"""Responses: what a client has answered, from the first answer until it is sent or passed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.measures.instruments import Answers
from clinic.measures.scoring import Score

__all__ = ["MOVES", "PULSE_FOR", "Draft", "Act", "Response", "State", "move"]

PULSE_FOR: Final = timedelta(hours=24)
"""How long after its session the pulse is asked. Averages are shown after that alone: one that still changes would tell
each new answer."""


class State(StrEnum):
    """How far a client has come."""

    DRAFT = "draft"
    """Begun, and can be left and resumed. No member of staff reads it."""
    SENT = "sent"
    PASSED = "passed"


class Act(StrEnum):
    """What a client does."""

    KEEP = "keep"
    SEND = "send"
    PASS = "pass"


MOVES: Final[Mapping[tuple[State, Act], State]] = MappingProxyType(
    {
        (State.DRAFT, Act.KEEP): State.DRAFT,
        (State.DRAFT, Act.SEND): State.SENT,
        (State.DRAFT, Act.PASS): State.PASSED,
    }
)
"""Every move there is: what was sent or passed stays so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a client is answering.

    Attributes:
        due: What it answers: a day, or the session it is about.
        revision: Counts its changes.
    """

    id: str
    client: PersonId
    instrument: str
    version: int
    due: str
    session: AppointmentId | None
    state: State
    begun_at: datetime
    answers: Answers = field(repr=False)
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Response:
    """What a client has sent.

    Attributes:
        version: The instrument's.
        session: The session it is about; None for all but the pulse.
    """

    id: str
    client: PersonId
    instrument: str
    version: int
    answered_at: datetime
    answers: Answers = field(repr=False)
    score: Score = field(repr=False)
    session: AppointmentId | None = None


def move(state: State, made: Act) -> State:
    """Return the state after a move. Raises Refused: ``measures.sent``: it was sent or passed before."""
    after = MOVES.get((state, made))
    if after is None:
        raise Refused("measures.sent")
    return after
