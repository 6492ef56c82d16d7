"""The errors this package raises, split by whose fault they are.

RelayError
├── RelayUnavailable   the relay cannot serve the call now: retry, or open the room again (Unavailable)
└── AnswerRefused      the client's SDP answer is not acceptable; no other client is affected (Refused)
"""

__all__ = ["AnswerRefused", "RelayError", "RelayUnavailable"]


class RelayError(Exception):
    """Base class of the relay's errors.

    Attributes:
        code: a stable identifier such as `answer.malformed`; never a sentence for users.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RelayUnavailable(RelayError):
    """The relay cannot serve the call now: not ready, worker lost, room unknown, or a timeout."""


class AnswerRefused(RelayError):
    """One client's SDP answer was refused; the peer may try again with a valid one."""
