"""Errors that the programme raises."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Invalid", "Problem", "Refused"]


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


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a form.

    Attributes:
        field: The field's name in the form.
        code: Stable identifier such as ``schedule.length``.
    """

    field: str
    code: str


class Invalid(Refused):
    """A form was refused; all that is wrong with it is listed. The code is that of the first problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].code, problems[0].field)
        self.problems = tuple(problems)
