"""What somebody wants corrected in what is kept about them (45 CFR 164.526): asked for, accepted or declined. Pure.

The request stays with the record whatever becomes of it, and so does what the person says when it was declined.
``MOVES`` is the machine; what it has no row for is refused and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId

__all__ = [
    "ANSWERED_WITHIN",
    "LONGEST_TEXT",
    "MOVES",
    "CorrectionRequest",
    "CorrectionMove",
    "CorrectionState",
    "FactAbout",
    "move",
]

ANSWERED_WITHIN: Final = timedelta(days=60)
"""How long a clinic has to answer (45 CFR 164.526(b)(2))."""
LONGEST_TEXT: Final = 1000


class FactAbout(StrEnum):
    """What the request is about."""

    NAME = "name"
    CONTACT = "contact"
    PROGRAM = "program"
    SCHEDULE = "schedule"
    ATTENDANCE = "attendance"
    PLACE = "place"
    AGREEMENT = "agreement"
    OTHER = "other"


class CorrectionState(StrEnum):
    """What has become of it."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CorrectionMove(StrEnum):
    """What is done about it."""

    ACCEPT = "accept"
    """By staff, who change the fact where it stands."""
    DECLINE = "decline"
    """By staff, with a reason that the person is told."""
    WITHDRAW = "withdraw"
    """By the person."""
    DISAGREE = "disagree"
    """By the person: what they say about its having been declined stays with the record."""


@dataclass(frozen=True, slots=True)
class _Rule:
    to: CorrectionState
    says: bool
    """Whether it needs words."""


MOVES: Final[Mapping[tuple[CorrectionState, CorrectionMove], _Rule]] = MappingProxyType(
    {
        (CorrectionState.ASKED, CorrectionMove.ACCEPT): _Rule(CorrectionState.ACCEPTED, says=False),
        (CorrectionState.ASKED, CorrectionMove.DECLINE): _Rule(CorrectionState.DECLINED, says=True),
        (CorrectionState.ASKED, CorrectionMove.WITHDRAW): _Rule(CorrectionState.WITHDRAWN, says=False),
        (CorrectionState.DECLINED, CorrectionMove.DISAGREE): _Rule(CorrectionState.DECLINED, says=True),
    }
)
"""Where each move leads."""


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """One request.

    Attributes:
        wrong: What is wrong, in the person's words; ``right``: what would be right.
        answer: What staff say to it; the reason if they declined.
        disagreement: What the person says to that.
    """

    id: str
    person: PersonId
    about: FactAbout
    wrong: str = field(repr=False)
    right: str = field(repr=False)
    asked_at: datetime
    state: CorrectionState = CorrectionState.ASKED
    answer: str = field(default="", repr=False)
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    disagreement: str = field(default="", repr=False)
    version: int = 1

    @property
    def due_at(self) -> datetime:
        """By when it has to be answered."""
        return self.asked_at + ANSWERED_WITHIN

    def is_late(self, now: datetime) -> bool:
        """Return whether it waits longer than it may."""
        return self.state is CorrectionState.ASKED and now > self.due_at


def move(
    correction: CorrectionRequest, what: CorrectionMove, words: str, by: PersonId, now: datetime
) -> CorrectionRequest:
    """Return the request after a move.

    Args:
        words: What goes with it, tidied and checked.

    Raises:
        Refused: ``correction.no_move``: it leads nowhere from here.
        Invalid: ``field.required``: it needs words, and there are none.
    """
    rule = MOVES.get((correction.state, what))
    if rule is None or (what is CorrectionMove.DISAGREE and correction.disagreement):
        raise Refused("correction.no_move")
    if rule.says and not words:
        raise Invalid([FieldError("words", "field.required")])
    changed = replace(correction, state=rule.to, version=correction.version + 1)
    if what is CorrectionMove.DISAGREE:
        return replace(changed, disagreement=words)
    return replace(changed, answer=words, decided_by=by, decided_at=now)
