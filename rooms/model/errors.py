"""Errors that rooms raise.

``RoomError``
  ├─ ``Refused``       the person may not do it, or not now; nothing changed; ``code`` is stable
  └─ ``PolicyError``   a field of the policy is outside its limits; no room exists yet
"""

__all__ = ["PolicyError", "Refused", "RoomError"]


class RoomError(Exception):
    """Root of the errors that rooms raise."""


class Refused(RoomError):
    """A command was refused and nothing changed.

    Args:
        code: Stable identifier such as ``floor.stale``; screens choose their wording from it.
        reason: Details, where one code covers several cases: the name of an option, a value, a step.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class PolicyError(RoomError, ValueError):
    """A room's policy is invalid.

    Args:
        field: The invalid field of ``RoomPolicy``, or what was given in its place.
        reason: What is wrong with it, for the person who sets rooms up: "must be 1 to 12".
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason
