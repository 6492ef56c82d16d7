"""The life of one mail: its states, the table of its transitions, and what follows an attempt to send it. Pure.

A mail is attempted again after temporary failures, with growing pauses, for about a day. What it speaks of is near, so a
mail that is late is dropped, and none leaves outside the reader's safe times.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinic.people.safe_times import SafeTimes
from rooms.model.machine import STAYS, Machine, Row

__all__ = [
    "DELIVERY",
    "DeliveryEvent",
    "DeliveryState",
    "Limits",
    "Outcome",
    "Reason",
    "RetryRules",
    "Settlement",
    "Verdict",
    "after_attempt",
    "before_attempt",
]


class DeliveryState(StrEnum):
    """How far a mail is."""

    QUEUED = "queued"
    SENDING = "sending"
    """A worker has leased it."""
    WAITING = "waiting"
    """For its next attempt."""
    SENT = "sent"
    """The mail server has taken responsibility for it (RFC 5321 §6.1); that it is read is not known."""
    DEAD = "dead"
    """It could not be sent; staff see it and can send it again."""
    DROPPED = "dropped"
    """It was no longer to be sent."""


class DeliveryEvent(StrEnum):
    """What moves a mail."""

    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    POSTPONED = "postponed"
    FAILED = "failed"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"
    REVIVED = "revived"


_S, _E = DeliveryState, DeliveryEvent

DELIVERY: Machine[DeliveryState] = Machine(
    "mail",
    tuple(DeliveryState),
    _S.QUEUED,
    (
        Row((_S.QUEUED, _S.WAITING), _S.SENDING, _E.CLAIMED, "it is due, and a worker leases it"),
        Row((_S.SENDING,), STAYS, _E.CLAIMED, "its lease ended without a result: its worker is gone"),
        Row((_S.SENDING,), _S.SENT, _E.ACCEPTED, "the mail server accepted it"),
        Row((_S.DROPPED,), _S.SENT, _E.ACCEPTED, "it was cancelled while the mail server already had it"),
        Row((_S.SENDING,), _S.WAITING, _E.DEFERRED, "a temporary failure; it is tried again later"),
        Row(
            (_S.SENDING,), _S.WAITING, _E.POSTPONED, "it was not tried: the hour is not safe, or time ran out"
        ),
        Row((_S.SENDING,), _S.DEAD, _E.FAILED, "it was refused for good, or all attempts are used"),
        Row(
            (_S.SENDING,),
            _S.DROPPED,
            _E.OVERDUE,
            "it is of no use any more, or would not be by its next attempt",
        ),
        Row(
            (_S.QUEUED, _S.WAITING, _S.SENDING),
            _S.DROPPED,
            _E.CANCELLED,
            "what it says no longer holds, or the person may not be reached by mail any more",
        ),
        *(
            Row((_S.DROPPED,), STAYS, event, "it was cancelled while it was tried: nothing follows")
            for event in (_E.DEFERRED, _E.POSTPONED, _E.FAILED, _E.OVERDUE)
        ),
        Row((_S.DEAD,), _S.QUEUED, _E.REVIVED, "staff send it again"),
    ),
)


class Verdict(StrEnum):
    """What one attempt came to."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


class Reason(StrEnum):
    """Why a mail was not sent: a stable word for staff and logs, without any text of the mail server."""

    NO_SUCH_ADDRESS = "no_such_address"
    BAD_ADDRESS = "bad_address"
    """It is not an address, so nothing was sent."""
    UTF8_ADDRESS = "utf8_address"
    """The mail server cannot handle letters beyond ASCII in addresses (no SMTPUTF8, RFC 6531)."""
    MAILBOX_OFF = "mailbox_off"
    MAILBOX_FULL = "mailbox_full"
    TOO_LARGE = "too_large"
    NO_ROUTE = "no_route"
    POLICY = "policy"
    """The receiving side does not want it: spam rules, a blocked sender."""
    REFUSED = "refused"
    BUSY = "busy"
    CONNECTION_LOST = "connection_lost"
    SERVER_AWAY = "server_away"
    SERVER_SLOW = "server_slow"
    INSECURE = "insecure"
    """The mail server offers no TLS, or its certificate is not trusted."""
    SIGN_IN_REFUSED = "sign_in_refused"
    SENDER_REFUSED = "sender_refused"
    """The mail server does not accept our own address."""
    FAULT = "fault"
    """An error of ours; the log has it."""
    LATE = "late"
    UNSAFE_HOUR = "unsafe_hour"
    OUT_OF_TIME = "out_of_time"
    """The batch took too long; this mail was not tried."""
    SUPERSEDED = "superseded"
    """What it says no longer holds: the appointment was moved or cancelled, the link withdrawn."""
    UNREACHABLE = "unreachable"
    """The person may not be reached by mail any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one attempt.

    Attributes:
        reason: None if accepted.
        status: ``5.1.1`` (RFC 3463), else the reply code ``550``, else empty.
        server_wide: It says nothing about this mail: the next one would fail as well.
    """

    verdict: Verdict
    reason: Reason | None = None
    status: str = ""
    server_wide: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """When a mail may be sent. None: it is always of use; any hour is safe."""

    useful_until: datetime | None = None
    safe_times: SafeTimes | None = None


@dataclass(frozen=True, slots=True)
class RetryRules:
    """Pauses of 1, 2, 4, … minutes, at most 4 hours; 14 attempts take about 24 hours."""

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=4)
    attempts: int = 14
    spread: float = 0.25
    """Each pause is longer or shorter by up to this share, so that mails which failed together return apart."""

    def pause(self, attempt: int, jitter: float) -> timedelta:
        """Return the pause after an attempt, counted from 1; ``jitter`` is random, from 0 to 1."""
        # Beyond 2**20 every pause is the longest; a larger factor would only overflow.
        pause = min(self.first * (1 << min(attempt - 1, 20)), self.longest)
        return pause * (1 - self.spread + 2 * self.spread * jitter)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an attempt changes: the event for ``DELIVERY``, and for a mail that waits, when it is due."""

    event: DeliveryEvent
    reason: Reason | None = None
    status: str = ""
    due: datetime | None = None


def before_attempt(limits: Limits, now: datetime) -> Settlement | None:
    """Return why a claimed mail must not be sent now, or None if it may be."""
    if limits.useful_until is not None and now >= limits.useful_until:
        return Settlement(DeliveryEvent.OVERDUE, Reason.LATE)
    if limits.safe_times is None or limits.safe_times.contains(now):
        return None
    return _wait(limits, now, DeliveryEvent.POSTPONED, Reason.UNSAFE_HOUR, "")


def after_attempt(
    outcome: Outcome,
    attempt: int,
    limits: Limits,
    now: datetime,
    jitter: float,
    rules: RetryRules,
) -> Settlement:
    """Return what follows from an attempt.

    Args:
        attempt: Its number, counted from 1.
        jitter: Random, from 0 to 1.
    """
    if outcome.verdict is Verdict.ACCEPTED:
        return Settlement(DeliveryEvent.ACCEPTED)
    if outcome.verdict is Verdict.PERMANENT or attempt >= rules.attempts:
        return Settlement(DeliveryEvent.FAILED, outcome.reason, outcome.status)
    again = now + rules.pause(attempt, jitter)
    return _wait(limits, again, DeliveryEvent.DEFERRED, outcome.reason, outcome.status)


def _wait(
    limits: Limits, since: datetime, event: DeliveryEvent, reason: Reason | None, status: str
) -> Settlement:
    due = since if limits.safe_times is None else limits.safe_times.next_safe(since)
    if limits.useful_until is not None and due >= limits.useful_until:
        return Settlement(DeliveryEvent.OVERDUE, Reason.LATE, status)
    return Settlement(event, reason, status, due)
