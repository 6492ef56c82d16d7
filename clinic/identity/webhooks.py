"""Webhooks: other systems of a clinic are told that something happened there. Pure.

An event tells ids and when it was, the same for every session and every consent: its kind, its track or its document
would tell what 42 CFR Part 2 protects. Whoever may know more asks for it with a token, and is checked there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError, Invalid

__all__ = [
    "BOTH_SECRETS_FOR",
    "CHOSEN",
    "MOST_WEBHOOKS",
    "PAUSES",
    "SETTLING",
    "Attempt",
    "DeliveryState",
    "EventKind",
    "OffWhy",
    "Settlement",
    "WebhookState",
    "check_kinds",
    "settle",
]

MOST_WEBHOOKS: Final = 5
"""In one clinic."""
SETTLING: Final = timedelta(minutes=15)
"""From a session's end until its attendance counts as ready: staff note who was on a shared seat meanwhile."""
BOTH_SECRETS_FOR: Final = timedelta(hours=24)
"""After a new secret was made, deliveries are signed with the former one, too."""


class EventKind(StrEnum):
    """What happened."""

    SESSION_ENDED = "session.ended"
    ATTENDANCE_READY = "attendance.ready"
    """A session has ended, and its minutes have had their time to settle."""
    ATTENDANCE_CORRECTED = "attendance.corrected"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    TEST = "test"
    """Somebody wants to see whether it arrives."""


CHOSEN: Final = tuple(kind for kind in EventKind if kind is not EventKind.TEST)
"""The kinds that a webhook may be told of; a test goes to whichever it is for."""


class WebhookState(StrEnum):
    """Whether a receiver is told anything now. What happens meanwhile is held for it."""

    ON = "on"
    PAUSED = "paused"
    """Staff want it so."""
    OFF = "off"
    """It has failed for too long, or wants no more."""


class OffWhy(StrEnum):
    """Why a webhook is off."""

    SILENT = "silent"
    """A delivery failed through the whole table of pauses."""
    GONE = "gone"
    """The receiver has said so (a status of 410)."""


class DeliveryState(StrEnum):
    """Where the telling of one event to one receiver is."""

    DUE = "due"
    DONE = "done"
    FAILED = "failed"
    """It came to its end without having arrived; staff may send it again."""
    HELD = "held"
    """The webhook is paused or off."""


class Attempt(StrEnum):
    """What became of an attempt."""

    TAKEN = "taken"
    FAILED = "failed"
    GONE = "gone"


PAUSES: Final = MappingProxyType(
    {
        "hiccup": timedelta(seconds=10),
        "restart": timedelta(minutes=1),
        "deployment": timedelta(minutes=5),
        "incident": timedelta(minutes=30),
        "repair": timedelta(hours=2),
        "night": timedelta(hours=6),
        "next_day": timedelta(hours=15),
    }
)
"""After each attempt that failed, each named after what it gives the receiver time for; the last attempt has none."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What follows from an attempt.

    Attributes:
        due_at: When it is tried again; None if it has come to its end.
        off: Why the webhook is off from now on; None if it is not.
    """

    state: DeliveryState
    due_at: datetime | None = None
    off: OffWhy | None = None


def settle(attempt: Attempt, attempts: int, now: datetime) -> Settlement:
    """Return what follows from an attempt.

    Args:
        attempts: How many there have been, this one included.
    """
    match attempt:
        case Attempt.TAKEN:
            return Settlement(DeliveryState.DONE)
        case Attempt.GONE:
            return Settlement(DeliveryState.FAILED, off=OffWhy.GONE)
        case Attempt.FAILED:
            pauses = tuple(PAUSES.values())
            if attempts > len(pauses):
                return Settlement(DeliveryState.FAILED, off=OffWhy.SILENT)
            return Settlement(DeliveryState.DUE, now + pauses[attempts - 1])


def check_kinds(kinds: frozenset[EventKind]) -> None:
    """Check of what a webhook is told. Raises Invalid: ``field.required``, ``field.choice``."""
    if not kinds:
        raise Invalid([FieldError("kinds", "field.required")])
    if not kinds <= set(CHOSEN):
        raise Invalid([FieldError("kinds", "field.choice")])
