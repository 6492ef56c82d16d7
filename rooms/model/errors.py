"""What a room says when it will not do something.

``RoomError``
  └─ ``Refused``   the person may not, or not now; nothing changed; ``code`` is stable
"""

__all__ = ["Refused", "RoomError"]


class RoomError(Exception):
    """Root of the errors that rooms raise."""


class Refused(RoomError):
    """A command was refused and nothing changed.

    Args:
        code: Stable identifier such as ``floor.stale``; the screens choose their words from it.
        reason: What exactly, where one code covers several things: the name of an option, a value, a step.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
