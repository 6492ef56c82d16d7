"""The rules for a client's messages: which may come when, and how many. Pure: text and time in, verdicts out.

Follows PROTOCOL.md section 2: hello first, then requests; limits on size and rate; repeated abuse closes the socket.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from signaling.messages import (
    MAX_MESSAGE_BYTES,
    ClientMessage,
    ErrorMessage,
    Hello,
    Request,
    client_adapter,
)

__all__ = [
    "ABUSE_ERRORS",
    "ABUSE_WINDOW_S",
    "BYES",
    "HELLO_TIMEOUT_S",
    "KIND_RATES",
    "ROOM_RATE",
    "VALUES_MAX",
    "WAITING_RATE",
    "Closing",
    "InboundRules",
    "Rate",
    "retryable",
]

HELLO_TIMEOUT_S = 10.0
ABUSE_ERRORS = 10
ABUSE_WINDOW_S = 60.0
VALUES_MAX = 100
"""Values in one message, at any depth. The longest legitimate message has about forty. Validating more would only cost
time, for an error that nobody reads."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate limit: requests a second in the long run, and how many at once."""

    per_s: float
    burst: int


ROOM_RATE = Rate(20.0, 40)
"""All requests of a seat in the room."""
WAITING_RATE = Rate(5.0, 20)
"""All requests of a waiting seat, and of a companion device."""
KIND_RATES: Mapping[str, Rate] = {
    "media.answer": Rate(1.0, 5),
    "media.snapshot": Rate(0.2, 3),
    "media.tiles": Rate(5.0, 20),
    "protocol.start": Rate(1.0, 5),
    "seat.admit_all": Rate(1.0, 5),
    "message.send": Rate(2.0, 20),
    "caption": Rate(5.0, 20),
    "gesture": Rate(2.0, 10),
    "devices.set": Rate(5.0, 20),
    "prompt.send": Rate(1.0, 10),
}
"""Lower limits for requests that are expensive or reach everybody. docs/doors.md has the cost of each."""

BYES: dict[str, tuple[int, bool]] = {
    "left": (4000, False),
    "session.ended": (4001, False),
    "seat.replaced": (4002, False),
    "ticket.invalid": (4003, False),
    "room.full": (4004, False),
    "hello.expected": (4005, False),
    "resume.invalid": (4006, False),
    "link.withdrawn": (4007, False),
    "abuse": (4008, False),
    "too.slow": (4009, True),
    "server.restart": (4010, True),
    "seat.taken": (4011, False),
}
"""Each ``bye`` code with its close code and whether the client may come back."""

_RETRYABLE = {
    "floor.stale",
    "rate.limited",
    "room.busy",
    "media.too_soon",
    "media.unavailable",
    "storage.unavailable",
}


def retryable(code: str) -> bool:
    """Return whether the same request may succeed later."""
    return code in _RETRYABLE


@dataclass(frozen=True, slots=True)
class Closing:
    """Close the socket with this ``bye`` code."""

    code: str


class _Bucket:
    """A token bucket."""

    __slots__ = ("_at", "_tokens")

    def __init__(self, rate: Rate, now: float) -> None:
        self._tokens = float(rate.burst)
        self._at = now

    def take(self, rate: Rate, now: float) -> bool:
        """Take a token if there is one; tokens saved up at a higher rate are cut to this rate's burst."""
        self._tokens = min(rate.burst, self._tokens + (now - self._at) * rate.per_s)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class InboundRules:
    """The rules applied to one socket, and what it has sent so far.

    Attributes:
        in_room: Whether the seat is in the room, where the limits are higher.
    """

    def __init__(self, now: float) -> None:
        """``now`` is monotonic seconds, as everywhere here."""
        self.in_room = False
        self._greeted = False
        self._all = _Bucket(ROOM_RATE, now)
        self._kinds: dict[str, _Bucket] = {}
        self._errors: list[float] = []
        """When the latest errors were."""

    def on_text(self, text: str, now: float) -> Hello | Request | ErrorMessage | Closing:
        """Return the message to act on, the error to send, or the close."""
        parsed = _parse(text)
        if not self._greeted:
            if isinstance(parsed, Hello) and (parsed.ticket is None) != (parsed.resume is None):
                self._greeted = True
                return parsed
            return Closing("hello.expected")
        if isinstance(parsed, Hello):
            parsed = ErrorMessage(code="request.malformed", retryable=False)
        if isinstance(parsed, ErrorMessage):
            return self._misstep(parsed, now)
        if not self._may(parsed, now):
            return self._misstep(ErrorMessage(re=parsed.id, code="rate.limited", retryable=True), now)
        return parsed

    def on_refused_answer(self, now: float) -> Closing | None:
        """Count an answer that the relay rejected as an error; returns the close after too many."""
        verdict = self._misstep(ErrorMessage(code="media.answer_refused", retryable=False), now)
        return verdict if isinstance(verdict, Closing) else None

    def _may(self, request: Request, now: float) -> bool:
        if not self._all.take(ROOM_RATE if self.in_room else WAITING_RATE, now):
            return False
        kind: str = request.type  # type: ignore[attr-defined]  # every request has its own
        rate = KIND_RATES.get(kind)
        if rate is None:
            return True
        bucket = self._kinds.get(kind)
        if bucket is None:
            bucket = self._kinds[kind] = _Bucket(rate, now)
        return bucket.take(rate, now)

    def _misstep(self, error: ErrorMessage, now: float) -> ErrorMessage | Closing:
        self._errors = [*self._errors[1 - ABUSE_ERRORS :], now]
        abusive = len(self._errors) == ABUSE_ERRORS and now - self._errors[0] <= ABUSE_WINDOW_S
        return Closing("abuse") if abusive else error


def _parse(text: str) -> Hello | Request | ErrorMessage:
    if len(text) > MAX_MESSAGE_BYTES:
        return ErrorMessage(code="request.malformed", retryable=False)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ErrorMessage(code="request.malformed", retryable=False)
    request_id = data.get("id") if isinstance(data, dict) else None
    readable = request_id if type(request_id) is int and 1 <= request_id <= 2**53 else None
    if _has_more_values(data, VALUES_MAX):
        return ErrorMessage(re=readable, code="request.malformed", retryable=False)
    try:
        message: ClientMessage = client_adapter.validate_python(data)
    except ValidationError as error:
        unknown = any(detail["type"] == "union_tag_invalid" for detail in error.errors(include_input=False))
        code = "request.unknown" if unknown else "request.malformed"
        return ErrorMessage(re=readable, code=code, retryable=False)
    return message


def _has_more_values(data: object, most: int) -> bool:
    """Return whether ``data`` holds more than ``most`` values; looks at no more than that."""
    waiting, count = [data], 0
    while waiting:
        value = waiting.pop()
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        count += len(inside)
        if count > most:
            return True
        waiting.extend(inside)
    return False
