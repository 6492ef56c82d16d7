"""Errors that the programme raises."""

__all__ = ["Refused"]


class Refused(Exception):
    """A request was refused and nothing changed.

    Args:
        code: Stable identifier such as ``care_team.couples_therapist``; screens choose their wording from it.
        reason: Details, where one code covers several cases.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
