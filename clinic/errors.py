"""What the programme says when it will not do something."""

__all__ = ["Refused"]


class Refused(Exception):
    """Something was refused and nothing changed.

    Args:
        code: Stable identifier such as ``care_team.couples_therapist``; the screens choose their words from it.
        reason: What exactly, where one code covers several things.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
