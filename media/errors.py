"""The errors that leave this package, split by whose fault they are.

RelayError
├── RelayUnavailable   the relay cannot do it now: retry, or re-open the room (Unavailable)
└── AnswerRefused      the client's SDP answer is not acceptable: its fault, nobody else is disturbed (Refused)
"""

__all__ = ["AnswerRefused", "RelayError", "RelayUnavailable"]


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
