"""Clearance of a couple for sessions together (`conjoint_clearance`): who decides, and what that makes of them. Pure.

Each partner's own clinician decides about that partner alone, after a screening in private. The couple's value follows
from both: one partner who is held holds the couple, and only two who are cleared clear it. The value never says which
partner it comes from, and no reason leaves the partner's own clinician (`docs/domain.md` 8).

What counts is folded from decisions, which are only added. ``MOVES`` is the machine of one partner, ``VALUES`` what two
of them make.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.people.couples import CoupleUnit
from clinic.safety.screening import HITS, Instrument

__all__ = [
    "CONJOINT",
    "MOVES",
    "REVIEW_DAYS",
    "REVIEW_RANGE",
    "VALUES",
    "Clearance",
    "ClearanceSettings",
    "Decision",
    "Finding",
    "Move",
    "Partner",
    "Reason",
    "Rule",
    "Value",
    "check_move",
    "clearance_of",
    "fold",
]

CONJOINT: Final = frozenset({"couples", "multi_couple"})
"""Kinds of rooms in which partners are treated together."""
REVIEW_DAYS: Final = 180
"""How long a screening counts unless the clinic says otherwise. A clinician decides; this is a careful default."""
REVIEW_RANGE: Final = (30, 366)


class Value(StrEnum):
    """A couple's clearance."""

    PENDING = "pending"
    CLEARED = "cleared"
    HELD = "held"


class Finding(StrEnum):
    """What is decided about one partner."""

    OPEN = "open"
    CLEAR = "clear"
    HOLD = "hold"


class Move(StrEnum):
    """What a partner's own clinician does."""

    CLEAR = "clear"
    HOLD = "hold"
    REOPEN = "reopen"


class Reason(StrEnum):
    """Why. It stays with the partner's own clinicians."""

    SCREENED = "screened"
    """The screening, and the talk about it, speak for sessions together."""
    SCREENED_AGAIN = "screened_again"
    """It was held, and a new screening speaks for them."""
    DANGER = "danger"
    """Something points to violence, coercion or fear."""
    DECLINED = "declined"
    """The person would rather not be screened, or not meet together."""
    JUDGEMENT = "judgement"
    """The clinician's own judgement."""
    CHANGED = "changed"
    """Something has changed, and it has to be looked at anew."""
    MISTAKE = "mistake"
    """What was noted was noted by mistake."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a move leads to, why it may be made, and whether it rests on a screening made since the decision before."""

    to: Finding
    reasons: frozenset[Reason]
    needs_screening: bool = False


_HOLD: Final = Rule(Finding.HOLD, frozenset({Reason.DANGER, Reason.DECLINED, Reason.JUDGEMENT}))
_REOPEN: Final = Rule(Finding.OPEN, frozenset({Reason.CHANGED, Reason.MISTAKE}))
_CLEAR: Final = Rule(Finding.CLEAR, frozenset({Reason.SCREENED}), needs_screening=True)

MOVES: Final[Mapping[tuple[Finding, Move], Rule]] = MappingProxyType(
    {
        (Finding.OPEN, Move.CLEAR): _CLEAR,
        (Finding.OPEN, Move.HOLD): _HOLD,
        (Finding.CLEAR, Move.CLEAR): _CLEAR,
        (Finding.CLEAR, Move.HOLD): _HOLD,
        (Finding.CLEAR, Move.REOPEN): _REOPEN,
        (Finding.HOLD, Move.CLEAR): Rule(
            Finding.CLEAR, frozenset({Reason.SCREENED_AGAIN}), needs_screening=True
        ),
        (Finding.HOLD, Move.REOPEN): _REOPEN,
    }
)
"""The machine of one partner. What has no row is refused and changes nothing."""

VALUES: Final[Mapping[frozenset[Finding], Value]] = MappingProxyType(
    {
        frozenset({Finding.OPEN}): Value.PENDING,
        frozenset({Finding.OPEN, Finding.CLEAR}): Value.PENDING,
        frozenset({Finding.CLEAR}): Value.CLEARED,
        frozenset({Finding.OPEN, Finding.HOLD}): Value.HELD,
        frozenset({Finding.CLEAR, Finding.HOLD}): Value.HELD,
        frozenset({Finding.HOLD}): Value.HELD,
    }
)
"""What two partners make. A set has no order: the value cannot tell which of them it comes from."""


@dataclass(frozen=True, slots=True)
class ClearanceSettings:
    """What a clinic has chosen.

    Attributes:
        asks: Whether sessions together wait for the couple's clearance.
        review_days: How long a screening counts.
    """

    asks: bool = True
    review_days: int = REVIEW_DAYS
    instrument: Instrument = field(default=HITS, repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a partner's own clinician has decided about that partner.

    Attributes:
        position: Counts the decisions about this partner of this couple, from 1.
        screened_at: When the screening was made on which it rests; None where it needs none.
    """

    position: int
    partner: PersonId
    by: PersonId
    at: datetime
    move: Move
    reason: Reason
    screened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Where one partner stands now.

    Attributes:
        decided_at: When the newest decision was made.
        until: Until when they are cleared.
        version: How many decisions there are; each is made by somebody who has seen the one before.
    """

    finding: Finding = Finding.OPEN
    reason: Reason | None = None
    by: PersonId | None = None
    decided_at: datetime | None = None
    until: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Clearance:
    """A couple's value, and until when it is cleared. Nothing in it tells one partner from the other."""

    value: Value
    until: datetime | None = None


def fold(
    partner: PersonId, decisions: Iterable[Decision], settings: ClearanceSettings, now: datetime
) -> Partner:
    """Return where a partner stands; other people's decisions are ignored. Clearance ends by itself."""
    mine = sorted((each for each in decisions if each.partner == partner), key=lambda each: each.position)
    found = Finding.OPEN
    for each in mine:
        rule = MOVES.get((found, each.move))
        # A table that has lost a row must not make anybody look cleared.
        found = rule.to if rule is not None else Finding.OPEN
    if not mine:
        return Partner()
    last = mine[-1]
    until = None
    if found is Finding.CLEAR:
        until = (last.screened_at or last.at) + timedelta(days=settings.review_days)
        if until <= now:
            return Partner(by=last.by, decided_at=last.at, version=last.position)
    return Partner(found, last.reason, last.by, last.at, until, last.position)


def clearance_of(
    couple: CoupleUnit, decisions: Iterable[Decision], settings: ClearanceSettings, now: datetime
) -> Clearance:
    """Return a couple's clearance from the decisions about both of its partners."""
    known = tuple(decisions)
    both = [fold(partner, known, settings, now) for partner in couple.partners]
    value = VALUES[frozenset(each.finding for each in both)]
    ends = [each.until for each in both if each.until is not None]
    return Clearance(value, min(ends) if value is Value.CLEARED else None)


def check_move(
    now_is: Partner,
    move: Move,
    reason: Reason,
    screened_at: datetime | None,
    settings: ClearanceSettings,
    now: datetime,
) -> datetime | None:
    """Check a move; return when the screening was made on which it rests, or None.

    Args:
        screened_at: When the partner was screened last; None if never.

    Raises:
        Refused: ``clearance.no_move``: it leads nowhere from here. ``clearance.not_screened``: it has to rest on a
            screening that was made after the decision before, and not too long ago.
        Invalid: ``field.choice``: that is no reason for it.
    """
    rule = MOVES.get((now_is.finding, move))
    if rule is None:
        raise Refused("clearance.no_move")
    if reason not in rule.reasons:
        raise Invalid([FieldError("reason", "field.choice")])
    if not rule.needs_screening:
        return None
    since = now - timedelta(days=settings.review_days)
    is_new = screened_at is not None and (now_is.decided_at is None or screened_at > now_is.decided_at)
    if screened_at is None or not is_new or screened_at <= since:
        raise Refused("clearance.not_screened")
    return screened_at
