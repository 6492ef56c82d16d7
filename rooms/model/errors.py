"""What a room says when it will not do something.

``RoomError``
  ├─ ``Refused``       the person may not, or not now; nothing changed; ``code`` is stable
  └─ ``PolicyError``   a policy has a field outside its limits; there is no room yet
"""

__all__ = ["PolicyError", "Refused", "RoomError"]


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


class PolicyError(RoomError, ValueError):
    """A room's policy cannot be like that.

    Args:
        field: The field of ``RoomPolicy`` that is wrong, or what was given in its place.
        reason: What is wrong with it, for whoever sets rooms up: "must be 1 to 12".
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason
