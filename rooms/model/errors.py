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
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
