"""The state of one conversation: what may come now, and what too much of it means. Pure: text and time in, verdicts out.

Follows PROTOCOL.md section 2: hello first, then requests; limits on size and rate; repeated abuse ends the socket.
"""

import json
from collections import deque
from dataclasses import dataclass, field

from pydantic import ValidationError

from signaling.messages import (
    MAX_MESSAGE_BYTES,
    ClientMessage,
    ErrorMessage,
    Hello,
    MediaAnswer,
    Request,
    client_adapter,
)

__all__ = [
    "ABUSE_ERRORS",
    "ABUSE_WINDOW_S",
    "ANSWERS_PER_S",
    "ANSWER_BURST",
    "BURST",
    "BYES",
    "HELLO_TIMEOUT_S",
    "RATE_PER_S",
    "VALUES_MAX",
    "Closing",
    "Conversation",
    "retryable",
]

HELLO_TIMEOUT_S = 10.0
RATE_PER_S = 20.0
BURST = 40.0
# Reading an answer costs more than anything else that may be said, and there is one for each offer.
ANSWERS_PER_S = 1.0
ANSWER_BURST = 5.0
ABUSE_ERRORS = 10
ABUSE_WINDOW_S = 60.0
VALUES_MAX = 100
"""Values in one message, at whatever depth. The longest that is meant has some forty; each wrong one would cost
microseconds for an error that nobody reads."""

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
    """Whether the same request may succeed later."""
    return code in _RETRYABLE


@dataclass(frozen=True, slots=True)
class Closing:
    """The conversation is over; say this ``bye`` code and close."""

    code: str


@dataclass(slots=True)
class _Allowance:
    """How much of something may come: `rate_per_s` in the long run, `burst` at once."""

    rate_per_s: float
    burst: float
    refilled_at: float
    left: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.burst

    def take(self, now: float) -> bool:
        """Whether one more may come; counts it when it may."""
        self.left = min(self.burst, self.left + (now - self.refilled_at) * self.rate_per_s)
        self.refilled_at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Conversation:
    """What has been said on one socket so far."""

    def __init__(self, now: float) -> None:
        """``now`` is monotonic seconds, as everywhere here."""
        self._greeted = False
        self._requests = _Allowance(RATE_PER_S, BURST, now)
        self._answers = _Allowance(ANSWERS_PER_S, ANSWER_BURST, now)
        self._errors: deque[float] = deque(maxlen=ABUSE_ERRORS)

    def on_text(self, text: str, now: float) -> Hello | Request | ErrorMessage | Closing:
        """Judge one frame: the message to act on, the error to answer, or the end."""
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
        is_allowed = self._requests.take(now) and (
            not isinstance(parsed, MediaAnswer) or self._answers.take(now)
        )
        if not is_allowed:
            return self._misstep(ErrorMessage(re=parsed.id, code="rate.limited", retryable=True), now)
        return parsed

    def on_refused_answer(self, now: float) -> Closing | None:
        """An answer that passed here could not be used: that is a misstep as well; returns the end after too many."""
        verdict = self._misstep(ErrorMessage(code="media.answer_refused", retryable=False), now)
        return verdict if isinstance(verdict, Closing) else None

    def _misstep(self, error: ErrorMessage, now: float) -> ErrorMessage | Closing:
        self._errors.append(now)
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
    """Whether there are more values inside than ``most``; looks at no more of them than that."""
    waiting, count = [data], 0
    while waiting:
        value = waiting.pop()
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        count += len(inside)
        if count > most:
            return True
        waiting.extend(inside)
    return False
