"""How long each class of data is kept, and what stands against its removal. Pure.

A clinic may keep longer than usual, and shorter down to a safe minimum; what it cannot choose has one length. A hold
(`Hold`) keeps everything about one client or of one session, however old it is, until somebody ends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from clinic.common.errors import FieldError, Refused
from clinic.common.ids import AppointmentId, PersonId

__all__ = [
    "LONGEST_REASON",
    "RULES",
    "Held",
    "Hold",
    "RetentionClass",
    "RetentionRule",
    "LengthUnit",
    "check_lengths",
    "due_by",
    "end_hold",
    "lengths_of",
]

LONGEST_REASON: Final = 300
_DAYS_OF_YEAR: Final = 365.25


class RetentionClass(StrEnum):
    """What is kept equally long."""

    MEDIA = "media"
    """Sound and picture. They are passed on and never stored."""
    CHAT = "chat"
    """Messages in a session. They are passed on and never stored."""
    ANSWERS = "answers"
    """What people answered in private in a session, such as the exit check: part of its log until then."""
    LOG = "log"
    """The log of a session. What has to stay is in tables of its own: presence, tasks, alerts, and a summary."""
    PLACES = "places"
    """Where people were in sessions, and what was said before them."""
    DOCUMENTS = "documents"
    """Signatures, screenings, decisions, tasks, disclosures, help alerts, corrections, answers to questionnaires,
    coverages, statements, plans for afterwards, check-ins and reports, once their client has left."""
    AUDIT = "audit"
    """Who did and who read what."""
    SIGN_INS = "sign_ins"
    """Sign-ins that are over. A person's newest stays: without it, a new device would look like a first visit."""
    LINKS = "links"
    """One-time links that were used, withdrawn or expired."""
    MAILS = "mails"
    """Mails that were sent or dropped, from then on and from the end of the appointment that they tell of."""
    UNSENT_MAILS = "unsent_mails"
    """Mails that could not be sent, which staff look through and may send again."""
    COPIES = "copies"
    """Files with a copy of what is kept about somebody, which they asked for."""
    WEBHOOK_EVENTS = "webhook_events"
    """What webhooks were told; until then it can be sent again."""


class LengthUnit(StrEnum):
    """In what a length is given."""

    DAYS = "days"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long a class may be kept, in its unit.

    Attributes:
        least: The shortest length that a clinic may choose.
        usual: Where a clinic has chosen nothing; 0 means that nothing is stored, None that it is kept for good.
        most: The longest.
    """

    unit: LengthUnit
    least: int | None
    usual: int | None
    most: int | None

    @property
    def is_stored(self) -> bool:
        """Whether there is anything to remove at all."""
        return self.usual != 0

    @property
    def is_for_good(self) -> bool:
        """Whether nothing of it is ever removed."""
        return self.usual is None

    @property
    def is_choice(self) -> bool:
        """Whether a clinic may choose another length."""
        return self.least != self.most


def _never() -> RetentionRule:
    return RetentionRule(LengthUnit.DAYS, 0, 0, 0)


def _fixed(days: int) -> RetentionRule:
    return RetentionRule(LengthUnit.DAYS, days, days, days)


RULES: Final[Mapping[RetentionClass, RetentionRule]] = MappingProxyType(
    {
        RetentionClass.MEDIA: _never(),
        RetentionClass.CHAT: _never(),
        RetentionClass.ANSWERS: RetentionRule(LengthUnit.DAYS, 7, 30, 90),
        RetentionClass.LOG: RetentionRule(LengthUnit.DAYS, 30, 90, 366),
        RetentionClass.PLACES: RetentionRule(LengthUnit.YEARS, 1, 7, 30),
        RetentionClass.DOCUMENTS: RetentionRule(LengthUnit.YEARS, 6, 6, 30),
        # A chain that may lose its beginning cannot tell whether somebody took it away.
        RetentionClass.AUDIT: RetentionRule(LengthUnit.YEARS, None, None, None),
        RetentionClass.SIGN_INS: _fixed(30),
        RetentionClass.LINKS: _fixed(30),
        RetentionClass.MAILS: _fixed(30),
        RetentionClass.UNSENT_MAILS: _fixed(180),
        RetentionClass.COPIES: _fixed(7),
        RetentionClass.WEBHOOK_EVENTS: _fixed(30),
    }
)
"""The rule of each class. Careful defaults: how long records of treatment are kept is state law, and for counsel."""


def lengths_of(stored: Mapping[str, Any]) -> Mapping[RetentionClass, int]:
    """Return how long each class is kept, in its unit, without those that are kept for good.

    Args:
        stored: What the clinic has chosen, by the names of the classes; what a rule no longer allows counts as the
            nearest length that it does.
    """
    lengths = {}
    for kind, rule in RULES.items():
        if rule.least is not None and rule.usual is not None and rule.most is not None:
            lengths[kind] = min(max(int(stored.get(kind.value, rule.usual)), rule.least), rule.most)
    return MappingProxyType(lengths)


def check_lengths(
    asked: Mapping[RetentionClass, int], now_is: Mapping[RetentionClass, int]
) -> list[FieldError]:
    """Return everything that is wrong with what a clinic wants to choose.

    The codes are ``retention.fixed``: it cannot be chosen; ``retention.range``: it is too short or too long;
    ``retention.order``: the log would go before the answers in it.
    """
    errors = []
    for kind, length in asked.items():
        rule = RULES[kind]
        if not rule.is_choice or rule.least is None or rule.most is None:
            errors.append(FieldError(kind.value, "retention.fixed"))
        elif not rule.least <= length <= rule.most:
            errors.append(FieldError(kind.value, "retention.range"))
    after = {**now_is, **asked}
    if not errors and after[RetentionClass.LOG] < after[RetentionClass.ANSWERS]:
        errors.append(FieldError(RetentionClass.LOG.value, "retention.order"))
    return errors


def due_by(kind: RetentionClass, length: int, now: datetime) -> datetime:
    """Return the moment by which something of this class must have been over to be due now."""
    days = length * (_DAYS_OF_YEAR if RULES[kind].unit is LengthUnit.YEARS else 1)
    return now - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: on one client, or on one session.

    Attributes:
        reason: Why, in the words of whoever placed it.
        ended_at: None while it holds.
    """

    id: str
    person: PersonId | None
    session: AppointmentId | None
    reason: str = field(repr=False)
    by: PersonId
    at: datetime
    ended_by: PersonId | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.session is None):
            raise ValueError("a hold is on a client or on a session")


@dataclass(frozen=True, slots=True)
class Held:
    """What is held now: these people, under every id that they had, and these sessions."""

    people: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()


def end_hold(hold: Hold, by: PersonId, now: datetime) -> Hold:
    """Return the hold as it has ended. Raises Refused: ``hold.ended``: it had before."""
    if hold.ended_at is not None:
        raise Refused("hold.ended")
    return replace(hold, ended_by=by, ended_at=now)
