"""Check-ins after discharge: somebody is asked now and then how they are, gently, and may stop it at any time. Pure.

No answer is an answer: nobody is asked twice for one, and no check-in says anything about how somebody does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import PersonId

__all__ = [
    "MOVES",
    "QUIET_AFTER",
    "Answer",
    "CheckIn",
    "CheckInMove",
    "CheckInState",
    "after",
    "answer",
    "asked_now",
    "is_quiet",
    "plan_days",
]

QUIET_AFTER: Final = timedelta(days=7)
"""After so long without an answer staff see that there is none."""


class CheckInState(StrEnum):
    """How far a check-in is."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    STOPPED = "stopped"
    """It is not asked any more: they wished so, or are treated here again."""


class CheckInMove(StrEnum):
    """What happens to it."""

    ASK = "ask"
    ANSWER = "answer"
    STOP = "stop"


class Answer(StrEnum):
    """What somebody taps."""

    WELL = "well"
    TALK = "talk"
    """They would like to talk: somebody of the care team gets a task."""
    NOT_NOW = "not_now"


MOVES: Final[Mapping[tuple[CheckInState, CheckInMove], CheckInState]] = MappingProxyType(
    {
        (CheckInState.PLANNED, CheckInMove.ASK): CheckInState.ASKED,
        (CheckInState.PLANNED, CheckInMove.STOP): CheckInState.STOPPED,
        (CheckInState.ASKED, CheckInMove.ANSWER): CheckInState.ANSWERED,
        (CheckInState.ASKED, CheckInMove.STOP): CheckInState.STOPPED,
    }
)
"""Every move that there is."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One check-in.

    Attributes:
        due: The day on which they are asked.
        asked_at: When they were asked.
    """

    id: str
    client: PersonId
    due: date
    state: CheckInState = CheckInState.PLANNED
    asked_at: datetime | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None


def plan_days(discharged: date, days: Sequence[int], today: date) -> tuple[date, ...]:
    """Return the days on which somebody is asked. Those that are past are left out: nobody catches up on a check-in."""
    planned = (discharged + timedelta(days=each) for each in days)
    return tuple(day for day in planned if day >= today)


def after(one: CheckIn, made: CheckInMove, now: datetime) -> CheckIn:
    """Return a check-in after a move. Raises Refused: ``check_in.over``: it was answered or stopped, or is to come."""
    to = MOVES.get((one.state, made))
    if to is None:
        raise Refused("check_in.over")
    return replace(one, state=to, asked_at=now if made is CheckInMove.ASK else one.asked_at)


def answer(one: CheckIn, tapped: Answer, now: datetime) -> CheckIn:
    """Return a check-in with its answer. Raises Refused: as ``after``."""
    return replace(after(one, CheckInMove.ANSWER, now), answer=tapped, answered_at=now)


def asked_now(check_ins: Iterable[CheckIn]) -> CheckIn | None:
    """Return the check-in that somebody can answer now: the newest that was asked. Older ones have passed."""
    asked = [each for each in check_ins if each.asked_at is not None]
    newest = max(asked, key=lambda each: (each.due, each.id), default=None)
    return newest if newest is not None and newest.state is CheckInState.ASKED else None


def is_quiet(one: CheckIn, now: datetime) -> bool:
    """Return whether staff should see that there is no answer."""
    return one.state is CheckInState.ASKED and one.asked_at is not None and one.asked_at + QUIET_AFTER <= now
