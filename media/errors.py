"""The errors that leave this package, split by whose fault they are.

RelayError
├── RelayUnavailable   the relay cannot do it now: retry, or re-open the room (Unavailable)
└── AnswerRefused      the client's SDP answer is not acceptable: its fault, nobody else is disturbed (Refused)
"""

import traceback

__all__ = ["AnswerRefused", "RelayError", "RelayUnavailable", "describe_fault"]


class RelayError(Exception):
    """Root of the relay's errors.

    Attributes:
        code: a stable identifier such as `answer.malformed`; never a sentence for users.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RelayUnavailable(RelayError):
    """The relay cannot serve the call now: not ready, worker lost, room unknown, or a timeout."""


class AnswerRefused(RelayError):
    """The SDP answer of one client was refused; the peer may try again with a good one."""


def describe_fault(error: BaseException) -> str:
    """Kind and place of an unforeseen error, for a log: its own text may hold addresses or SDP."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
    return f"kind={type(error).__name__} place={place}"
